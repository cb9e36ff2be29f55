/**
 * What is lost at every place that had it: nobody can promise that, and nothing else may be missing. Devices lose their
 * disks (an older profile came back, the browser evicted it), the server its history; what both have lost is written off.
 */
import type { LogImage } from '#tests/support/memory-log-store.ts';
import { wordsHeld } from './check-plans.ts';
import type { Checker } from './checker.ts';
import type { Hands } from './hands.ts';
import type { Ledger } from './ledger.ts';
import type { PlanWords } from './plan-words.ts';
import type { SimCluster } from './sim-cluster.ts';
import type { SimDevice } from './sim-device.ts';

interface Places {
  readonly checker: Checker;
  readonly ledger: Ledger;
  readonly words: PlanWords;
  readonly cluster: SimCluster;
  readonly hands: Hands;
  readonly database: { readonly image: LogImage };
}

export class Losses {
  readonly #places: Places;
  readonly #oldDisks = new Set<string>();
  /** Devices that began as a copy of an old disk: they lost no op of their own, and know no more of who they are. */
  readonly #copiesOfOld = new Set<string>();

  constructor(places: Places) {
    this.#places = places;
  }

  noteOldDisk({ name }: SimDevice): void {
    this.#oldDisks.add(name);
    // What was taken away on it may have been on no other disk.
    this.#places.words.doubtDeletions();
    this.writeOff();
  }

  noteCopy(original: SimDevice, copy: SimDevice): void {
    if (this.#hasForgotten(original.name)) this.#copiesOfOld.add(copy.name);
  }

  /** Ops that a device said were saved before it lost its disk, when no log, no device and no good copy has them, not even as kept. */
  writeOff(): void {
    const { checker, ledger, hands, words } = this.#places;
    const held = new Set(
      hands.devices.flatMap(({ database, shelf }) => [
        ...(['outbox', 'tray', 'kept'] as const).flatMap((table) =>
          database.rows(table).map(({ opId }) => opId),
        ),
        // What the newest good copy holds has to come back.
        ...(shelf?.promise.owed ?? []).map(({ opId }) => opId),
      ]),
    );
    for (const { opId, groupId, device, state } of ledger.promised.values()) {
      if (state !== 'kept' || !this.#oldDisks.has(device) || held.has(opId)) continue;
      if (!checker.group(groupId)?.versionsByOp.has(opId)) ledger.mark(opId, 'lost');
    }
    const places = wordsHeld(this.#places);
    words.writeOff(this.#oldDisks, (word) => places.has(word));
  }

  /** The server knows this member under ids that this device, its disk lost, never heard of, and the other way round. */
  readonly isForgotten = ({ name, database }: SimDevice, memberId: string): boolean => {
    if (!this.#hasForgotten(name)) return false;
    const { image } = this.#places.database;
    const accountId = [...image.groups.values()].flatMap(({ access }) => access.get(memberId) ?? [])[0]
      ?.accountId;
    const meta = new Map<string, unknown>(database.rows('meta').map((row) => [row.name, row.value]));
    const formers = (meta.get('formerDevices') ?? []) as readonly { deviceId: string }[];
    const present = meta.get('device') as { deviceId: string } | undefined;
    return [...formers, ...(present ? [present] : [])].every(
      ({ deviceId }) => this.#places.cluster.accountOf(deviceId) !== accountId,
    );
  };

  #hasForgotten(name: string): boolean {
    return this.#oldDisks.has(name) || this.#copiesOfOld.has(name);
  }
}
