/**
 * Do a device's rows agree with the log? Compared by digests, in one view of the store, under the same membership
 * check as every read. A difference is told to the device, which repairs itself, and to the operator, by ids alone.
 */
import { FOLD_VERSION } from '#domain/fold-version.ts';
import type { Difference, DigestReply, DigestRequest } from '#protocol/digest.ts';
import { digestRange, digestState } from '#protocol/row-digest.ts';
import type { LogView } from './log-store.ts';
import { refuse } from './serve-reads.ts';
import type { Session } from './session.ts';

/** A device whose rows are not those of the log. Ids, versions and the parts that differ: never what stands there. */
export interface Divergence extends Pick<Difference, 'groupId' | 'chain' | 'state' | 'ranges'> {
  readonly deviceId: string;
  readonly version: number;
}

export async function readDigest(
  view: LogView,
  session: Session,
  asked: DigestRequest,
): Promise<DigestReply> {
  const refused = await refuse(view, session, asked);
  if (refused) return refused;
  const { epoch, groupId, version } = asked;
  if (asked.foldVersion !== FOLD_VERSION) return { epoch, groupId, outcome: 'incomparable', why: 'fold' };
  const [head] = await view.getHeads([groupId]);
  if (head?.head !== version) return { epoch, groupId, outcome: 'incomparable', why: 'moved' };
  if (head.chain !== asked.chain) {
    return { epoch, groupId, outcome: 'differs', chain: true, state: false, ranges: [] };
  }
  const state = (await readState(view, groupId)) !== asked.state;
  const ranges: number[] = [];
  for (const { from, to, digest } of asked.ranges) {
    const messages = await view.listMessagesIn(groupId, from, to);
    const ledger = await view.listLedgerIn(groupId, from, to);
    const own = digestRange(
      messages,
      ledger.map(({ row }) => row),
    );
    if (own !== digest) ranges.push(from);
  }
  if (!state && ranges.length === 0) return { epoch, groupId, outcome: 'same' };
  return { epoch, groupId, outcome: 'differs', chain: false, state, ranges };
}

async function readState(view: LogView, groupId: string): Promise<string> {
  const group = await view.getRow({ groupId, table: 'groups', id: groupId });
  return digestState(group?.table === 'groups' ? [group.row] : [], await view.listMembers(groupId));
}
