/** One group of the memory log store, and the reads of one instant over all of them. */
import {
  type MemberRow,
  type MessageRow,
  PAGED_TABLES,
  type PagedChange,
  type PagedTable,
  type RowChange,
  type TableName,
} from '#domain/rows.ts';
import { opBytes } from '#protocol/canonical.ts';
import type {
  Access,
  Epoch,
  GroupHead,
  GroupRowKey,
  LaneKey,
  LogEntry,
  LogView,
  ParkedEntry,
  StoredMark,
  StoredVerdict,
} from '#server/sync/log-store.ts';
import type { LogImage } from './memory-log-store.ts';
import { copyPast, emptyPast, MemoryPastView, type PastState } from './memory-past.ts';
import { MemoryPlanView, type MemoryText } from './memory-plans.ts';
import { rowName } from './row-name.ts';

/** Mutable only while a transaction drafts it. */
export interface GroupState {
  head: number;
  chain: string;
  parkedBytes: number;
  readonly entries: LogEntry[];
  /** Ascending by version. */
  readonly parked: ParkedEntry[];
  /** By lane, ascending by number. */
  readonly lanes: Map<string, readonly StoredVerdict[]>;
  /** By opId: the verdict that decided it. */
  readonly decided: Map<string, StoredVerdict>;
  readonly rows: Map<string, RowChange>;
  readonly access: Map<string, Access>;
  readonly past: PastState;
  /** By plan, ascending by version. */
  readonly texts: Map<string, readonly MemoryText[]>;
}

export const laneName = ({ groupId, deviceId }: LaneKey): string => `${groupId} ${deviceId}`;

export function headOf(groupId: string, { head, chain, parkedBytes }: GroupState): GroupHead {
  return { groupId, head, chain, parkedBytes };
}

export function emptyGroup(chain: string): GroupState {
  return {
    head: 0,
    chain,
    parkedBytes: 0,
    entries: [],
    parked: [],
    lanes: new Map(),
    decided: new Map(),
    rows: new Map(),
    access: new Map(),
    past: emptyPast(),
    texts: new Map(),
  };
}

export function copyGroup(group: GroupState): GroupState {
  return {
    head: group.head,
    chain: group.chain,
    parkedBytes: group.parkedBytes,
    entries: [...group.entries],
    parked: [...group.parked],
    lanes: new Map(group.lanes),
    decided: new Map(group.decided),
    rows: new Map(group.rows),
    access: new Map(group.access),
    past: copyPast(group.past),
    texts: new Map(group.texts),
  };
}

export class MemoryLogView implements LogView {
  readonly #image: LogImage;
  readonly #marks: (groupIds: readonly string[]) => StoredMark[];
  readonly #pause: () => Promise<void>;

  /** `pause` is awaited in every read: others commit meanwhile, and this view must not see it. */
  constructor(
    image: LogImage,
    marks: (groupIds: readonly string[]) => StoredMark[],
    pause: () => Promise<void>,
  ) {
    this.#image = image;
    this.#marks = marks;
    this.#pause = pause;
  }

  get epoch(): Epoch {
    return this.#image.epoch;
  }

  get plans(): MemoryPlanView {
    return new MemoryPlanView(() => this.#image.groups, this.#pause);
  }

  get past(): MemoryPastView {
    return new MemoryPastView(() => this.#image.groups, this.#pause);
  }

  async getHeads(groupIds: readonly string[]): Promise<GroupHead[]> {
    await this.#pause();
    return groupIds.flatMap((groupId) => {
      const group = this.#image.groups.get(groupId);
      const cleared = group?.past.cleared ?? 0;
      return group ? [{ ...headOf(groupId, group), ...(cleared > 0 && { cleared }) }] : [];
    });
  }

  async listAccessOf(accountIds: readonly string[]): Promise<Access[]> {
    await this.#pause();
    return [...this.#image.groups.values()].flatMap((group) =>
      [...group.access.values()].filter((access) => accountIds.includes(access.accountId)),
    );
  }

  async listAccessIn(groupIds: readonly string[]): Promise<Access[]> {
    await this.#pause();
    return groupIds.flatMap((groupId) => [...(this.#group(groupId)?.access.values() ?? [])]);
  }

  async listChains(
    points: readonly { readonly groupId: string; readonly version: number }[],
  ): Promise<(string | undefined)[]> {
    await this.#pause();
    return points.map(({ groupId, version }) => this.#group(groupId)?.entries[version - 1]?.chain);
  }

  async listLastSeqs(lanes: readonly LaneKey[]): Promise<number[]> {
    await this.#pause();
    return lanes.map((lane) => this.#lane(lane).at(-1)?.seq ?? 0);
  }

  async listSettled(lanes: readonly (LaneKey & { readonly from: number })[]): Promise<StoredVerdict[]> {
    await this.#pause();
    return lanes.flatMap((lane) => this.#lane(lane).filter((verdict) => verdict.seq >= lane.from));
  }

  async listLog(
    groupId: string,
    after: number,
    limits: { readonly maxOps: number; readonly maxBytes: number },
  ): Promise<LogEntry[]> {
    await this.#pause();
    const page: LogEntry[] = [];
    let bytes = 0;
    for (const entry of this.#group(groupId)?.entries.slice(after, after + limits.maxOps) ?? []) {
      bytes += opBytes(entry.op);
      if (page.length > 0 && bytes > limits.maxBytes) break;
      page.push(entry);
    }
    return page;
  }

  async listParked(groupId: string): Promise<ParkedEntry[]> {
    await this.#pause();
    return [...(this.#group(groupId)?.parked ?? [])];
  }

  async listMembers(groupId: string): Promise<MemberRow[]> {
    await this.#pause();
    return this.#rows(groupId, 'members').map((change) => change.row as MemberRow);
  }

  async getRow(key: GroupRowKey): Promise<RowChange | undefined> {
    await this.#pause();
    return this.#group(key.groupId)?.rows.get(rowName(key));
  }

  async countRows(groupId: string, table: TableName): Promise<number> {
    await this.#pause();
    return this.#rows(groupId, table).length;
  }

  async listMessagesBefore(groupId: string, olderThan: number, maxRows: number): Promise<MessageRow[]> {
    await this.#pause();
    return this.#rows(groupId, 'messages')
      .map((change) => change.row as MessageRow)
      .filter((row) => row.version < olderThan)
      .sort((a, b) => b.version - a.version)
      .slice(0, maxRows);
  }

  async listMessagesIn(groupId: string, from: number, to: number): Promise<MessageRow[]> {
    await this.#pause();
    return this.#rows(groupId, 'messages')
      .map((change) => change.row as MessageRow)
      .filter((row) => row.version >= from && row.version <= to)
      .sort((a, b) => a.version - b.version);
  }

  async listLedgerBefore(groupId: string, olderThan: number, maxRows: number): Promise<PagedChange[]> {
    await this.#pause();
    return this.#ledger(groupId)
      .filter(({ row }) => row.version < olderThan)
      .sort((a, b) => b.row.version - a.row.version)
      .slice(0, maxRows);
  }

  async listLedgerIn(groupId: string, from: number, to: number): Promise<PagedChange[]> {
    await this.#pause();
    return this.#ledger(groupId)
      .filter(({ row }) => row.version >= from && row.version <= to)
      .sort((a, b) => a.row.version - b.row.version);
  }

  async listMarks(groupIds: readonly string[]): Promise<StoredMark[]> {
    await this.#pause();
    return this.#marks(groupIds);
  }

  #group(groupId: string): GroupState | undefined {
    return this.#image.groups.get(groupId);
  }

  #lane(lane: LaneKey): readonly StoredVerdict[] {
    return this.#group(lane.groupId)?.lanes.get(laneName(lane)) ?? [];
  }

  #ledger(groupId: string): PagedChange[] {
    const changes = [...(this.#group(groupId)?.rows.values() ?? [])];
    return changes.filter((change): change is PagedChange =>
      PAGED_TABLES.includes(change.table as PagedTable),
    );
  }

  #rows(groupId: string, table: TableName): RowChange[] {
    return [...(this.#group(groupId)?.rows.values() ?? [])].filter((change) => change.table === table);
  }
}
