/**
 * One schedule: people live over seeded bad links while the machines are disturbed; then all is healed, everything
 * comes to rest, and the database's log is compared with what was written, acknowledged, heard and shown.
 */
import { findViolations, type Violation } from './check-rest.ts';
import { bytesUp, comeToRest, openCrowd, REST_MAX_MS, within } from './crowd.ts';
import { disturb } from './disturbances.ts';
import { drawLinkFault, type Schedule, streamOf } from './draw-schedule.ts';
import { live } from './people.ts';
import { lifeLine, type Moment } from './report.ts';
import { type Machines, openStormWorld } from './storm-world.ts';

export interface ScheduleResult {
  readonly schedule: Schedule;
  /** Of which `commit` said that they are on disk. */
  readonly opsSaved: number;
  readonly opsInLog: number;
  /** Cuts and refusals of client links. */
  readonly cuts: number;
  /** Rounds in which something was disturbed while ops were owed. */
  readonly disturbedWhileOwing: number;
  readonly violations: readonly Violation[];
  /** Of the first violation: what happened, and to its op. */
  readonly story: readonly string[];
}

/** About half a second, longer than it takes to send it all on a good link. */
const ACTS_PER_ROUND = 24;

export async function runSchedule(schedule: Schedule, machines: Machines): Promise<ScheduleResult> {
  const moments: Moment[] = [];
  await using world = await openStormWorld({
    topology: schedule.topology,
    machines,
    hasClock: schedule.disturbances.includes('jump-server-clock'),
  });
  await using crowd = await openCrowd(world.servers, schedule.seed);
  let disturbedWhileOwing = 0;
  for (const [round, name] of schedule.disturbances.entries()) {
    const random = streamOf(schedule.seed, 'round', round);
    for (const { link } of crowd.devices) link.set(drawLinkFault(random, schedule.isHalfOpen));
    const isHalfway = round === Math.floor(schedule.disturbances.length / 2);
    if (isHalfway) await crowd.letIn('Eva');
    const carried = bytesUp(crowd.devices);
    const lives = crowd.people.map((person) => live(person, crowd.circle, ACTS_PER_ROUND));
    // Somewhere in what this round sends: in the hellos, in the middle of a frame, or after the last ack.
    const goal = carried + random.fraction() * 20_000;
    await within(1_000, () => bytesUp(crowd.devices) >= goal);
    if (crowd.devices.some((device) => device.app().engine.status().queued > 0)) disturbedWhileOwing += 1;
    const beganMs = performance.now();
    await disturb(name, world, random);
    moments.push({ what: name, beganMs, endedMs: performance.now() });
    await Promise.all(lives);
    await crowd.pry();
  }
  const healedMs = performance.now();
  const isAtRest = await comeToRest(crowd);
  moments.push({ what: 'healed', beganMs: healedMs, endedMs: performance.now() });
  for (const device of crowd.devices) await device.app().close();
  const log = await world.readLog();
  const violations = await findViolations(crowd.devices, log);
  // Nothing here goes back in time: a server that thinks so makes every device start over.
  const epochs = new Set(crowd.devices.flatMap(({ wiretap }) => wiretap.acks.map(({ epoch }) => epoch)));
  if (epochs.size > 1) violations.push({ breach: 'diverged', detail: 'a new epoch began for no reason' });
  if (!isAtRest) violations.push({ breach: 'unrest', detail: `not at rest within ${REST_MAX_MS} ms` });
  return {
    schedule,
    opsSaved: crowd.devices.reduce((sum, { saved }) => sum + saved.length, 0),
    opsInLog: log.ops.length,
    cuts: crowd.devices.reduce((sum, { link }) => sum + link.stats.cuts + link.stats.refused, 0),
    disturbedWhileOwing,
    violations,
    story: violations[0] ? lifeLine(violations[0], crowd.devices, moments, log) : [],
  };
}
