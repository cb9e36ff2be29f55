/** Why the server would not do what a person asked of their account. Apart, for who only needs the words. */
export const ACCOUNT_REFUSALS = [
  'malformed',
  /** No session: this device was signed out. */
  'signed-out',
  /** Wrong, used, unknown or of nobody: never said which. */
  'wrong-code',
  'expired',
  'too-many',
  /** Prove who you are first; a moment ago is enough. */
  'needs-proof',
  /** The address is theirs, and protects nothing yet. */
  'no-account',
  /** It protects another account already. */
  'taken',
  /** This device holds groups of an account that is not protected: join them, or keep them apart? */
  'has-groups',
  /** This device is another protected account's. */
  'another-person',
  /** This server cannot do it now, or not at all. */
  'unavailable',
] as const;
export type AccountRefusal = (typeof ACCOUNT_REFUSALS)[number];
