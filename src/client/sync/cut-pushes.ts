/** Entries on their way → push frames: runs of one lane without gaps, small enough to be acked early. */
import type { Request } from '#client/platform/transport.ts';
import { toWireOp } from '#protocol/fields.ts';
import { LIMITS, WINDOW } from '#protocol/limits.ts';
import type { NumberedEntry } from './take-entries.ts';

export interface PushRun {
  readonly groupId: string;
  readonly entries: readonly NumberedEntry[];
  /** Of its ops, as the outbox counted them. */
  readonly bytes: number;
}

/** Keeps the order of `entries` inside each lane; lanes come in the order of their first entry. */
export function cutPushes(
  entries: readonly NumberedEntry[],
  batchBytes: number = WINDOW.batchBytes,
): PushRun[] {
  const open = new Map<string, { groupId: string; entries: NumberedEntry[]; bytes: number }>();
  const runs: PushRun[] = [];
  for (const entry of entries) {
    let run = open.get(entry.groupId);
    if (!run || !fits(run, entry, batchBytes)) {
      run = { groupId: entry.groupId, entries: [], bytes: 0 };
      open.set(entry.groupId, run);
      runs.push(run);
    }
    run.entries.push(entry);
    run.bytes += entry.bytes;
  }
  return runs;
}

export function toPush(run: PushRun, from: { epoch: string; deviceId: string }): Request<'push'> {
  const proofs = run.entries.flatMap(({ opId, proof }) => (proof === null ? [] : [[opId, proof] as const]));
  return {
    ...from,
    groupId: run.groupId,
    firstSeq: run.entries[0]?.seq ?? 0,
    ops: run.entries.map(({ op }) => toWireOp(op)),
    ...(proofs.length > 0 && { proofs: Object.fromEntries(proofs) }),
  };
}

function fits(
  run: { entries: readonly NumberedEntry[]; bytes: number },
  next: NumberedEntry,
  batchBytes: number,
): boolean {
  const last = run.entries.at(-1);
  return (
    last !== undefined &&
    last.seq + 1 === next.seq &&
    run.entries.length < LIMITS.pushMaxOps &&
    run.bytes + next.bytes <= batchBytes
  );
}
