/**
 * A group as it was at a version: the rows of the last point up to there, and the log folded on top of them.
 *
 *   point ──── op ── op ── op ──→ version          at most `SEGMENT_MAX_OPS` of them, once the group is folded
 *
 * Rows are loaded as ops ask for them, so what it costs is what was said between the two, not how large the group is.
 * Members are always all there: parked ops are judged by who is in the group.
 */
import { applyOp, applyParked, listMade, listReads } from '#domain/apply-op.ts';
import { type RowChange, RowDraft, type RowKey } from '#domain/rows.ts';
import type { LogEntry, LogView } from './log-store.ts';
import type { PastPoint } from './past-store.ts';

const PAGE = { maxOps: 500, maxBytes: 1024 * 1024 };

interface Waiting {
  readonly version: number;
  readonly targetId: string;
}

export class PastState {
  readonly #view: LogView;
  readonly #groupId: string;
  readonly #base: number;
  readonly #draft = new RowDraft();
  readonly #asked = new Set<string>();
  #waiting: readonly Waiting[];
  #version: number;

  /** `base`: a point, or undefined for the beginning. */
  constructor(view: LogView, groupId: string, base: PastPoint | undefined) {
    this.#view = view;
    this.#groupId = groupId;
    this.#base = base?.version ?? 0;
    this.#version = this.#base;
    this.#waiting = base?.parked ?? [];
  }

  get waiting(): readonly Waiting[] {
    return this.#waiting;
  }

  /** Every row that was changed on the way, as it stands now. */
  changed(): readonly RowChange[] {
    return this.#draft.changed();
  }

  async foldTo(version: number): Promise<void> {
    while (this.#version < version) {
      const maxOps = Math.min(PAGE.maxOps, version - this.#version);
      const entries = await this.#view.listLog(this.#groupId, this.#version, { ...PAGE, maxOps });
      if (entries.length === 0) return;
      await this.#fold(entries);
    }
  }

  /** Those of `keys` that are there. */
  async list(keys: readonly RowKey[]): Promise<RowChange[]> {
    await this.#load(keys);
    return keys.flatMap(({ table, id }) => {
      const row = this.#draft.get(table, id);
      return row ? [{ table, row } as RowChange] : [];
    });
  }

  async #fold(entries: readonly LogEntry[]): Promise<void> {
    const members = await this.#view.listMembers(this.#groupId);
    const late = await this.#loadWaiting(entries);
    await this.#load([
      ...members.map(({ id }): RowKey => ({ table: 'members', id })),
      ...[...entries, ...late.values()].flatMap(({ op }) => listReads(op)),
    ]);
    for (const { op, version } of entries) {
      this.#version = version;
      const applied = applyOp(this.#draft, op, version);
      if (applied.outcome === 'unknown') continue;
      this.#draft.apply(applied.changes);
      if (applied.outcome === 'waiting') {
        this.#waiting = [...this.#waiting, { version, targetId: applied.needs.at(-1)?.id ?? '' }];
        late.set(version, { op, version });
      }
      for (const targetId of listMade(applied.changes, version)) {
        const due = this.#waiting.filter((one) => one.targetId === targetId);
        if (due.length === 0) continue;
        this.#waiting = this.#waiting.filter((one) => one.targetId !== targetId);
        for (const one of due) {
          const parked = late.get(one.version);
          if (parked) this.#draft.apply(applyParked(this.#draft, parked.op, version));
        }
      }
    }
  }

  /** Ops that wait since before these, of which one may bring what they wait for. */
  async #loadWaiting(entries: readonly LogEntry[]): Promise<Map<number, Pick<LogEntry, 'op' | 'version'>>> {
    const late = new Map<number, Pick<LogEntry, 'op' | 'version'>>();
    for (const { version } of this.#waiting) {
      const [entry] = await this.#view.listLog(this.#groupId, version - 1, { maxOps: 1, maxBytes: 1 });
      if (entry) late.set(version, entry);
    }
    for (const entry of entries) late.delete(entry.version);
    return late;
  }

  async #load(keys: readonly RowKey[]): Promise<void> {
    const missing = new Map<string, RowKey>();
    for (const key of keys) {
      const name = `${key.table} ${key.id}`;
      if (!this.#asked.has(name) && !this.#draft.get(key.table, key.id)) missing.set(name, key);
      this.#asked.add(name);
    }
    if (missing.size === 0 || this.#base === 0) return;
    const rows = await this.#view.past.listRowsAt(this.#groupId, this.#base, [...missing.values()]);
    for (const { table, row } of rows) this.#draft.load(table, row);
  }
}
