/**
 * npm run demo: the product's promise in a minute, in a terminal. Two real clients, a real server in a process of
 * its own with its real database, and a network that can be taken away. At the end the server's log is read and
 * compared with what was written. Ends with code 1 when a message is lost, doubled or out of order.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Fproxy, openFproxy } from '#tests/support/fproxy.ts';
import { freePort } from '#tests/support/free-port.ts';
import { type NodeDevice, openNodeDevice, waitUntil } from '#tests/support/node-device.ts';
import { openRawDevice } from '#tests/support/raw-device.ts';
import { startServerProcess } from '#tests/support/server-process.ts';

const OFFLINE_MESSAGES = 200;
const ROUND_TRIP_MS = 100;

interface Person {
  readonly name: string;
  readonly device: NodeDevice;
  readonly link: Fproxy;
  readonly written: string[];
}

const folder = mkdtempSync(join(tmpdir(), 'racha-demo-'));
const port = await freePort();
const startedAt = performance.now();
let groupId = '';
const failed = await play().finally(() => rmSync(folder, { recursive: true, force: true }));
process.exit(failed ? 1 : 0);

async function play(): Promise<boolean> {
  title('Racha: conversa com ou sem internet');
  say('servidor', 'abrindo (banco novo, fsync ligado)…');
  const env = { DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'warn' };
  let server = await startServerProcess({ port, env });
  say('servidor', `no ar, processo ${server.pid}`);

  const ana = await openPerson('Ana');
  const joao = await openPerson('João');
  const secret = await createGroup(ana);
  await joao.device.engine.joinGroup({ groupId, secret, groupName: 'Sítio', memberName: joao.name });
  await shows(joao, 2);
  const auditor = await openRawDevice(server.origin);
  await auditor.join({ groupId, secret }, 'Conferência');

  title('1. As duas pessoas com rede');
  await write(ana, 'Oi! Sábado no sítio?');
  await write(joao, 'Fechado. Levo o carvão.');
  await shows(ana, 5);
  await shows(joao, 5);
  say('Ana e João', 'veem a mesma conversa');

  title('2. Ana fica sem rede, e os dois continuam escrevendo');
  ana.link.set({ refuse: true });
  await waitUntil(ana.device, () => ana.device.engine.status().connection.name !== 'online');
  for (let i = 1; i <= OFFLINE_MESSAGES; i += 1)
    await write(ana, `Lista, item ${i}`, i <= 2 || i === OFFLINE_MESSAGES);
  await write(joao, 'Ana, chegou no mercado?');
  say('Ana', `${queued(ana)} mensagens esperando na fila do aparelho`);

  title(`3. A rede volta (${ROUND_TRIP_MS} ms ida e volta, cai a cada 24 KB) e o servidor morre no meio`);
  const delay = { upMs: ROUND_TRIP_MS / 2, downMs: ROUND_TRIP_MS / 2 };
  const sentBefore = ana.link.stats.bytesUp;
  ana.link.set({ ...delay, cutEveryBytes: 24 * 1024 });
  ana.device.engine.wake();
  await waitUntil(ana.device, () => ana.link.stats.bytesUp > sentBefore + 12_000);
  await server.kill();
  say('servidor', `kill -9; Ana ainda deve ${queued(ana)}`);
  await wait(300);
  server = await startServerProcess({ port, env });
  say('servidor', `de volta, processo ${server.pid}`);

  title('4. Reenvio');
  const backAt = performance.now();
  ana.device.engine.wake();
  joao.device.engine.wake();
  await waitUntil(ana.device, () => queued(ana) === 0, 60_000);
  const total = 3 + ana.written.length + joao.written.length;
  await shows(joao, total);
  await shows(ana, total);
  say(
    'Ana',
    `fila vazia em ${Math.round(performance.now() - backAt)} ms, ${ana.link.stats.cuts} quedas de rede no caminho`,
  );

  title('5. Conferência no registro do servidor');
  const failed = report(await auditor.readLog(groupId), [ana, joao]);
  for (const person of [ana, joao]) {
    await person.device.close();
    await person.link.close();
  }
  await server.stop();
  return failed;
}

async function openPerson(name: string): Promise<Person> {
  const link = await openFproxy({ target: { port } });
  const device = openNodeDevice({ origin: `http://127.0.0.1:${link.port}` });
  return { name, device, link, written: [] };
}

async function createGroup(person: Person): Promise<string> {
  const { engine, profile } = person.device;
  const created = await engine.createGroup({ name: 'Sítio', picture: '🏡', memberName: person.name });
  if (!created.ok || created.groupId === undefined) throw new Error('o grupo não foi salvo');
  groupId = created.groupId;
  await shows(person, 1);
  const membership = await profile.store.read(['memberships'], (tx) => tx.get('memberships', groupId));
  return membership?.inviteSecret ?? '';
}

async function write(person: Person, text: string, isShown = true): Promise<void> {
  const { engine } = person.device;
  const body = { messageId: engine.newId(), text };
  const saved = await engine.commit([{ type: 'message.sent', groupId, body }]);
  if (!saved.ok) throw new Error(`não foi salvo: ${saved.error}`);
  person.written.push(text);
  if (isShown)
    say(person.name, `“${text}”${engine.status().connection.name === 'online' ? '' : '  (esperando)'}`);
}

/** Resolves when the person's device holds the group's log up to this version. */
async function shows({ device }: Person, version: number): Promise<void> {
  const isThere = async (): Promise<boolean> => {
    const cursor = await device.profile.store.read(['cursors'], (tx) => tx.get('cursors', groupId));
    return (cursor?.version ?? 0) >= version;
  };
  await waitUntil(device, isThere, 60_000);
}

function report(log: readonly { readonly body: object }[], people: readonly Person[]): boolean {
  const texts = log
    .map(({ body }) => ('text' in body ? String(body.text) : ''))
    .filter((text) => text !== '');
  let lost = 0;
  let doubled = 0;
  let reordered = 0;
  for (const { written } of people) {
    const own = texts.filter((text) => written.includes(text));
    lost += written.filter((text) => !own.includes(text)).length;
    doubled += own.length - new Set(own).size;
    const places = [...new Set(own)].map((text) => written.indexOf(text));
    reordered += places.filter((place, i) => i > 0 && place < (places[i - 1] ?? 0)).length;
  }
  const written = people.reduce((sum, person) => sum + person.written.length, 0);
  say('registro', `${written} mensagens escritas, ${texts.length} no registro do servidor`);
  say('registro', `perdidas: ${lost}   repetidas: ${doubled}   fora de ordem: ${reordered}`);
  return lost + doubled + reordered > 0;
}

function queued(person: Person): number {
  return person.device.engine.status().queued;
}

function title(text: string): void {
  console.log(`\n${text}`);
}

function say(who: string, what: string): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(5);
  console.log(`${seconds}s  ${who.padEnd(11)} ${what}`);
}
