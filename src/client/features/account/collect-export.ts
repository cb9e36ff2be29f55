/**
 * A person's copy of their data: what this device has, completed by what the server has. Without the server it is the
 * device's part, and says so. The format is described in docs/export.md; the version is raised when a field changes.
 */
import type { AccountAnswer, AccountDoor } from '#client/session/account-door.ts';
import type { OwnData, Reader } from '#client/store/read-types.ts';
import type { AccountReply, ExportHead } from '#protocol/account.ts';
import { listOwnWritings, type OwnWriting } from './own-plan-words.ts';

export type OwnPhoto = AccountReply<'account/export/photos'>['photos'][number];
type Ops = AccountReply<'account/export/ops'>['ops'];

export interface MyData {
  readonly racha: 'my-data';
  readonly version: 1;
  /** Epoch ms. */
  readonly madeAt: number;
  /** False: `server` is missing, or some of its groups are. */
  readonly isComplete: boolean;
  readonly device: OwnData;
  readonly server:
    | (Omit<ExportHead, 'memberships'> & {
        readonly groups: readonly (ExportHead['memberships'][number] & {
          readonly ops: Ops;
          /** What of `ops` was written in plans, to be read. */
          readonly writings: readonly OwnWriting[];
        })[];
        /** Each lies beside this as a file of its own, when it could be had. */
        readonly photos: readonly OwnPhoto[];
      })
    | null;
}

export type ExportStep =
  | { readonly at: 'device' | 'account' }
  | { readonly at: 'group'; readonly number: number; readonly count: number };

export interface CollectOptions {
  readonly reader: Reader;
  readonly door: AccountDoor;
  readonly now: number;
  readonly onStep: (step: ExportStep) => void;
  readonly sleep: (ms: number) => Promise<void>;
}

/** The server counts asks: told “too many”, one waits and goes on. */
const PAUSE_MS = 2_000;
const PAUSES_MAX = 30;

export async function collectExport(options: CollectOptions): Promise<MyData> {
  const { reader, door, now, onStep } = options;
  onStep({ at: 'device' });
  const device = await reader.exportOwn();
  onStep({ at: 'account' });
  const head = await door.call('account/export/begin', {});
  const made = { racha: 'my-data', version: 1, madeAt: now, device } as const;
  if (!head.ok) return { ...made, isComplete: false, server: null };
  const { memberships, ...account } = head.value;
  const groups = [];
  let isComplete = true;
  for (const [i, membership] of memberships.entries()) {
    onStep({ at: 'group', number: i + 1, count: memberships.length });
    const ops = await readOps(options, membership.groupId);
    isComplete &&= ops !== undefined;
    // Of two memberships in one group each gets its own.
    const own = (ops ?? []).filter(({ op }) => op.actorId === membership.memberId);
    groups.push({ ...membership, ops: own, writings: listOwnWritings(own.map(({ op }) => op)) });
  }
  const listed = await door.call('account/export/photos', {});
  // A server of the release before keeps none.
  const photos = listed.ok ? listed.value.photos : [];
  return { ...made, isComplete, server: { ...account, groups, photos } };
}

async function readOps({ door, sleep }: CollectOptions, groupId: string): Promise<Ops | undefined> {
  const ops: Ops = [];
  let pauses = 0;
  let after: number | null = 0;
  while (after !== null) {
    const page: AccountAnswer<AccountReply<'account/export/ops'>> = await door.call('account/export/ops', {
      groupId,
      after,
    });
    if (page.ok) {
      ops.push(...page.value.ops);
      after = page.value.next;
    } else if (page.error === 'too-many' && pauses < PAUSES_MAX) {
      pauses += 1;
      await sleep(PAUSE_MS);
    } else return undefined;
  }
  return ops;
}
