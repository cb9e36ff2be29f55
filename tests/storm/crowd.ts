/** The people of one schedule and their devices: one group of four, a newcomer, somebody restless, an outsider. */
import { setTimeout as wait } from 'node:timers/promises';
import { must } from '#domain/assert.ts';
import { streamOf } from './draw-schedule.ts';
import { type Circle, makePerson, type Person } from './people.ts';
import { openStormDevice, type StormDevice } from './storm-device.ts';

const MEMBERS = ['Ana', 'Bia', 'Caio', 'Davi'] as const;
/** One who is there all the time, and the one who comes cold. */
const ON_INDEXEDDB: ReadonlySet<string> = new Set(['Bia', 'Eva']);
/** With the links healed and the servers up, everything is at rest within this. */
export const REST_MAX_MS = 90_000;
const OPEN_MAX_MS = 60_000;

export interface Crowd extends AsyncDisposable {
  readonly devices: readonly StormDevice[];
  readonly people: readonly Person[];
  readonly circle: Circle;
  /** A cold device of somebody new, in the middle of it all. */
  letIn(name: string): Promise<void>;
  /** Somebody outside asks for everything there is. */
  pry(): Promise<void>;
}

/** The first makes the group, the others come in by its link; one outsider has a group of their own. */
export async function openCrowd(servers: readonly { readonly port: number }[], seed: number): Promise<Crowd> {
  await using opened = new AsyncDisposableStack();
  let stack = opened;
  const devices: StormDevice[] = [];
  const people: Person[] = [];
  const open = async (name: string): Promise<StormDevice> => {
    const place = devices.length;
    const { port } = must(servers[place % servers.length], 'a server');
    const storage = ON_INDEXEDDB.has(name) ? 'indexeddb' : 'memory';
    const device = stack.use(await openStormDevice({ name, port, seed: seed * 16 + place, storage }));
    devices.push(device);
    return device;
  };
  const creator = await open(MEMBERS[0]);
  const groupId = await creator.createGroup('Churrasco');
  const [membership] = await creator.rows('memberships');
  const circle: Circle = { groupId, secret: must(membership?.inviteSecret, 'a link to the group') };
  people.push(makePerson(creator, streamOf(seed, 'person', 0)));
  for (const [i, name] of MEMBERS.entries()) {
    if (i === 0) continue;
    const device = await open(name);
    await device.join(circle);
    people.push(makePerson(device, streamOf(seed, 'person', i), name === 'Davi'));
  }
  const outsider = await open('Zé');
  await outsider.createGroup('Outra turma');
  const isTogether = async (): Promise<boolean> =>
    (await standsOf(devices, groupId)).every((version) => version >= MEMBERS.length);
  if (!(await within(OPEN_MAX_MS, isTogether))) throw new Error('the group did not come together');
  const kept = opened.move();
  stack = kept;
  return {
    devices,
    people,
    circle,
    letIn: async (name) => {
      const device = await open(name);
      await device.join(circle);
      people.push(makePerson(device, streamOf(seed, 'person', name)));
    },
    pry: () => pry(outsider, groupId),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** What comes back is in the wiretap, like everything a device hears. */
async function pry(outsider: StormDevice, groupId: string): Promise<void> {
  const connection = outsider.wiretap.connection();
  const epoch = await epochOf(outsider);
  if (!connection || epoch === undefined) return;
  const options = { timeoutMs: 2_000 };
  await connection.ask('catch-up', { epoch, groupId, after: 0, maxBytes: 65_536 }, options);
  await connection.ask('snapshot', { epoch, groupId }, options);
  await connection.ask('page', { epoch, groupId, olderThan: 1_000_000, maxRows: 50 }, options);
}

/** The history this device has agreed on with the server. */
export async function epochOf(device: StormDevice): Promise<string | undefined> {
  for (const row of await device.rows('meta')) if (row.name === 'epoch') return row.value;
  return undefined;
}

/** Versions of those who are in the group. */
async function standsOf(devices: readonly StormDevice[], groupId: string): Promise<number[]> {
  const stands: number[] = [];
  for (const device of devices) {
    const membership = (await device.rows('memberships')).find((row) => row.groupId === groupId);
    if (!membership || membership.state === 'gone') continue;
    const cursor = membership.state === 'member' ? await device.cursor(groupId) : undefined;
    stands.push(cursor?.version ?? 0);
  }
  return stands;
}

/** Heals the links; true when everything owed was settled and everybody stands at the head in time. */
export async function comeToRest({ devices, circle }: Crowd): Promise<boolean> {
  for (const { link } of devices) link.set({});
  for (const device of devices) device.app().engine.wake();
  return within(REST_MAX_MS, async () => {
    for (const device of devices) if ((await device.rows('outbox')).length > 0) return false;
    const stands = await standsOf(devices, circle.groupId);
    const acked = devices.flatMap(({ wiretap }) =>
      wiretap.acks.map(({ groupId, verdict }) =>
        groupId === circle.groupId && typeof verdict === 'number' ? verdict : 0,
      ),
    );
    const head = Math.max(...stands, ...acked);
    return stands.every((version) => version === head);
  });
}

export const bytesUp = (devices: readonly StormDevice[]): number =>
  devices.reduce((sum, one) => sum + one.link.stats.bytesUp, 0);

/** True as soon as the condition holds; false when it did not in time. */
export async function within(ms: number, isTrue: () => boolean | Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + ms;
  while (!(await isTrue())) {
    if (performance.now() > deadline) return false;
    await wait(10);
  }
  return true;
}
