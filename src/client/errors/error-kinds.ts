/**
 * The catalogue of what may go wrong: every kind there is, its code, and what was kept. The sentences of a kind
 * (`title`, `cause`, `next`) are `<family>.<kind>` in `locales/<lang>/errors.json`; what was kept is one of a few
 * sentences of its own, so that the same promise is always made in the same words.
 *
 * A code is the family's letter and the kind's place in its list. People write codes down and support looks them up
 * (docs/errors.md): lists only grow, at their end. Unexpected errors have a code of their own besides, of the place in
 * the program (observability/error-code.ts).
 *
 * What is wrong with a field while it is being filled in is no kind: it stands beside the field, in its feature's words.
 */
import type { FileTrouble } from '#client/platform/sealed-file.ts';
import type { TrayEntry } from '#client/store/tables.ts';
import type { CommitError } from '#client/sync/engine-types.ts';
import type { FileProblem } from '#domain/expenses/exchange/foreign-ledger.ts';
import { REJECTION_KINDS } from '#domain/op-definition.ts';
import type { PixCodeProblem } from '#domain/pix/read-pix-code.ts';
import { ACCOUNT_REFUSALS } from '#protocol/account-refusals.ts';
import type { BUNDLE_STOPS, BundleRefusal } from '#protocol/bundle.ts';
import { FRAME_ERRORS, GONE_REASONS, WAIT_KINDS } from '#protocol/kinds.ts';

/** Reasons the device itself puts an op into the tray. They count from 80, past what the server's may grow to. */
const OWN_REJECTIONS = [
  'gone',
  'device-changed',
  'damaged',
  'photo-too-large',
  'not-a-photo',
  'photo-quota',
  'photo-missing',
  'from-copy',
] as const satisfies readonly TrayEntry['kind'][];
const OWN_REJECTIONS_FROM = 80;

export const ERROR_KINDS = {
  /** The server has one wait. */
  wait: WAIT_KINDS,
  /** A verdict: the op lies in the tray. */
  rejected: [...REJECTION_KINDS, ...OWN_REJECTIONS],
  /** What a person did was not saved on the device. */
  commit: [
    'invalid',
    'too-large',
    'not-allowed',
    'storage-full',
    'storage-failed',
    'storage-lost',
    'storage-newer',
    'app-incomplete',
  ],
  /** The server could not read a frame at all. */
  frame: FRAME_ERRORS,
  /** What ended somebody's time in a group. */
  gone: GONE_REASONS,
  /** No answer of the server's. */
  transport: ['unreachable', 'timeout', 'intercepted'],
  /** An answer over HTTP that is a failure: 4xx, 404, 429, 5xx, 502 to 504. */
  server: ['refused', 'not-found', 'too-many', 'failed', 'unavailable', 'unanswered'],
  /** The device's database. */
  storage: [
    'full',
    'lost',
    'unknown',
    'closed',
    'failed',
    'denied',
    'broken',
    'newer',
    'slow',
    'emptied',
    'rolled-back',
    'damaged',
    'not-erasable',
    'newer-locked',
  ],
  /** The server's come last: theirs is the list that grows. */
  account: ['unreachable', 'passkey', ...ACCOUNT_REFUSALS],
  lock: ['wrong-pin', 'too-many', 'failed', 'passkey-unsupported', 'passkey-dismissed'],
  photo: ['unreadable', 'too-many', 'away', 'gone', 'waiting'],
  /** A Pix code that was pasted to be checked. */
  pix: [
    'empty',
    'not-a-code',
    'too-long',
    'cut-off',
    'malformed',
    'repeated',
    'no-checksum',
    'wrong-checksum',
    'not-pix',
    'not-brl',
    'wrong-amount',
    'no-receiver',
    'wrong-key',
    'no-name',
  ],
  invite: ['bad-link', 'no-answer'],
  /** Another app's file. */
  import: ['empty', 'unknown-format', 'no-people', 'too-many-rows', 'too-large', 'unreadable', 'not-text'],
  export: ['unreadable', 'save-failed', 'share-failed', 'copy-failed', 'write-failed'],
  /** The copies this device keeps of itself. */
  copies: ['none', 'damaged', 'newer', 'unreadable', 'locked', 'write-failed', 'interrupted', 'owed'],
  /** The file that takes everything to another device. */
  carry: [
    'not-ours',
    'newer',
    'wrong-passphrase',
    'truncated',
    'tampered',
    'unreadable',
    'make-failed',
    'take-failed',
  ],
  /** What waits to be sent, handed to somebody else's phone. */
  bundle: [
    'not-ours',
    'newer',
    'damaged',
    'device-file',
    'not-a-member',
    'unproven',
    'not-carriable',
    'malformed',
    'signed-out',
    'too-many',
    'unavailable',
    'unreachable',
    'stale',
    'later',
    'make-failed',
    'nothing',
    'not-in',
    'unmet',
  ],
  /** A group as it was. */
  history: ['not-here', 'compacted', 'not-allowed', 'changed', 'too-much'],
  update: ['chunk-gone', 'chunk-away', 'failed', 'read-only', 'withdrawn', 'server-older'],
  /** A part of a screen that could not be drawn, by its boundary (`FaultPlace`). */
  render: ['app', 'screen', 'list', 'row', 'composer', 'card', 'sheet', 'editor', 'bar'],
  unknown: ['error'],
  /** A plan's text, and a file that becomes one. */
  plan: [
    'away',
    'past-away',
    'paste-too-long',
    'not-saved',
    'file-unknown',
    'file-too-large',
    'file-damaged',
    'file-empty',
    'file-not-saved',
  ],
  search: ['stopped'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ErrorFamily = keyof typeof ERROR_KINDS;
export type KindOf<F extends ErrorFamily> = (typeof ERROR_KINDS)[F][number];
export type ErrorKind = { [F in ErrorFamily]: `${F}.${KindOf<F>}` }[ErrorFamily];

/** A kind of the outside that has no place here does not compile. */
export type Complete = [
  Exclude<CommitError, KindOf<'commit'>>,
  Exclude<TrayEntry['kind'], KindOf<'rejected'>>,
  Exclude<PixCodeProblem, KindOf<'pix'>>,
  Exclude<FileProblem, KindOf<'import'>>,
  Exclude<FileTrouble, KindOf<'carry'>>,
  Exclude<BundleRefusal | (typeof BUNDLE_STOPS)[number], KindOf<'bundle'>>,
] extends [never, never, never, never, never, never]
  ? true
  : never;

const LETTERS: Readonly<Record<ErrorFamily, string>> = {
  wait: 'W',
  rejected: 'R',
  commit: 'C',
  frame: 'F',
  gone: 'G',
  transport: 'N',
  server: 'S',
  storage: 'D',
  account: 'A',
  lock: 'L',
  photo: 'P',
  pix: 'X',
  invite: 'I',
  import: 'M',
  export: 'O',
  copies: 'B',
  carry: 'T',
  bundle: 'Q',
  history: 'H',
  update: 'U',
  render: 'V',
  unknown: 'Z',
  plan: 'K',
  search: 'J',
};

/** What was kept, as `kept.<one of these>` says it. */
export type Kept =
  | 'queue'
  | 'tray'
  | 'field'
  | 'unchanged'
  | 'untouched'
  | 'saved'
  | 'server'
  | 'device'
  | 'rest'
  | 'nothing'
  | 'none';

const KEPT: Readonly<Record<ErrorFamily, Kept>> = {
  wait: 'queue',
  rejected: 'tray',
  commit: 'field',
  frame: 'queue',
  gone: 'tray',
  transport: 'queue',
  server: 'unchanged',
  storage: 'saved',
  account: 'unchanged',
  lock: 'untouched',
  photo: 'saved',
  pix: 'unchanged',
  invite: 'unchanged',
  import: 'unchanged',
  export: 'untouched',
  copies: 'untouched',
  carry: 'unchanged',
  bundle: 'unchanged',
  history: 'unchanged',
  update: 'saved',
  render: 'saved',
  unknown: 'saved',
  plan: 'unchanged',
  search: 'field',
};

const KEPT_BESIDES: Readonly<Partial<Record<ErrorKind, Kept>>> = {
  'rejected.already-exists': 'nothing',
  'rejected.damaged': 'rest',
  'server.unanswered': 'device',
  'storage.denied': 'none',
  'storage.broken': 'untouched',
  'storage.emptied': 'server',
  'storage.rolled-back': 'server',
  'storage.damaged': 'server',
  'plan.not-saved': 'field',
  'storage.not-erasable': 'untouched',
  'photo.waiting': 'queue',
  'bundle.nothing': 'queue',
  'bundle.not-in': 'queue',
  'bundle.unmet': 'queue',
  'update.server-older': 'queue',
  'copies.none': 'server',
};

export function codeOf(kind: ErrorKind): string {
  const [family, name] = splitKind(kind);
  const place = (ERROR_KINDS[family] as readonly string[]).indexOf(name);
  const own = (OWN_REJECTIONS as readonly string[]).indexOf(name);
  const number = family === 'rejected' && own >= 0 ? OWN_REJECTIONS_FROM + own : place + 1;
  return `${LETTERS[family]}${number}`;
}

export function keptOf(kind: ErrorKind): Kept {
  return KEPT_BESIDES[kind] ?? KEPT[splitKind(kind)[0]];
}

/** Every kind, family by family. */
export function listErrorKinds(): ErrorKind[] {
  return (Object.keys(ERROR_KINDS) as ErrorFamily[]).flatMap((family) =>
    ERROR_KINDS[family].map((name) => `${family}.${name}` as ErrorKind),
  );
}

function splitKind(kind: ErrorKind): [ErrorFamily, string] {
  const dot = kind.indexOf('.');
  return [kind.slice(0, dot) as ErrorFamily, kind.slice(dot + 1)];
}
