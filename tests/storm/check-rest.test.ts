/** The storm's check is tested too: of a sound run it says nothing, and each tampering is called by its name. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#domain/assert.ts';
import { type Breach, findViolations } from './check-rest.ts';
import { type Crowd, comeToRest, openCrowd } from './crowd.ts';
import { live, write } from './people.ts';
import type { StoredLog, StoredOp } from './stored-log.ts';
import type { StormDevice } from './storm-device.ts';
import { openMachines, openStormWorld } from './storm-world.ts';

let crowd: Crowd;
let log: StoredLog;
const opened = new AsyncDisposableStack();

beforeAll(async () => {
  const machines = opened.use(openMachines());
  const world = opened.use(await openStormWorld({ topology: 'pglite', machines, hasClock: false }));
  crowd = opened.use(await openCrowd(world.servers, 1));
  await Promise.all(crowd.people.map((person) => live(person, crowd.circle, 10)));
  for (const person of crowd.people) await write(person, crowd.circle, 3);
  expect(await comeToRest(crowd)).toBe(true);
  for (const device of crowd.devices) await device.app().close();
  log = await world.readLog();
});
afterAll(() => opened.disposeAsync());

test('of a sound run it says nothing', async () => {
  expect(await findViolations(crowd.devices, log)).toEqual([]);
});

const ofGroup = (): StoredOp[] => log.ops.filter(({ op }) => op.groupId === crowd.circle.groupId);
const others = (): StoredOp[] => log.ops.filter(({ op }) => op.groupId !== crowd.circle.groupId);
/** The group's log with something done to it, numbered anew. */
const tampered = (change: (ops: StoredOp[]) => StoredOp[]): StoredLog => {
  const ops = change(ofGroup()).map((one, i) => ({ ...one, version: i + 1 }));
  return { ...log, ops: [...others(), ...ops] };
};
const lastMessage = (ops: readonly StoredOp[]): number =>
  ops.findLastIndex(({ op }) => op.type === 'message.sent');
const breachesOf = async (devices: readonly StormDevice[], stored: StoredLog): Promise<Set<Breach>> =>
  new Set((await findViolations(devices, stored)).map(({ breach }) => breach));

test('an op that is gone from the log is lost', async () => {
  const without = tampered((ops) => ops.toSpliced(lastMessage(ops), 1));
  expect(await breachesOf(crowd.devices, without)).toContain('lost');
});

test('a text that came out otherwise is lost', async () => {
  const other = tampered((ops) => {
    const at = lastMessage(ops);
    const { op, ...rest } = must(ops[at], 'a message');
    return ops.with(at, { ...rest, op: { ...op, body: { ...(op.body as object), text: 'something else' } } });
  });
  expect(await breachesOf(crowd.devices, other)).toContain('lost');
});

test('an op that is there twice is doubled', async () => {
  const twice = tampered((ops) => [...ops, must(ops[lastMessage(ops)], 'a message')]);
  expect(await breachesOf(crowd.devices, twice)).toContain('doubled');
});

test('two messages of one person the other way round are reordered', async () => {
  const swapped = tampered((ops) => {
    const last = must(ops[lastMessage(ops)], 'a message');
    const before = ops.findLastIndex(({ op }) => op.actorId === last.op.actorId && op !== last.op);
    return ops.with(lastMessage(ops), must(ops[before], 'one before')).with(before, last);
  });
  expect(await breachesOf(crowd.devices, swapped)).toContain('reordered');
});

test('what reaches an outsider is leaked', async () => {
  const outsider = must(crowd.devices.at(-1), 'an outsider');
  const heard = { epoch: log.epoch, groupId: crowd.circle.groupId, version: 2, by: 'poke', joins: 1 };
  const curious = { ...outsider, wiretap: { ...outsider.wiretap, heard: [heard] } };
  expect(await breachesOf([curious], log)).toEqual(new Set(['leaked']));
});

test('what reaches somebody who has left is leaked', async () => {
  const [member] = crowd.devices;
  const own = (await must(member, 'a member').rows('memberships')).find(
    ({ groupId }) => groupId === crowd.circle.groupId,
  );
  const actorId = must(own, 'a membership').memberId;
  const gone = tampered((ops) => {
    const { op, chain } = must(ops.at(-1), 'an op');
    return [
      ...ops,
      { version: 0, chain, op: { ...op, opId: 'left', actorId, type: 'member.left', body: {} } },
    ];
  });
  const heard = {
    epoch: log.epoch,
    groupId: crowd.circle.groupId,
    version: gone.ops.length + 1,
    by: 'poke',
    joins: 1,
  };
  const late = { ...must(member, 'a member') };
  const wiretap = { ...late.wiretap, heard: [heard] };
  expect(await breachesOf([{ ...late, wiretap }], gone)).toContain('leaked');
});

test('a verdict that the log contradicts, a row that it does not know, and a debt are told', async () => {
  const moved = { ...log, ops: log.ops.map((one) => ({ ...one, version: one.version + 1 })) };
  expect(await breachesOf(crowd.devices, moved)).toContain('diverged');
  const [server, ...rest] = log.rows;
  expect(await breachesOf([], { ...log, rows: rest })).toEqual(new Set(server ? ['diverged'] : []));
  const short = tampered((ops) => ops.slice(0, -1));
  expect(await breachesOf(crowd.devices, short)).toContain('unrest');
});
