/** What a failure says: the seed, how to see it again, the promise that was broken, and the life of its op. */
import type { Violation } from './check-rest.ts';
import { findSaved } from './check-rest.ts';
import type { ScheduleResult } from './run-schedule.ts';
import type { StoredLog } from './stored-log.ts';
import type { StormDevice } from './storm-device.ts';

/** Something that was done to the machines; of `performance.now()`. */
export interface Moment {
  readonly what: string;
  readonly beganMs: number;
  readonly endedMs: number;
}

const LINES_MAX = 30;

export function lifeLine(
  { opId }: Violation,
  devices: readonly StormDevice[],
  moments: readonly Moment[],
  log: StoredLog,
): string[] {
  const lines = moments.map(({ what, beganMs, endedMs }) => ({
    atMs: beganMs,
    text: `${what}, ${seconds(endedMs - beganMs)}`,
  }));
  const saved = opId === undefined ? undefined : findSaved(devices, opId);
  if (saved) lines.push({ atMs: saved.atMs, text: `saved: ${saved.type}` });
  for (const { name, wiretap } of devices) {
    for (const ack of wiretap.acks) {
      if (ack.opId === opId)
        lines.push({
          atMs: ack.atMs,
          text: `${name} is told ${ack.verdict} in epoch ${ack.epoch.slice(0, 4)}`,
        });
    }
  }
  const startMs = Math.min(...lines.map(({ atMs }) => atMs));
  const logged = log.ops.filter(({ op }) => op.opId === opId).map(({ version }) => version);
  const story = lines
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ atMs, text }) => `${seconds(atMs - startMs).padStart(8)}  ${text}`);
  if (opId !== undefined)
    story.push(`in the log at ${logged.join(', ') || 'no version'}, epoch ${log.epoch.slice(0, 4)}`);
  return story.slice(-LINES_MAX);
}

export function describeFailure({ schedule, violations, story }: ScheduleResult): string {
  const { seed, topology, disturbances } = schedule;
  return [
    `schedule ${seed} on ${topology}: ${disturbances.join(', ')}`,
    `again: npm run storm -- --seed ${seed}`,
    ...violations.slice(0, 10).map(({ breach, detail }) => `${breach}: ${detail}`),
    ...(violations.length > 10 ? [`and ${violations.length - 10} more`] : []),
    ...story,
  ].join('\n');
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
