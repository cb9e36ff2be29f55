/**
 * One run of the storm: devices write over seeded bad links while something is done to the servers; then all is
 * healed, everything comes to rest, and the database's log is compared with what was written.
 */
import { expect } from 'vitest';
import type { Fault } from '#tests/support/fproxy.ts';
import { waitUntil } from '#tests/support/node-device.ts';
import { findViolations } from './check-log.ts';
import { type CrashDevice, openCrashGroup, versionOf } from './crash-devices.ts';
import type { StoredLog } from './stored-log.ts';

const NAMES = ['Ana', 'Bia', 'Caio'];
/** With the link healed and the servers up, everything is at rest within this. */
const REST_MAX_MS = 90_000;

export interface CrashRounds {
  readonly seed: number;
  readonly rounds: number;
  /** Of the servers; devices are spread over them. */
  readonly ports: readonly number[];
  /** Called in the middle of what a round sends; what it breaks it brings back before it resolves. */
  readonly disturb: (random: () => number) => Promise<void>;
  /** Called when all is at rest. */
  readonly readLog: () => Promise<StoredLog>;
}

export async function runCrashRounds({ seed, rounds, ports, disturb, readLog }: CrashRounds): Promise<void> {
  const random = randomOf(seed);
  let disturbedWhileSending = 0;
  await using group = await openCrashGroup(ports, NAMES, seed);
  const { groupId, devices } = group;
  for (let round = 0; round < rounds; round += 1) {
    for (const one of devices) one.link.set(faultOf(random));
    const carried = bytesUp(devices);
    for (const one of devices) await one.write(5 + Math.floor(random() * 40));
    for (const one of devices) one.device.engine.wake();
    // Somewhere in what this round sends: in the hellos, in the middle of a frame, or after the last ack.
    const goal = carried + random() * 20_000;
    await within1s(() => bytesUp(devices) >= goal);
    if (devices.some((one) => one.device.engine.status().queued > 0)) disturbedWhileSending += 1;
    await disturb(random);
  }
  for (const one of devices) {
    one.link.set({});
    one.device.engine.wake();
  }
  for (const one of devices) {
    await waitUntil(one.device, () => one.device.engine.status().queued === 0, REST_MAX_MS);
  }
  // One op each to come into the group, one for each message: not less, not more.
  const head = devices.reduce((sum, one) => sum + one.saved.length, devices.length);
  for (const one of devices) {
    await waitUntil(one.device, async () => (await versionOf(one, groupId)) >= head, REST_MAX_MS);
  }
  const log = await readLog();
  expect(await findViolations(group, log)).toEqual([]);
  expect(log.ops.length).toBe(head);
  // Else the run would have tested nothing.
  expect(disturbedWhileSending).toBeGreaterThan(rounds / 4);
}

/** A fifth of the links are good; the others delay and cut. */
function faultOf(random: () => number): Fault {
  const delayMs = Math.floor(random() * 15);
  const kind = random();
  if (kind < 0.2) return {};
  if (kind < 0.6) {
    return { upMs: delayMs, downMs: delayMs, cutEveryBytes: 2_000 + Math.floor(random() * 30_000) };
  }
  if (kind < 0.8) return { upMs: delayMs, downMs: delayMs, cutAtByte: Math.floor(random() * 8_000) };
  return { cutOnReply: 'once', upMs: delayMs };
}

const bytesUp = (devices: readonly CrashDevice[]): number =>
  devices.reduce((sum, one) => sum + one.link.stats.bytesUp, 0);

/** The condition or one second, whichever is first: a link may carry less than was hoped for. */
async function within1s(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 1_000;
  while (!condition() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 1));
}

function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
