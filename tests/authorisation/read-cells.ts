/** What each ask and each tell may do in whose hands, over whichever pipe it comes. */
import { FOLD_VERSION } from '#domain/fold-version.ts';
import type { AskName } from '#protocol/frames.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { type Asker, roleOf } from './askers.ts';
import type { Person } from './people.ts';

/** `content`: what is the members'. Else nothing of it: the end of a membership, an unknown group, no session. */
export type Answer = 'content' | 'gone left' | 'gone removed' | `wait ${string}` | 'unknown' | 'held' | '401';

export const PIPES = ['http', 'websocket', 'polling'] as const;
export type Pipe = (typeof PIPES)[number];

const HASH = 'A'.repeat(43);

interface Asking {
  readonly epoch: string;
  readonly groupId: string;
  readonly person: Person;
}

/** A well-formed frame of each ask but push, whose cells are those of the ops. A new ask without one fails the types. */
export const READS: Readonly<Record<Exclude<AskName, 'push'>, (asking: Asking) => object>> = {
  hello: ({ person, groupId, epoch }) => ({
    protocol: PROTOCOL_VERSION,
    deviceId: person.device.deviceId,
    epoch,
    lanes: [],
    cursors: [{ groupId, version: 1, chain: HASH }],
    marks: [{ groupId, delivered: 1, read: 1 }],
  }),
  'catch-up': ({ epoch, groupId }) => ({ epoch, groupId, after: 0, maxBytes: 65_536 }),
  snapshot: ({ epoch, groupId }) => ({ epoch, groupId }),
  bootstrap: ({ epoch, groupId }) => ({ epoch, groupId }),
  page: ({ epoch, groupId }) => ({ epoch, groupId, olderThan: 1_000, maxRows: 50 }),
  'plan-text': ({ epoch, groupId }) => ({
    epoch,
    groupId,
    planId: groupId,
    upTo: null,
    after: 0,
    state: null,
    maxBytes: 65_536,
  }),
  ledger: ({ epoch, groupId }) => ({ epoch, groupId, olderThan: 1_000, maxRows: 50 }),
  digest: ({ epoch, groupId }) => ({
    epoch,
    groupId,
    version: 1,
    chain: HASH,
    foldVersion: FOLD_VERSION,
    state: HASH,
    ranges: [],
  }),
};
export type ReadName = keyof typeof READS;

export function expectRead(name: ReadName, asker: Asker, pipe: Pipe): Answer {
  if (asker === 'signed-out') return pipe === 'http' ? '401' : 'wait auth';
  if (roleOf(asker)) return 'content';
  if (asker === 'ex-member') return 'gone left';
  if (asker === 'removed') return 'gone removed';
  if (asker === 'waiting') return name === 'hello' ? 'held' : 'wait approval';
  return expectForeignRead(name, asker, pipe);
}

/** Of a group none of them was ever in. */
export function expectForeignRead(name: ReadName, asker: Asker, pipe: Pipe): Answer {
  if (asker === 'signed-out') return pipe === 'http' ? '401' : 'wait auth';
  return name === 'hello' ? 'unknown' : 'wait unknown-group';
}

/** What a reply comes down to. */
export function readAnswer(reply: unknown, groupId: string): Answer {
  const said = reply as {
    wait?: string;
    gone?: 'left' | 'removed' | readonly { groupId: string; reason: 'left' | 'removed' }[];
    groups?: readonly { groupId: string }[];
    unknown?: readonly string[];
    held?: readonly string[];
  };
  if (said.wait !== undefined) return `wait ${said.wait}`;
  if (said.gone === 'left' || said.gone === 'removed') return `gone ${said.gone}`;
  if (said.groups?.some((group) => group.groupId === groupId)) return 'content';
  if (said.unknown?.includes(groupId)) return 'unknown';
  if (said.held?.includes(groupId)) return 'held';
  const ended = typeof said.gone === 'object' ? said.gone.find((one) => one.groupId === groupId) : undefined;
  if (ended) return `gone ${ended.reason}`;
  if (['ops', 'messages', 'rows', 'edits', 'outcome'].some((field) => field in (said as object)))
    return 'content';
  throw new Error(`no answer of ours: ${JSON.stringify(reply).slice(0, 200)}`);
}
