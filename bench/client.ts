/**
 * npm run bench:client [-- --messages 50000 --save-count 100 --rounds 5] [--save]
 *
 * The production build in Chromium with the CPU slowed 4× (CDP), a phone's screen, our own server.
 *
 *   save      from the tap on send to the composer emptied, which happens when the op is on disk
 *   reopen    the installed app started again without a network (the server is gone), straight into a group of
 *             50,000 messages: from the start of navigation to its newest message drawn and the composer usable
 *   scroll    upwards through 10,000 messages, a screen per frame: frames over 50 ms, the longest, the median
 *
 * The 50,000 rows are written into the app's own database by a script in the page; the server holds none of them.
 */
import type { Page } from '@playwright/test';
import { App } from '#tests/e2e/app.ts';
import { openBenchPhone, slowCpu } from './bench-phone.ts';
import { median, percentile, round } from './figures.ts';
import { messageText } from './messages.ts';
import { numberOption, openReport } from './report.ts';
import { seedMessages } from './seed-messages.ts';

const SCROLLED_MESSAGES = Math.min(10_000, numberOption('messages', 50_000));
const BETWEEN_MESSAGES_MS = 500;
const GROUP = 'Sítio';
const messages = numberOption('messages', 50_000);
const rounds = numberOption('rounds', 5);

const report = openReport('client');
const phone = await openBenchPhone();
const { origin } = phone;
try {
  const groupPath = await onSlowPhone(async (page) => {
    const app = new App(page);
    await page.goto(origin);
    await app.giveName('Ana');
    await app.createGroup(GROUP);
    await app.send(messageText(0));
    await app.installed();
    await measureSaves(page, app);
    await seedMessages(page, messages);
    return new URL(page.url()).pathname;
  });
  await phone.endServer();
  const openMs: number[] = [];
  for (let i = 0; i < rounds; i += 1)
    openMs.push(await onSlowPhone((page) => measureReopen(page, groupPath)));
  report.add({
    case: `reopen offline, ${messages} messages`,
    n: rounds,
    p50: round(median(openMs), 0),
    max: round(Math.max(...openMs), 0),
  });
  await onSlowPhone((page) => measureScroll(page, groupPath));
} finally {
  await phone[Symbol.asyncDispose]();
}
report.close();

function onSlowPhone<T>(run: (page: Page) => Promise<T>): Promise<T> {
  return phone.run(async (page) => {
    await slowCpu(page);
    return run(page);
  });
}

async function measureSaves(page: Page, app: App): Promise<void> {
  const savedMs: number[] = [];
  for (let i = 1; i <= numberOption('save-count', 100); i += 1) {
    await app.composer.fill(messageText(i));
    const button = page.getByRole('button', { name: 'Enviar' });
    // As a person writes: the message before has gone out, and typing took a while.
    await page.waitForTimeout(BETWEEN_MESSAGES_MS);
    savedMs.push(await button.evaluate(tapAndWait));
  }
  report.add({
    case: 'save a message',
    n: savedMs.length,
    p50: round(percentile(savedMs, 50)),
    p95: round(percentile(savedMs, 95)),
    max: round(Math.max(...savedMs)),
  });
}

/** In the page. */
async function tapAndWait(button: HTMLElement | SVGElement): Promise<number> {
  const field = document.querySelector<HTMLTextAreaElement>('textarea');
  if (!field) throw new Error('no composer');
  const startedAt = performance.now();
  (button as HTMLElement).click();
  const channel = new MessageChannel();
  while (field.value !== '') {
    await new Promise((resolve) => {
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(null);
    });
  }
  return performance.now() - startedAt;
}

async function measureReopen(page: Page, path: string): Promise<number> {
  await page.goto(`${origin}${path}`, { waitUntil: 'commit' });
  await page.waitForFunction(() => {
    const drawn = document.querySelectorAll('[role="log"] [role="article"], [role="log"] article');
    return drawn.length > 0 && document.querySelector('textarea') !== null;
  });
  return page.evaluate(() => performance.now());
}

async function measureScroll(page: Page, path: string): Promise<void> {
  await measureReopen(page, path);
  const { frames, reached } = await page.evaluate(scrollUp, SCROLLED_MESSAGES);
  report.add({
    case: `scroll ${reached} messages`,
    n: frames.length,
    p50: round(percentile(frames, 50)),
    p95: round(percentile(frames, 95)),
    max: round(Math.max(...frames)),
    longFrames: frames.filter((ms) => ms > 50).length,
  });
}

/** In the page: a screen a frame, waiting where older messages are being read. */
async function scrollUp(messages: number): Promise<{ frames: number[]; reached: number }> {
  const log = document.querySelector<HTMLElement>('[role="log"]');
  if (!log) throw new Error('no conversation');
  const seen = new Set<string>();
  const frames: number[] = [];
  const giveUpAt = performance.now() + 120_000;
  let last = performance.now();
  while (seen.size < messages && performance.now() < giveUpAt) {
    log.scrollBy(0, -log.clientHeight);
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    frames.push(now - last);
    last = now;
    for (const article of log.querySelectorAll('[role="article"], article')) {
      seen.add(/#\d{5}/.exec(article.textContent ?? '')?.[0] ?? '');
    }
  }
  return { frames, reached: seen.size };
}
