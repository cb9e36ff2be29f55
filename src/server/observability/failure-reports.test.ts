/** The server with a receiver of error reports, as real processes: what it tells, what it costs when the receiver is gone. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SentryIngest } from '#tests/support/sentry-ingest.ts';
import { type ServerProcess, startServerProcess } from '#tests/support/server-process.ts';
import { copyEmptyCluster } from '#tests/support/test-database.ts';
import { openFailureReports } from './failure-reports.ts';

/** On the first signal a handler of ours begins to throw, on the second the process itself; it says who was loaded. */
const BREAKING = `
  let times = 0;
  const fail = () => { throw new TypeError('paguei 120 de pizza'); };
  process.on('SIGUSR2', () => {
    times += 1;
    if (times === 1) { URL.parse = fail; console.log('sentry: ' + ('__SENTRY__' in globalThis)); }
    else setTimeout(fail);
  });
`;

let dir: string;
let ingest: SentryIngest;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'racha-reports-'));
  ingest = await SentryIngest.open();
  writeFileSync(join(dir, 'breaking.mjs'), BREAKING);
  await copyEmptyCluster(join(dir, 'database'));
});
afterEach(async () => {
  await ingest.down();
  rmSync(dir, { recursive: true, force: true });
});

const start = (env: Readonly<Record<string, string>>): Promise<ServerProcess> =>
  startServerProcess({
    env: { DATA_DIR: join(dir, 'database'), LEDGER_DIR: join(dir, 'ledger'), CLIENT_DIR: dir, ...env },
    nodeOptions: ['--import', join(dir, 'breaking.mjs')],
  });

const said = (server: ServerProcess, text: string): Promise<void> =>
  expect.poll(() => server.log(), { timeout: 20_000 }).toContain(text);

test('a 5xx and the end by a bug are told, by place and class alone; the log has them first', async () => {
  const env = { SENTRY_DSN: ingest.dsn, SENTRY_ENVIRONMENT: 'staging' };
  const first = await start(env);
  process.kill(first.pid, 'SIGUSR2');
  await said(first, 'sentry: true');
  const answer = await fetch(`${first.origin}/nada/segredo?pizza`, {
    method: 'POST',
    body: 'paguei 120 de pizza',
  });
  expect(answer.status).toBe(500);
  const [failed] = await ingest.waitFor(1);
  expect(failed).toMatchObject({
    level: 'error',
    platform: 'node',
    environment: 'staging',
    release: expect.stringMatching(/^racha@\d+\.\d+\.\d+$/),
    tags: { route: 'POST unknown' },
    exception: { values: [{ type: 'TypeError', value: 'a request failed', mechanism: { handled: true } }] },
  });
  expect(first.log()).toContain('a request failed');

  process.kill(first.pid, 'SIGUSR2');
  // It ends by itself, as any process that throws; nobody is asked first.
  expect(await first.stop()).not.toBe(0);
  expect(readdirSync(join(dir, 'ledger'))).toContain('last-crash.json');

  const second = await start(env);
  const [, crashed] = await ingest.waitFor(2);
  expect(crashed).toMatchObject({
    level: 'fatal',
    exception: { values: [{ type: 'TypeError', mechanism: { handled: false } }] },
  });
  expect(second.log()).toContain('the run before ended by a bug');
  expect(await second.stop()).toBe(0);
  expect(readdirSync(join(dir, 'ledger'))).not.toContain('last-crash.json');

  const told = ingest.bodies.join();
  for (const word of ['pizza', '120', 'segredo']) expect(told + second.log()).not.toContain(word);
  for (const place of [dir, process.cwd()]) expect(told).not.toContain(place);
}, 120_000);

test('a receiver that swallows everything changes nothing, and holds up the end for two seconds at most', async () => {
  ingest.isSilent = true;
  const server = await start({ SENTRY_DSN: ingest.dsn });
  process.kill(server.pid, 'SIGUSR2');
  await said(server, 'sentry: true');
  const answer = await fetch(`${server.origin}/nada`, { method: 'POST' });
  expect(answer.status).toBe(500);
  await expect.poll(() => ingest.asked).toBe(1);
  expect((await fetch(`${server.origin}/livez`)).status).toBe(200);
  expect(await server.stop()).toBe(0);
}, 60_000);

test('without a DSN nothing of it is loaded and nothing is sent', async () => {
  const server = await start({});
  process.kill(server.pid, 'SIGUSR2');
  await said(server, 'sentry: false');
  expect((await fetch(`${server.origin}/nada`, { method: 'POST' })).status).toBe(500);
  expect(await server.stop()).toBe(0);
  expect(ingest.asked).toBe(0);
}, 60_000);

test('a loop that fails is told thirty times a minute; a receiver that is gone is nobody’s trouble', async () => {
  const reports = await openFailureReports({ dsn: ingest.dsn, environment: 'test', release: 'racha@0.5.0' });
  const frames =
    '    at accept (file:///srv/racha/src/server/sync/accept-push.ts:10:3)\n    at node:internal/x:1:1';
  const failure = {
    level: 'error',
    message: 'a bug was survived',
    fields: { name: 'BugError', frames },
  } as const;
  for (let i = 0; i < 100; i++) reports.report(failure);
  const events = await ingest.waitFor(30);
  expect(events).toHaveLength(30);
  const inOurs = {
    filename: 'app:///src/server/sync/accept-push.ts',
    function: 'accept',
    in_app: true,
    lineno: 10,
    colno: 3,
  };
  expect(events[0]).toMatchObject({
    exception: { values: [{ stacktrace: { frames: expect.arrayContaining([inOurs]) } }] },
  });
  expect(ingest.bodies.join()).not.toContain('/srv/racha');
  await ingest.down();
  await reports.close();
});
