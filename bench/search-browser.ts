/**
 * Search as somebody types it, in Chromium with the CPU slowed 4×: `npm run bench:search-browser [-- --messages 100000] [--save]`.
 * `--kept folder` makes the profile there once and measures on it from then on; `--prepare` stops when it is made.
 *
 *   open        from the first question until everything on the device is in the index, from rows and then from the disk
 *   keystroke   from the letter in the box to the frame that shows what it found; each waits for the one before, as eyes do
 *   memory      of the worker's heap, once everything is in it and what is not used is gone
 *
 * The rows are written into the app's own database by a script in the page; there is no network. CDP slows the page; whether it slows
 * a worker is measured in the worker, and told: where it does not, the worker holds each answer back until it has taken four times as
 * long, busy meanwhile, so that the page draws beside it what it would on a phone. Its own part is told as it was, not slowed.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, type CDPSession, chromium, type Page } from '@playwright/test';
import { App } from '#tests/e2e/app.ts';
import { openBenchServer } from './bench-server.ts';
import { percentile, round } from './figures.ts';
import { installBuild, markKept, readKeptOrigin } from './kept-profile.ts';
import { numberOption, openReport, textOption } from './report.ts';
import { KEYSTROKES, makeCorpus } from './search-corpus.ts';
import { seedMessages } from './seed-messages.ts';

const CPU_SLOWDOWN = 4;
/** Parts are written when it has been quiet for 20 s; slowed, that takes a while. */
const SAVED_AFTER_MS = 60_000;
const PHONE = { width: 360, height: 800 };
const messages = numberOption('messages', 100_000);
const kept = textOption('kept', '');

const report = openReport('search-browser');
const profile = kept === '' ? mkdtempSync(join(tmpdir(), 'racha-bench-profile-')) : kept;
let origin = readKeptOrigin(profile);
try {
  if (origin === undefined) {
    origin = await makeProfile();
    await withBrowser((page) => measure(page, 'made from rows'));
    if (kept !== '') markKept(profile, origin);
  } else {
    const { href } = new URL(origin);
    await withBrowser((page) => installBuild(page, href), 1);
  }
  if (!process.argv.includes('--prepare')) await withBrowser((page) => measure(page, 'opened from the disk'));
} finally {
  if (kept === '') rmSync(profile, { recursive: true, force: true });
}
report.close();

/** Where the app of it came from, which is there no more. */
async function makeProfile(): Promise<string> {
  const clientDirectory = fileURLToPath(new URL('../dist/client', import.meta.url));
  await using server = await openBenchServer('pglite', { env: { CLIENT_DIR: clientDirectory } });
  await withBrowser(async (page) => {
    const app = new App(page);
    await page.goto(server.origin);
    await app.giveName('Ana');
    await app.createGroup('Sítio');
    await app.send('oi');
    await app.installed();
    const corpus = makeCorpus(messages);
    await seedMessages(page, messages, (i) => corpus[i]?.text ?? '');
  }, 1);
  return server.origin;
}

interface Timed {
  /** Of the ask. */
  readonly n: number;
  /** From the letter to the frame after its answer. */
  readonly ms: number;
  /** Of it, until the worker was asked. */
  readonly askMs: number;
  /** Of it, from hearing the answer on. */
  readonly drawMs: number;
}

async function measure(page: Page, how: string): Promise<void> {
  await page.addInitScript(timeAsks);
  const devtools = await page.context().newCDPSession(page);
  const worker = await attachToWorker(devtools);
  await page.goto(`${origin}/buscar`, { waitUntil: 'commit' });
  const box = page.getByRole('searchbox');
  await box.waitFor();
  const startedAt = performance.now();
  await type(page, 'x');
  await page.getByText('Preparando a busca', { exact: false }).waitFor({ state: 'hidden', timeout: 600_000 });
  await page.getByRole('heading', { name: 'Nada com essas palavras' }).waitFor({ timeout: 600_000 });
  report.add({ case: how, messages, seconds: round((performance.now() - startedAt) / 1_000) });
  const { call, slowed } = await worker();
  const isSlowed = slowed > CPU_SLOWDOWN / 2;
  const times = isSlowed ? 1 : CPU_SLOWDOWN;
  await call('Runtime.evaluate', { expression: `(${timeAnswers.toString()})(${times})` });
  for (const text of KEYSTROKES.slice(0, 20)) await type(page, text);
  const timed: Timed[] = [];
  for (const text of KEYSTROKES) timed.push(await type(page, text));
  const { result } = (await call('Runtime.evaluate', {
    expression: 'answerTimes',
    returnByValue: true,
  })) as { result: { value: Record<number, number> } };
  const workerMs = timed.map(({ n }) => result.value[n] ?? Number.NaN);
  const all = timed.map(({ ms }) => ms);
  await call('HeapProfiler.collectGarbage', {});
  const { usedSize } = (await call('Runtime.getHeapUsage', {})) as { usedSize: number };
  report.add({
    case: `keystroke to frame, ${how}`,
    n: all.length,
    p50: round(percentile(all, 50)),
    p95: round(percentile(all, 95)),
    max: round(Math.max(...all)),
    askP50: round(
      percentile(
        timed.map(({ askMs }) => askMs),
        50,
      ),
    ),
    workerP50: round(percentile(workerMs, 50)),
    workerP95: round(percentile(workerMs, 95)),
    drawP50: round(
      percentile(
        timed.map(({ drawMs }) => drawMs),
        50,
      ),
    ),
    workerSlowed: round(slowed),
    workerHeapMB: round(usedSize / 1e6),
  });
  // What is not on the disk yet is written after a while of quiet; letting the page go before would make it anew.
  if (how === 'made from rows') await page.waitForTimeout(SAVED_AFTER_MS);
}

/** One letter more, as a person puts it there, and when it was answered. */
function type(page: Page, text: string): Promise<Timed> {
  return page.evaluate(async (typed) => {
    const box = document.querySelector<HTMLInputElement>('input[type=search]');
    if (!box) throw new Error('no box');
    const { asks } = window as unknown as { asks: { next: () => Promise<Timed> } };
    const answered = asks.next();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(box, typed);
    box.dispatchEvent(new Event('input', { bubbles: true }));
    return answered;
  }, text);
}

/** In the page, before anything of the app: says of each ask when it was answered and drawn. */
function timeAsks(): void {
  let waiting: { from: number; resolve: (timed: Timed) => void } | undefined;
  (window as unknown as { asks: object }).asks = {
    next: () => new Promise<Timed>((resolve) => (waiting = { from: performance.now(), resolve })),
  };
  const asked = new Map<number, { at: number; of: typeof waiting }>();
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (
    this: Worker,
    message: { n?: number; name?: string },
    ...rest: []
  ) {
    if (message.name === 'ask' && message.n !== undefined)
      asked.set(message.n, { at: performance.now(), of: waiting });
    if (!heard.has(this)) this.addEventListener('message', hear);
    heard.add(this);
    return post.call(this, message, ...rest);
  };
  const heard = new WeakSet<Worker>();
  function hear({ data }: MessageEvent<{ n?: number; value?: unknown }>): void {
    const one = data.n === undefined ? undefined : asked.get(data.n);
    if (!one?.of || one.of !== waiting || data.value === undefined) return;
    const { from, resolve } = one.of;
    const heardAt = performance.now();
    waiting = undefined;
    const done = (): void => {
      const at = performance.now();
      resolve({ n: data.n ?? 0, ms: at - from, askMs: one.at - from, drawMs: at - heardAt });
    };
    // What the answer changes is drawn by a task of its own; the frame is the one after that.
    setTimeout(() => requestAnimationFrame(() => setTimeout(done)));
  }
}

/** In the worker: milliseconds from hearing each ask to answering it, and the answer after so many times as long. */
function timeAnswers(slowdown: number): void {
  const times: Record<number, number> = {};
  const heard = new Map<number, number>();
  (globalThis as unknown as { answerTimes: object }).answerTimes = times;
  self.addEventListener(
    'message',
    ({ data }: MessageEvent<{ n: number; name: string }>) => {
      if (data.name === 'ask') heard.set(data.n, performance.now());
    },
    { capture: true },
  );
  const post = self.postMessage as (message: { n?: number }) => void;
  self.postMessage = (message: { n?: number }): void => {
    const { n } = message;
    const at = n === undefined ? undefined : heard.get(n);
    if (n !== undefined && at !== undefined) {
      const ms = performance.now() - at;
      times[n] = ms;
      while (performance.now() - at < slowdown * ms);
    }
    post.call(self, message);
  };
}

interface SlowedWorker {
  readonly call: (method: string, params: object) => Promise<unknown>;
  /** How many times longer the same sum took once it was slowed. */
  readonly slowed: number;
}

/** The worker of search is the one whose address says so. */
async function attachToWorker(devtools: CDPSession): Promise<() => Promise<SlowedWorker>> {
  const answers = new Map<number, (value: unknown) => void>();
  let ids = 0;
  let found: string | undefined;
  devtools.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message) as { id: number; result: unknown };
    answers.get(id)?.(result);
  });
  devtools.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker' && targetInfo.url.includes('search-worker')) found = sessionId;
  });
  await devtools.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  const call = (method: string, params: object): Promise<unknown> =>
    new Promise((resolve) => {
      ids += 1;
      answers.set(ids, resolve);
      if (found === undefined) throw new Error('no worker of search');
      void devtools.send('Target.sendMessageToTarget', {
        sessionId: found,
        message: JSON.stringify({ id: ids, method, params }),
      });
    });
  const sum = async (): Promise<number> => {
    const expression =
      '(() => { const s = performance.now(); let x = 0; for (let i = 0; i < 3e7; i++) x = (x * 31 + i) | 0; return performance.now() - s + (x ? 0 : 1); })()';
    const { result } = (await call('Runtime.evaluate', { expression })) as { result: { value: number } };
    return result.value;
  };
  return async () => {
    const before = Math.min(await sum(), await sum(), await sum());
    await call('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
    const after = Math.min(await sum(), await sum(), await sum());
    return { call, slowed: after / before };
  };
}

async function withBrowser<T>(run: (page: Page) => Promise<T>, slowdown = CPU_SLOWDOWN): Promise<T> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'],
    viewport: PHONE,
    locale: 'pt-BR',
  });
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    return await run(page);
  } finally {
    await context.close();
  }
}
