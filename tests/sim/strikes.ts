/**
 * What was under way when a fault struck: for each fault that really happened, the ops it could hurt, by type and by
 * where in their life they were. A fault that never met an op of some type at some point has proven nothing there.
 *
 *   queued ──number──→ sent ──COMMIT──→ unacked ──ack──→ acked ──cursor──→ gone from the outbox
 *                                          └── other devices: unheard ──apply──→
 *
 * A fault of a link, a page or a disk concerns its device; one of the server concerns all.
 */
import { isOp } from './bit-rot.ts';
import type { Checker } from './checker.ts';
import type { SimDevice } from './sim-device.ts';
import type { Fault } from './swarm.ts';

export const PHASES = [
  /** On the author's disk only, without a number. */
  'queued',
  /** Numbered, so perhaps on its way; the server has not committed it. */
  'sent',
  /** Committed; its author does not know. */
  'unacked',
  /** Its author knows the version, and has not applied it. */
  'acked',
  /** Committed by another device; this one has not applied it. */
  'unheard',
] as const;
export type Phase = (typeof PHASES)[number];

export type Strike = (fault: Fault) => void;

/** A device that is this far behind is behind in the same way with every op. */
const UNHEARD_MAX = 50;

export class Strikes {
  /** `fault type phase` → how often. */
  readonly met = new Map<string, number>();
  /** By fault. */
  readonly counts = new Map<Fault, number>();
  readonly #checker: Checker;
  #devices: () => readonly SimDevice[] = () => [];

  constructor(checker: Checker) {
    this.#checker = checker;
  }

  watch(devices: () => readonly SimDevice[]): void {
    this.#devices = devices;
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** To be said just before it takes effect. `deviceName` absent: a fault of the server's. */
  note(fault: Fault, deviceName?: string): void {
    this.counts.set(fault, (this.counts.get(fault) ?? 0) + 1);
    for (const device of this.#devices()) {
      if (deviceName === undefined || device.name === deviceName) this.#noteDevice(fault, device);
    }
  }

  #noteDevice(fault: Fault, { database }: SimDevice): void {
    const owed = new Set<string>();
    for (const { opId, groupId, op, seq, version } of database.rows('outbox')) {
      if (!isOp(op)) continue;
      owed.add(opId);
      const isLogged = this.#checker.group(groupId)?.versionsByOp.has(opId) ?? false;
      if (version !== null) this.#meet(fault, op.type, 'acked');
      else if (isLogged) this.#meet(fault, op.type, 'unacked');
      else this.#meet(fault, op.type, seq === null ? 'queued' : 'sent');
    }
    for (const { groupId, version } of database.rows('cursors')) {
      const log = this.#checker.group(groupId)?.log ?? [];
      for (const { opId, type } of log.slice(version, version + UNHEARD_MAX)) {
        if (!owed.has(opId)) this.#meet(fault, type, 'unheard');
      }
    }
  }

  #meet(fault: Fault, type: string, phase: Phase): void {
    const key = `${fault} ${type} ${phase}`;
    this.met.set(key, (this.met.get(key) ?? 0) + 1);
  }
}
