/** Who asks, in every cell of the matrix. Each is a real device with a session of its own, or none. */
import type { Role } from '#domain/rows.ts';

export const ASKERS = [
  'owner',
  'admin',
  'member',
  'guest',
  /** Left by themself. */
  'ex-member',
  'removed',
  /** Came by a link that takes an admin's word, which has not been given. */
  'waiting',
  /** Owner of another group. */
  'neighbour',
  /** First contact, no group. */
  'anonymous',
  /** A second device of the owner, whose session was ended. */
  'signed-out',
] as const;
export type Asker = (typeof ASKERS)[number];

const ROLES: Partial<Record<Asker, Role>> = {
  owner: 'owner',
  admin: 'admin',
  member: 'member',
  guest: 'guest',
};

/** The role they act in; undefined: they are no active member. */
export function roleOf(asker: Asker): Role | undefined {
  return ROLES[asker];
}

/** What the server says: it is in the log, or why not. `401`: at the door, before anything was read. */
export type Expected = 'committed' | `rejected ${string}` | `wait ${string}` | '401';
