/**
 * What this device holds of a group, as digests to compare with the server's: the group and its members whole, the
 * newest segment of messages, and one older segment in turn, so that a long conversation costs as little as a short one.
 */
import type { DeviceStore, ReadTransaction } from '#client/platform/device-store.ts';
import type { Cursor } from '#client/store/tables.ts';
import { FOLD_VERSION } from '#domain/fold-version.ts';
import { type MessageRow, PAGED_TABLES, type PagedRow } from '#domain/rows.ts';
import { DIGEST, type DigestRequest } from '#protocol/digest.ts';
import { digestRange, digestState } from '#protocol/row-digest.ts';
import { missingBefore } from './apply-ledger.ts';

/** Versions, both ends included. */
export interface VersionRange {
  readonly from: number;
  readonly to: number;
}

export interface HeldDigest {
  readonly request: Omit<DigestRequest, 'epoch'>;
  /** The ranges of the request; the newest first. */
  readonly ranges: readonly VersionRange[];
  /** Where the next older segment ends, exclusive; null: its turn begins again at the newest. */
  readonly nextBelow: number | null;
}

/** `below`: as the last comparison left it. undefined: nothing that could be compared now. */
export async function digestHeld(store: DeviceStore, groupId: string): Promise<HeldDigest | undefined> {
  const held = await store.read(
    ['cursors', 'groups', 'members', 'messages', ...PAGED_TABLES, 'unknown', 'checks'],
    async (tx) => {
      const cursor = await tx.get('cursors', groupId);
      if (!cursor || cursor.version === 0 || cursor.version < cursor.head) return undefined;
      // Its accounts or plans are on their way.
      if (missingBefore(cursor)) return undefined;
      // What this build does not understand it could not fold: the server's fold is a newer one.
      if ((await tx.count('unknown', ofVersions(groupId, { from: 0, to: ALL }))) > 0) return undefined;
      const below = (await tx.get('checks', groupId))?.below ?? null;
      const { ranges, nextBelow } = chooseRanges(cursor, below);
      const made: { messages: MessageRow[]; ledger: PagedRow[] }[] = [];
      for (const range of ranges) {
        const messages = await listRange(tx, cursor, range);
        made.push({ messages, ledger: await listLedgerRange(tx, cursor, range) });
      }
      const ofGroup = { from: [groupId, ''], to: [groupId, '\uffff'] };
      const groups = await tx.list('groups', ofGroup);
      return { cursor, ranges, nextBelow, groups, members: await tx.list('members', ofGroup), made };
    },
  );
  if (!held) return undefined;
  const { cursor, ranges, nextBelow, groups, members, made } = held;
  const request = {
    groupId,
    version: cursor.version,
    chain: cursor.chain,
    foldVersion: FOLD_VERSION,
    state: digestState(groups, members),
    ranges: ranges.map((range, i) => ({
      ...range,
      digest: digestRange(made[i]?.messages ?? [], made[i]?.ledger ?? []),
    })),
  };
  return { request, ranges, nextBelow };
}

/** The newest segment and the one below `below`, cut to what the device holds completely. */
export function chooseRanges(
  { version, olderThan }: Pick<Cursor, 'version' | 'olderThan'>,
  below: number | null,
): { readonly ranges: readonly VersionRange[]; readonly nextBelow: number | null } {
  const floor = Math.max(1, olderThan ?? 1);
  const newest = { from: Math.max(floor, segmentStart(version)), to: version };
  const hasTurn = below !== null && below > floor && below <= newest.from;
  const to = (hasTurn ? below : newest.from) - 1;
  if (to < floor) return { ranges: [newest], nextBelow: null };
  const older = { from: Math.max(floor, segmentStart(to)), to };
  return { ranges: [newest, older], nextBelow: older.from > floor ? older.from : null };
}

/** What stands above the newest version must not be there: it belongs to the newest range. */
export function listRange(
  tx: ReadTransaction,
  { groupId, version }: Pick<Cursor, 'groupId' | 'version'>,
  { from, to }: VersionRange,
): Promise<MessageRow[]> {
  const range = { from, to: to >= version ? ALL : to };
  return tx.list('messages', { index: '[groupId+version]', ...ofVersions(groupId, range) });
}

export async function listLedgerRange(
  tx: ReadTransaction,
  { groupId, version }: Pick<Cursor, 'groupId' | 'version'>,
  { from, to }: VersionRange,
): Promise<PagedRow[]> {
  const range = ofVersions(groupId, { from, to: to >= version ? ALL : to });
  const rows: PagedRow[] = [];
  for (const table of PAGED_TABLES) {
    rows.push(...(await tx.list(table, { index: '[groupId+version]', ...range })));
  }
  return rows;
}

/** Versions begin at 1. */
function segmentStart(version: number): number {
  return version - ((version - 1) % DIGEST.segmentVersions);
}

function ofVersions(groupId: string, { from, to }: VersionRange) {
  return { from: [groupId, from], to: [groupId, to] };
}

const ALL = Number.MAX_SAFE_INTEGER;
