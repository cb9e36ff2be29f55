/**
 * npm run bench:replay [-- --count 1000 --rounds 5 --db pglite,postgres --links 0,100,300,cut0,cut100] [--save]
 *
 * 1,000 distinct messages of about 120 bytes are queued offline on one device, then the network comes back.
 * Two real engines, each behind its own fault proxy with the same link; the real server in a process of its own.
 *
 *   clock starts   the moment the link heals and the app is told (`wake`); no connection is open
 *   durable        a third device, on the loopback, hears the last of them: the server speaks after COMMIT, so
 *                  this is never earlier than the truth
 *   visible        the last of them is in the second device's confirmed rows
 *
 * Links: a round trip in ms, half of it each way, the TCP handshake included; `cutN`: round trip N, and every
 * connection is cut after 64 KB, both directions counted, on both devices' links.
 * After each round the server's log is read and compared: lost, doubled, out of order.
 * Beside it the floor (`floor-server.ts`), on the same links and database, by the faster of its two ways.
 */
import { type Fault, openFproxy } from '#tests/support/fproxy.ts';
import { type NodeDevice, openNodeDevice, waitUntil } from '#tests/support/node-device.ts';
import { openRawDevice } from '#tests/support/raw-device.ts';
import { type BenchServer, type DatabaseKind, openBenchServer } from './bench-server.ts';
import { median, round } from './figures.ts';
import { type FloorWay, openFloorServer, runFloor } from './floor.ts';
import { messageNumber, messageText } from './messages.ts';
import { numberOption, openReport, textOption } from './report.ts';

const CUT_BYTES = 64 * 1024;
const ROUND_MAX_MS = 120_000;

interface Run {
  readonly durableMs: number;
  readonly visibleMs: number;
  readonly lost: number;
  readonly doubled: number;
  readonly reordered: number;
  /** Connections the sender needed. */
  readonly connections: number;
  readonly bytesUp: number;
}

const count = numberOption('count', 1000);
const rounds = numberOption('rounds', 5);
const report = openReport('replay');
for (const kind of textOption('db', 'pglite,postgres').split(',') as DatabaseKind[]) {
  await using server = await openBenchServer(kind);
  await using floorServer = await openFloorServer(kind);
  // The first rounds pay for compiling both programs: not measured.
  for (let i = 0; i < 2; i += 1) await replay(server, {});
  for (const link of textOption('links', '0,100,300,cut0,cut100').split(',')) {
    const runs: Run[] = [];
    for (let i = 0; i < rounds; i += 1) runs.push(await replay(server, faultOf(link)));
    const floor = await fastestFloor(floorServer, link);
    addLine(kind, link, runs, floor);
  }
}
report.close();
process.exit();

function addLine(kind: DatabaseKind, link: string, runs: readonly Run[], floor: Run | undefined): void {
  const of = (field: keyof Run): number => median(runs.map((run) => run[field]));
  const sum = (field: keyof Run): number => runs.reduce((total, run) => total + run[field], 0);
  report.add({
    db: kind,
    link,
    messages: count,
    rounds: runs.length,
    durableMs: round(of('durableMs'), 0),
    visibleMs: round(of('visibleMs'), 0),
    visibleMaxMs: round(Math.max(...runs.map((run) => run.visibleMs)), 0),
    lost: sum('lost'),
    doubled: sum('doubled'),
    reordered: sum('reordered'),
    connections: of('connections'),
    kbUp: round(of('bytesUp') / 1024, 0),
    floorDurableMs: floor ? round(floor.durableMs, 0) : null,
    floorVisibleMs: floor ? round(floor.visibleMs, 0) : null,
    durableRatio: floor ? round(of('durableMs') / floor.durableMs, 2) : null,
    visibleRatio: floor ? round(of('visibleMs') / floor.visibleMs, 2) : null,
  });
}

function faultOf(link: string): Fault {
  const rttMs = Number(link.replace('cut', ''));
  const delay = { upMs: rttMs / 2, downMs: rttMs / 2 };
  return link.startsWith('cut') ? { ...delay, cutEveryBytes: CUT_BYTES } : delay;
}

async function replay(server: BenchServer, link: Fault): Promise<Run> {
  await using senderLink = await openFproxy({ target: server });
  await using receiverLink = await openFproxy({ target: server });
  await using sender = openNodeDevice({ origin: `http://127.0.0.1:${senderLink.port}` });
  await using receiver = openNodeDevice({ origin: `http://127.0.0.1:${receiverLink.port}` });
  const group = await openGroup(sender, receiver);
  const observer = await openRawDevice(server.origin);
  await observer.join(group, 'Caio');
  const heard = new Set<number>();
  let durableAt = 0;
  const socket = await observer.openSocket((text) => {
    for (const [, number] of text.matchAll(/"text":"#(\d{5})/g)) heard.add(Number(number));
    if (heard.size === count && durableAt === 0) durableAt = performance.now();
  });
  await waitUntil(receiver, async () => (await versionOf(receiver, group.groupId)) === 3);
  await waitUntil(sender, async () => (await versionOf(sender, group.groupId)) === 3);

  receiverLink.set(link);
  // The receiver's open connection has the link's delay from here on; a cut one counts from zero.
  senderLink.set({ refuse: true });
  await waitUntil(sender, () => sender.engine.status().connection.name === 'offline');
  await writeMessages(sender, group.groupId);

  const before = { ...senderLink.stats };
  senderLink.set(link);
  const startedAt = performance.now();
  sender.engine.wake();
  await waitUntil(
    receiver,
    async () => (await versionOf(receiver, group.groupId)) === 3 + count,
    ROUND_MAX_MS,
  );
  const visibleAt = performance.now();
  while (durableAt === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  await waitUntil(sender, () => sender.engine.status().queued === 0, ROUND_MAX_MS);
  socket.close();
  return {
    durableMs: durableAt - startedAt,
    visibleMs: visibleAt - startedAt,
    connections: senderLink.stats.connections - before.connections,
    bytesUp: senderLink.stats.bytesUp - before.bytesUp,
    ...compare(await observer.readLog(group.groupId)),
  };
}

async function openGroup(sender: NodeDevice, receiver: NodeDevice) {
  const created = await sender.engine.createGroup({ name: 'Replay', picture: '🧪', memberName: 'Ana' });
  if (!created.ok || created.groupId === undefined) throw new Error('no group');
  const { groupId } = created;
  await waitUntil(sender, async () => (await versionOf(sender, groupId)) === 1);
  const [membership] = await sender.profile.store.read(['memberships'], (tx) => tx.list('memberships'));
  const secret = membership?.inviteSecret ?? '';
  const joined = await receiver.engine.joinGroup({ groupId, secret, groupName: null, memberName: 'Bia' });
  if (!joined.ok) throw new Error(joined.error);
  await waitUntil(receiver, async () => (await versionOf(receiver, groupId)) === 2);
  return { groupId, secret };
}

async function writeMessages(sender: NodeDevice, groupId: string): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const body = { messageId: sender.engine.newId(), text: messageText(i) };
    const saved = await sender.engine.commit([{ type: 'message.sent', groupId, body }]);
    if (!saved.ok) throw new Error(saved.error);
  }
}

async function versionOf(device: NodeDevice, groupId: string): Promise<number> {
  const cursor = await device.profile.store.read(['cursors'], (tx) => tx.get('cursors', groupId));
  return cursor?.version ?? 0;
}

function compare(log: readonly { readonly body: object }[]) {
  const numbers = log.map(({ body }) => messageNumber('text' in body ? String(body.text) : ''));
  const written = numbers.filter((number) => Number.isInteger(number));
  const distinct = new Set(written);
  const reordered = written.filter((number, i) => i > 0 && number < (written[i - 1] ?? 0)).length;
  return { lost: count - distinct.size, doubled: written.length - distinct.size, reordered };
}

/** One frame cannot pass a link that is cut before its end: there is no floor then. */
async function fastestFloor(server: BenchServer, link: string): Promise<Run | undefined> {
  if (link.startsWith('cut')) return undefined;
  const medians: Run[] = [];
  for (const way of ['ws', 'post'] as FloorWay[]) {
    const runs = [];
    for (let i = 0; i <= rounds; i += 1) runs.push(await runFloor(server, way, faultOf(link), count));
    const measured = runs.slice(1);
    medians.push({
      durableMs: median(measured.map((run) => run.durableMs)),
      visibleMs: median(measured.map((run) => run.visibleMs)),
      lost: 0,
      doubled: 0,
      reordered: 0,
      connections: 1,
      bytesUp: 0,
    });
  }
  return medians.sort((a, b) => a.visibleMs - b.visibleMs)[0];
}
