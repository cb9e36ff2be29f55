/**
 * npm run bench:exports [-- --plans 200 --megabytes 5 --messages 10000 --only docx] [--save]
 *
 * The export worker of the production build (`npm run build` first) in Chromium, one browser a case: plans as one zip, one long plan,
 * a conversation, in each format. The page only hands over documents; reading them out of the database is not in it.
 *
 *   seconds   from the first message to the file; `ratio` to Markdown's of the same run, which is what a noisy machine leaves standing
 *   cpu s     of the renderer, worker and page together
 *   MB more   how far the renderer's memory rose above what it was with the documents made (VmHWM of Linux): the worker's at its height
 *   page ms   the longest the page could not answer
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from '@playwright/test';
import { EXPORT_FORMATS, type ExportFormat } from '#client/documents/writer.ts';
import { PORTUGUESE } from '#tests/support/document-words.ts';
import { CHROMIUM } from './bench-phone.ts';
import { makeTexts, type Shape } from './export-texts.ts';
import { round } from './figures.ts';
import { numberOption, openReport, textOption } from './report.ts';

const SHAPES: readonly (Shape & { readonly name: string })[] = [
  { name: 'plans', count: numberOption('plans', 200), kilobytes: 5, messages: 0 },
  { name: 'one long plan', count: 1, kilobytes: numberOption('megabytes', 5) * 1_000, messages: 0 },
  { name: 'conversation', count: 1, kilobytes: 0, messages: numberOption('messages', 10_000) },
];
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.html': 'text/html' };
const CASE_MS = 600_000;

interface Exported {
  readonly ms: number;
  readonly bytes: number;
  readonly longestGapMs: number;
}

const only = textOption('only', '');
const folder = fileURLToPath(new URL('../dist/client/', import.meta.url));
const worker = readdirSync(`${folder}assets`).find((name) => /^export-worker-.*\.js$/.test(name));
if (!worker) throw new Error('no export worker in dist/client: build first');
const server = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://bench').pathname;
  response.setHeader('content-type', TYPES[extname(path)] ?? (path === '/' ? 'text/html' : 'font/woff'));
  response.end(path.startsWith('/assets/') ? readFileSync(`${folder}${path.slice(1)}`) : '<!doctype html>');
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const report = openReport('exports');
try {
  for (const shape of SHAPES) {
    let floor: number | undefined;
    // Markdown first: the others are held against it.
    for (const format of ['markdown', ...EXPORT_FORMATS.filter((one) => one !== 'markdown')] as const) {
      if (only !== '' && format !== only && format !== 'markdown') continue;
      const { exported, cpuSeconds, megabytes } = await measure(shape, format);
      floor ??= exported.ms;
      report.add({
        case: `${shape.name}, ${shape.messages || shape.count}`,
        format,
        seconds: round(exported.ms / 1_000, 1),
        ratio: round(exported.ms / floor, 1),
        'cpu s': round(cpuSeconds, 1),
        'MB more': round(megabytes, 0),
        'page ms': round(exported.longestGapMs, 0),
        'file MB': round(exported.bytes / 1_000_000, 2),
      });
    }
  }
} finally {
  server.close();
}
report.close();

async function measure(shape: Shape, format: ExportFormat) {
  const browser = await chromium.launch({
    ...(CHROMIUM && { executablePath: CHROMIUM }),
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(CASE_MS);
    await page.goto(origin);
    await page.evaluate(makeTexts, shape);
    const before = await readRenderer(browser);
    const job = {
      formats: [format],
      total: shape.count,
      name: 'Praia',
      untitled: 'Sem título',
      words: PORTUGUESE,
    };
    const exported = await page.evaluate(runExport, { job, worker: `/assets/${worker}` });
    const after = await readRenderer(browser);
    return {
      exported,
      cpuSeconds: after.cpuSeconds - before.cpuSeconds,
      megabytes: after.highestMegabytes - before.megabytes,
    };
  } finally {
    await browser.close();
  }
}

/** Of the renderers the one that works: the other waits to be used. */
async function readRenderer(browser: Browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id, cpuTime }) => ({ status: readFileSync(`/proc/${id}/status`, 'utf8'), cpuSeconds: cpuTime }))
    .map(({ status, cpuSeconds }) => ({
      cpuSeconds,
      megabytes: kilobytesOf(status, 'VmRSS') / 1_000,
      highestMegabytes: kilobytesOf(status, 'VmHWM') / 1_000,
    }))
    .sort((a, b) => b.highestMegabytes - a.highestMegabytes);
  const [working] = renderers;
  if (!working) throw new Error('the browser has no renderer');
  return working;
}

function kilobytesOf(status: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
}

/** In the page: what `start-export.ts` says to the worker, and how long the page was kept from anything else. */
async function runExport({ job, worker: url }: { job: object; worker: string }): Promise<Exported> {
  const { texts } = globalThis as unknown as { texts: readonly object[] };
  const running = new Worker(url, { type: 'module' });
  let last = performance.now();
  let longestGapMs = 0;
  const ticking = setInterval(() => {
    const now = performance.now();
    longestGapMs = Math.max(longestGapMs, now - last);
    last = now;
  }, 4);
  const begunAt = performance.now();
  try {
    const file = await new Promise<Blob>((resolve, reject) => {
      running.addEventListener('error', () => reject(new Error('the worker did not start')));
      running.addEventListener('message', ({ data }) => {
        if (data.kind === 'ask-text')
          running.postMessage({ kind: 'text', index: data.index, text: texts[data.index] });
        else if (data.kind === 'ask-photo')
          running.postMessage({ kind: 'photo', blobId: data.photo.blobId, photo: undefined });
        else if (data.kind === 'exported') resolve(data.exported.file);
        else if (data.kind === 'failed') reject(data.error);
      });
      running.postMessage({ kind: 'start', job: { ...job, madeAt: 0 } });
    });
    return { ms: performance.now() - begunAt, bytes: file.size, longestGapMs };
  } finally {
    clearInterval(ticking);
    running.terminate();
  }
}
