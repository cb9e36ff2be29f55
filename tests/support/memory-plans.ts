/** Texts of plans of the memory log store; see `sync/plan-text-store.ts`. */
import { type PlanEdited, textEditOf } from '#domain/plans/edit-op.ts';
import type { RowChange } from '#domain/rows.ts';
import type { LogEntry } from '#server/sync/log-store.ts';
import type {
  NamedText,
  PlanKey,
  PlanTransaction,
  PlanView,
  StoredText,
} from '#server/sync/plan-text-store.ts';

export interface MemoryText extends StoredText {
  readonly data: Uint8Array;
}

/** Of a group of the log store, what its texts are made of. */
export interface PlanGroup {
  readonly entries: readonly LogEntry[];
  readonly rows: ReadonlyMap<string, RowChange>;
  /** Where edits up to here stood, nobody looks any more. */
  readonly past: { readonly cleared: number };
  readonly texts: Map<string, readonly MemoryText[]>;
}

export class MemoryPlanView implements PlanView {
  readonly #groups: () => ReadonlyMap<string, PlanGroup>;
  readonly #pause: () => Promise<void>;

  constructor(groups: () => ReadonlyMap<string, PlanGroup>, pause: () => Promise<void>) {
    this.#groups = groups;
    this.#pause = pause;
  }

  async listTexts(key: PlanKey): Promise<StoredText[]> {
    await this.#pause();
    return listTexts(this.#groups().get(key.groupId), key);
  }

  async readText(
    { groupId, planId, version }: PlanKey & { readonly version: number },
    { offset, maxBytes }: { readonly offset: number; readonly maxBytes: number },
  ): Promise<Uint8Array | undefined> {
    await this.#pause();
    const texts = this.#groups().get(groupId)?.texts.get(planId) ?? [];
    return texts.find((text) => text.version === version)?.data.slice(offset, offset + maxBytes);
  }

  async listEdits(
    { groupId, planId }: PlanKey,
    range: {
      readonly after: number;
      readonly upTo: number;
      readonly maxEdits: number;
      readonly maxBytes: number;
    },
  ): Promise<LogEntry[]> {
    await this.#pause();
    let bytes = 0;
    const found: LogEntry[] = [];
    for (const { entry, edit } of listEdits(this.#groups().get(groupId))) {
      const isOutside = entry.version <= range.after || entry.version > range.upTo;
      if (edit.planId !== planId || isOutside) continue;
      bytes += edit.update.length;
      if (found.length >= range.maxEdits || (found.length > 0 && bytes > range.maxBytes)) break;
      found.push(entry);
    }
    return found;
  }

  async listEdited(groupId: string, from: number, to: number): Promise<string[]> {
    await this.#pause();
    const edits = listEdits(this.#groups().get(groupId));
    const within = edits.filter(({ entry }) => entry.version >= from && entry.version <= to);
    return [...new Set(within.map(({ edit }) => edit.planId))].sort();
  }

  async listNamed(groupId: string): Promise<NamedText[]> {
    await this.#pause();
    return [...(this.#groups().get(groupId)?.rows.values() ?? [])]
      .flatMap(({ table, row }) =>
        table === 'planVersions' ? [{ planId: row.planId, version: row.version }] : [],
      )
      .sort((a, b) => a.version - b.version);
  }

  async listLong(minEdits: number, maxPlans: number): Promise<PlanKey[]> {
    await this.#pause();
    const counts = new Map<string, PlanKey & { count: number }>();
    for (const [groupId, group] of this.#groups()) {
      for (const { entry, edit } of listEdits(group)) {
        const last = group.texts.get(edit.planId)?.at(-1)?.version ?? 0;
        if (entry.version <= last) continue;
        const name = `${groupId} ${edit.planId}`;
        const known = counts.get(name) ?? { groupId, planId: edit.planId, count: 0 };
        counts.set(name, { ...known, count: known.count + 1 });
      }
    }
    return [...counts.values()]
      .filter(({ count }) => count > minEdits)
      .sort((a, b) => b.count - a.count)
      .slice(0, maxPlans)
      .map(({ groupId, planId }) => ({ groupId, planId }));
  }
}

export class MemoryPlanTransaction implements PlanTransaction {
  readonly #see: (groupId: string) => PlanGroup;
  readonly #draft: (groupId: string) => PlanGroup;

  /** `see`: a locked group as it stands; `draft`: the same, to be changed. */
  constructor(see: (groupId: string) => PlanGroup, draft: (groupId: string) => PlanGroup) {
    this.#see = see;
    this.#draft = draft;
  }

  async listTexts(key: PlanKey): Promise<StoredText[]> {
    return listTexts(this.#see(key.groupId), key);
  }

  async putText(
    { groupId, planId, version }: PlanKey & { readonly version: number },
    { at, data }: { readonly at: number; readonly data: Uint8Array },
  ): Promise<void> {
    const { texts } = this.#draft(groupId);
    const present = texts.get(planId) ?? [];
    if (present.some((text) => text.version === version)) return;
    const text = { version, at, bytes: data.length, data };
    texts.set(
      planId,
      [...present, text].sort((a, b) => a.version - b.version),
    );
  }

  async dropTexts({ groupId, planId }: PlanKey, versions: readonly number[]): Promise<void> {
    const { texts } = this.#draft(groupId);
    texts.set(
      planId,
      (texts.get(planId) ?? []).filter(({ version }) => !versions.includes(version)),
    );
  }

  async listKept(groupId: string): Promise<string[]> {
    const { texts } = this.#see(groupId);
    return [...texts].flatMap(([planId, kept]) => (kept.length > 0 ? [planId] : [])).sort();
  }

  async listUncompacted(groupId: string, upTo: number): Promise<string[]> {
    const group = this.#see(groupId);
    const loose = listEdits(group).filter(({ entry: { version }, edit: { planId } }) => {
      const last = group.texts.get(planId)?.findLast((text) => text.version <= upTo)?.version ?? 0;
      return version <= upTo && version > last;
    });
    return [...new Set(loose.map(({ edit }) => edit.planId))].sort();
  }

  /** Where the log is cleared there are none. */
  async dropEdits(): Promise<void> {}
}

function listTexts(group: PlanGroup | undefined, { planId }: PlanKey): StoredText[] {
  return (group?.texts.get(planId) ?? []).map(({ version, at, bytes }) => ({ version, at, bytes }));
}

function listEdits(group: PlanGroup | undefined): { entry: LogEntry; edit: PlanEdited }[] {
  return (group?.entries ?? []).slice(group?.past.cleared).flatMap((entry) => {
    const edit = textEditOf(entry.op);
    return edit ? [{ entry, edit }] : [];
  });
}
