/** The real SDK, its own offline transport and a receiver that takes nothing but proper envelopes. Only the page is missing. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReportPlace } from '#protocol/error-reports.ts';
import { SentryIngest } from '#tests/support/sentry-ingest.ts';
import { debugIdOf } from './debug-ids.ts';
import { emptyReportQueue, REPORT_QUEUE } from './report-queue.ts';
import { openReporter, type Reporter } from './sentry.ts';

const RELEASE = 'racha@0.5.0+1a2b3c4d';
const USER = 'c'.repeat(32);

/** What the SDK asks of a window: another one for each test, since it never stops listening. */
let page = new EventTarget();
Object.assign(globalThis, {
  addEventListener: (...listener: Parameters<EventTarget['addEventListener']>) =>
    page.addEventListener(...listener),
  removeEventListener: (...listener: Parameters<EventTarget['removeEventListener']>) =>
    page.removeEventListener(...listener),
});
const comeOnline = (): boolean => page.dispatchEvent(new Event('online'));

let ingest: SentryIngest;
let open: Reporter[] = [];
let nowMs = 0;

beforeEach(async () => {
  page = new EventTarget();
  ingest = await SentryIngest.open();
});
afterEach(async () => {
  for (const reporter of open) reporter.close();
  open = [];
  await emptyReportQueue();
  await ingest.down();
});

function start(place: Partial<ReportPlace> = {}): Reporter {
  const reporter = openReporter({
    place: { dsn: ingest.dsn, environment: 'test', sampleRate: 1, user: USER, ...place },
    release: RELEASE,
    tags: () => ({
      route: '/g/01JGVN6ZQ4WXK3T5M8R2D7C9PE/contas',
      language: 'pt-BR',
      online: 'yes',
      screen: 'narrow',
    }),
    now: () => nowMs,
  });
  open.push(reporter);
  return reporter;
}

/** As Chromium writes it. */
function broken(code = 'E-1A2B3C', message = 'paguei 120 de pizza') {
  const error = new TypeError(message);
  error.stack = `TypeError: ${message}\n    at sendMessage (https://racha.example/assets/app-1a2b3c4d.js:3:14)\n    at https://racha.example/assets/vendor-9f8e7d6c.js:1:200`;
  return { error, code, place: 'screen' as const };
}

async function countWaiting(): Promise<number> {
  // Opened here first it would have no store, and stay without one.
  const { dbName, storeName } = REPORT_QUEUE;
  if (!(await indexedDB.databases()).some(({ name }) => name === dbName)) return 0;
  const database = await asPromise(indexedDB.open(dbName));
  const count = await asPromise(database.transaction(storeName).objectStore(storeName).count());
  database.close();
  return count;
}

function asPromise<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

const waiting = (count: number): Promise<void> => expect.poll(countWaiting, { timeout: 10_000 }).toBe(count);

test('an error is told with its class, places, causes and components, and without a word of anybody’s', async () => {
  const reporter = start();
  reporter.note('navigation', '/g/01JGVN6ZQ4WXK3T5M8R2D7C9PE?x=pizza#k=segredo');
  const { error, ...where } = broken();
  error.cause = new RangeError('pra Ana');
  const componentStack =
    '\n    at Row (https://racha.example/assets/app-1a2b3c4d.js:7:9)\n    at div\n    at List';
  reporter.report({ ...where, error, componentStack });
  const [event] = await ingest.waitFor(1);
  expect(event).toMatchObject({
    level: 'error',
    platform: 'javascript',
    release: RELEASE,
    environment: 'test',
    user: { id: USER },
    tags: { place: 'screen', code: 'E-1A2B3C', route: '/g/:id/contas', language: 'pt-BR' },
    breadcrumbs: [{ category: 'navigation', message: '/g/:id' }],
    exception: {
      values: [
        { type: 'RangeError' },
        {
          type: 'React ErrorBoundary TypeError',
          stacktrace: {
            frames: [{ filename: 'app:///assets/app-1a2b3c4d.js', function: 'Row', lineno: 7, colno: 9 }],
          },
        },
        {
          type: 'TypeError',
          value: 'E-1A2B3C',
          mechanism: { handled: true },
          stacktrace: {
            frames: [
              { filename: 'app:///assets/vendor-9f8e7d6c.js', lineno: 1, colno: 200 },
              { filename: 'app:///assets/app-1a2b3c4d.js', function: 'sendMessage', lineno: 3, colno: 14 },
            ],
          },
        },
      ],
    },
    debug_meta: {
      images: expect.arrayContaining([
        {
          type: 'sourcemap',
          code_file: 'app:///assets/app-1a2b3c4d.js',
          debug_id: debugIdOf(RELEASE, 'assets/app-1a2b3c4d.js'),
        },
      ]),
    },
  });
  const [body = ''] = ingest.bodies;
  for (const word of ['pizza', 'Ana', '120', 'segredo', '01JGVN', 'racha.example'])
    expect(body).not.toContain(word);
});

test('what breaks without a network is kept, and sent once by a later start of the app', async () => {
  await ingest.down();
  const killed = start();
  killed.report(broken('E-000001'));
  killed.report(broken('E-000002'));
  await waiting(2);
  page = new EventTarget();
  await ingest.up();
  start();
  comeOnline();
  const events = await ingest.waitFor(2);
  expect(events.map(({ tags }) => (tags as { code: string }).code)).toEqual(['E-000001', 'E-000002']);
  await waiting(0);
  expect(ingest.problems).toEqual([]);
});

test('a receiver that limits is left in peace until the time it named, and nothing is lost meanwhile', async () => {
  ingest.refusal = { status: 429, headers: { 'retry-after': '90' } };
  const reporter = start();
  reporter.report(broken('E-000001'));
  await waiting(1);
  expect(ingest.asked).toBe(1);
  reporter.report(broken('E-000002'));
  await waiting(2);
  nowMs += 89_000;
  comeOnline();
  // Taken out, not sent, put back: the queue says when that is over.
  reporter.report(broken('E-000003'));
  await waiting(3);
  expect(ingest.asked).toBe(1);
  ingest.refusal = undefined;
  nowMs += 2_000;
  comeOnline();
  expect(await ingest.waitFor(3)).toHaveLength(3);
});

test('a receiver that fails loses nothing either; one that says no has had its say', async () => {
  ingest.refusal = { status: 503 };
  const reporter = start();
  reporter.report(broken('E-000001'));
  await waiting(1);
  ingest.refusal = { status: 400 };
  reporter.report(broken('E-000002'));
  await expect.poll(() => ingest.asked).toBe(2);
  await waiting(1);
});

test('ended, nothing is sent or kept any more; what waited is dropped', async () => {
  await ingest.down();
  const reporter = start();
  reporter.report(broken('E-000001'));
  await waiting(1);
  reporter.close();
  await emptyReportQueue();
  reporter.report(broken('E-000002'));
  await ingest.up();
  comeOnline();
  // A reporter that may: its report is the only one that comes.
  start().report(broken('E-000003'));
  const [only] = await ingest.waitFor(1);
  expect(only?.tags).toMatchObject({ code: 'E-000003' });
  await waiting(0);
});

test('the same error over and over is told three times, and a page tells forty at most', async () => {
  const reporter = start();
  for (let i = 0; i < 10; i++) reporter.report(broken('E-00000A'));
  await ingest.waitFor(3);
  for (let i = 0; i < 80; i++) reporter.report(broken(`E-1000${(i + 16).toString(16).toUpperCase()}`));
  await ingest.waitFor(40);
  expect(ingest.events).toHaveLength(40);
});

test('a sample of none is none', async () => {
  start({ sampleRate: 0 }).report(broken('E-000001'));
  start({ sampleRate: 1 }).report(broken('E-000002'));
  const [only] = await ingest.waitFor(1);
  expect(only?.tags).toMatchObject({ code: 'E-000002' });
});

test('at most thirty wait', async () => {
  await ingest.down();
  const reporter = start();
  for (let i = 0; i < 40; i++) reporter.report(broken(`E-0000${(i + 16).toString(16).toUpperCase()}`));
  await waiting(30);
});

test('what is no error is told as such', async () => {
  start().report({ error: 'paguei 120 de pizza', code: 'E-1A2B3C', place: 'promise' });
  const [event] = await ingest.waitFor(1);
  expect(event?.exception).toEqual({
    values: [{ type: 'NotAnError', value: 'E-1A2B3C', mechanism: { type: 'generic', handled: false } }],
  });
});
