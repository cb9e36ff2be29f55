/** Points and images of the memory log store; see `sync/past-store.ts`. */
import type { RowChange, RowKey } from '#domain/rows.ts';
import type { ErasedEntry, LogEntry, ParkedEntry } from '#server/sync/log-store.ts';
import type { PastPoint, PastReach, PastTransaction, PastView } from '#server/sync/past-store.ts';
import { rowName } from './row-name.ts';

/** What a group was. Mutable only while a transaction drafts it. */
export interface PastState {
  folded: number;
  cleared: number;
  points: readonly PastPoint[];
  /** By row, ascending by rowVersion. */
  readonly images: Map<string, readonly RowChange[]>;
}

/** Of a group of the log store, what the past is made of. */
export interface PastGroup {
  readonly head: number;
  readonly entries: LogEntry[];
  readonly parked: readonly ParkedEntry[];
  readonly rows: ReadonlyMap<string, RowChange>;
  readonly past: PastState;
}

export const emptyPast = (): PastState => ({ folded: 0, cleared: 0, points: [], images: new Map() });
export const copyPast = (past: PastState): PastState => ({ ...past, images: new Map(past.images) });

export class MemoryPastView implements PastView {
  readonly #groups: () => ReadonlyMap<string, PastGroup>;
  readonly #pause: () => Promise<void>;

  constructor(groups: () => ReadonlyMap<string, PastGroup>, pause: () => Promise<void>) {
    this.#groups = groups;
    this.#pause = pause;
  }

  async getReach(groupId: string): Promise<PastReach> {
    await this.#pause();
    return reachOf(this.#groups().get(groupId));
  }

  async listPoints(groupId: string): Promise<PastPoint[]> {
    await this.#pause();
    return [...(this.#groups().get(groupId)?.past.points ?? [])];
  }

  async listChangedSince(
    groupId: string,
    version: number,
    { after, maxRows }: { readonly after: RowKey | null; readonly maxRows: number },
  ): Promise<RowKey[]> {
    await this.#pause();
    const from = after ? rowName(after) : '';
    return [...(this.#groups().get(groupId)?.rows.values() ?? [])]
      .filter(({ row }) => row.version <= version && row.rowVersion > version)
      .map(({ table, row: { id } }) => ({ table, id }))
      .filter((key) => rowName(key) > from)
      .sort((a, b) => (rowName(a) < rowName(b) ? -1 : 1))
      .slice(0, maxRows);
  }

  async listRowsAt(groupId: string, version: number, keys: readonly RowKey[]): Promise<RowChange[]> {
    await this.#pause();
    const group = this.#groups().get(groupId);
    return keys.flatMap((key) => {
      const present = group?.rows.get(rowName(key));
      if (present && present.row.rowVersion <= version) return [present];
      const image = group?.past.images.get(rowName(key))?.findLast(({ row }) => row.rowVersion <= version);
      if (image) return [image];
      return present && present.row.version <= version ? [present] : [];
    });
  }

  async listUnfolded(after: string, maxGroups: number): Promise<string[]> {
    await this.#pause();
    return [...this.#groups()]
      .filter(([groupId, { head, past }]) => groupId > after && head > past.folded)
      .map(([groupId]) => groupId)
      .sort()
      .slice(0, maxGroups);
  }

  async listUncleared(at: number, maxGroups: number): Promise<string[]> {
    await this.#pause();
    return [...this.#groups()]
      .filter(([, { past }]) => past.points.some((point) => point.at < at && point.version > past.cleared))
      .map(([groupId]) => groupId)
      .sort()
      .slice(0, maxGroups);
  }
}

export class MemoryPastTransaction implements PastTransaction {
  readonly #see: (groupId: string) => PastGroup;
  readonly #draft: (groupId: string) => PastGroup;

  /** `see`: a locked group as it stands; `draft`: the same, to be changed. */
  constructor(see: (groupId: string) => PastGroup, draft: (groupId: string) => PastGroup) {
    this.#see = see;
    this.#draft = draft;
  }

  async getReach(groupId: string): Promise<PastReach> {
    return reachOf(this.#see(groupId));
  }

  async listImages(groupId: string, keys: readonly RowKey[]): Promise<RowChange[]> {
    const { images } = this.#see(groupId).past;
    return keys.flatMap((key) => images.get(rowName(key)) ?? []);
  }

  async putImages(images: readonly RowChange[]): Promise<void> {
    for (const image of images) put(this.#draft(image.row.groupId).past, image);
  }

  async addPoint(groupId: string, point: PastPoint, images: readonly RowChange[]): Promise<void> {
    const { past, rows } = this.#draft(groupId);
    past.points = [...past.points, point];
    past.folded = point.version;
    for (const image of images) {
      const present = rows.get(nameOf(image));
      const isKept = past.images
        .get(nameOf(image))
        ?.some(({ row }) => row.rowVersion === image.row.rowVersion);
      if (present && present.row.rowVersion > image.row.rowVersion && !isKept) put(past, image);
    }
  }

  async clearTo(groupId: string, version: number, entries: readonly ErasedEntry[]): Promise<void> {
    const group = this.#draft(groupId);
    group.past.cleared = version;
    for (const { version: at, salt, body } of entries) {
      const entry = group.entries[at - 1];
      if (!entry || group.parked.some((parked) => parked.version === at)) continue;
      group.entries[at - 1] = { ...entry, op: { ...entry.op, salt, body }, isCleared: true };
    }
  }

  async dropPoints(groupId: string, versions: readonly number[]): Promise<void> {
    const { past, rows } = this.#draft(groupId);
    past.points = past.points.filter(({ version }) => !versions.includes(version));
    for (const [name, images] of past.images) {
      const present = rows.get(name)?.row.rowVersion ?? 0;
      const shown = images.filter(({ row }, i) => {
        const until = images[i + 1]?.row.rowVersion ?? present;
        return past.points.some(({ version }) => version >= row.rowVersion && version < until);
      });
      past.images.set(name, shown);
    }
  }
}

function put(past: PastState, image: RowChange): void {
  const others = (past.images.get(nameOf(image)) ?? []).filter(
    ({ row }) => row.rowVersion !== image.row.rowVersion,
  );
  past.images.set(
    nameOf(image),
    [...others, image].sort((a, b) => a.row.rowVersion - b.row.rowVersion),
  );
}

const nameOf = ({ table, row }: RowChange): string => rowName({ table, id: row.id });

function reachOf(group: PastGroup | undefined): PastReach {
  return { folded: group?.past.folded ?? 0, cleared: group?.past.cleared ?? 0 };
}
