/**
 * npm run bench:copies [-- --messages 2000 --seconds 30] [--save]
 *
 * What copies of the device cost while somebody types: the production build in Chromium with the CPU slowed 4× (CDP), a
 * group of 2,000 messages, five keys a second, a message sent every ten. A sampling profiler looks at the main thread each
 * millisecond; a sample counts for the copies when code of theirs is anywhere on its stack.
 *
 *   share   of all the time while typing; must stay below 2 %
 */
import type { Page } from '@playwright/test';
import { App } from '#tests/e2e/app.ts';
import { openBenchPhone, slowCpu } from './bench-phone.ts';
import { round } from './figures.ts';
import { messageText } from './messages.ts';
import { numberOption, openReport } from './report.ts';
import { seedMessages } from './seed-messages.ts';

const KEY_MS = 200;
const KEYS_A_MESSAGE = 50;
const SHARE_MAX = 0.02;
/** The chunk that makes them, and none else's code. */
const OURS = /\/(copy-keeper|collect-parts|copies-database)-[^/]*\.js$/;
const messages = numberOption('messages', 2_000);
const seconds = numberOption('seconds', 30);

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly url: string; readonly functionName: string };
  readonly children?: readonly number[];
}
interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const report = openReport('copies');
const phone = await openBenchPhone();
try {
  await phone.run(measure);
} finally {
  await phone[Symbol.asyncDispose]();
}
report.close();

async function measure(page: Page): Promise<void> {
  const app = new App(page);
  await page.goto(phone.origin);
  await app.giveName('Ana');
  await app.createGroup('Sítio');
  await app.send(messageText(0));
  await seedMessages(page, messages);
  await page.reload();
  // The first copy has all of it; from then on only what changed.
  await page.goto(`${phone.origin}/ajustes/copias`);
  await page.getByRole('button', { name: 'Fazer cópia agora' }).click();
  await page.getByText('Cópia feita').waitFor();
  await page.goto(phone.origin);
  await app.openGroup('Sítio');
  const { ours, all, busy } = await typeUnderProfiler(page, app);
  const share = ours / all;
  report.add({
    case: `typing for ${seconds} s`,
    copiesMs: round(ours),
    busyMs: round(busy),
    share: `${round(share * 100, 2)} %`,
  });
  if (ours === 0) throw new Error('no sample of the copies: is the chunk named otherwise?');
  if (share >= SHARE_MAX) process.exitCode = 1;
}

async function typeUnderProfiler(page: Page, app: App): Promise<{ ours: number; all: number; busy: number }> {
  const devtools = await slowCpu(page);
  await devtools.send('Profiler.enable');
  await devtools.send('Profiler.setSamplingInterval', { interval: 1_000 });
  await devtools.send('Profiler.start');
  const keys = Math.ceil((seconds * 1_000) / KEY_MS);
  await app.composer.focus();
  for (let key = 1; key <= keys; key += 1) {
    await page.keyboard.type('a');
    await page.waitForTimeout(KEY_MS);
    if (key % KEYS_A_MESSAGE === 0) await page.getByRole('button', { name: 'Enviar' }).click();
  }
  const { profile } = (await devtools.send('Profiler.stop')) as { profile: Profile };
  return weigh(profile);
}

/** In ms of the profile's own time. */
function weigh({ nodes, samples, timeDeltas }: Profile): { ours: number; all: number; busy: number } {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const isOurs = (id: number | undefined): boolean => {
    for (let at = id; at !== undefined; at = parents.get(at)) {
      if (OURS.test(byId.get(at)?.callFrame.url ?? '')) return true;
    }
    return false;
  };
  let ours = 0;
  let all = 0;
  let busy = 0;
  for (const [i, id] of samples.entries()) {
    const ms = (timeDeltas[i] ?? 0) / 1_000;
    all += ms;
    if (!['(idle)', '(program)'].includes(byId.get(id)?.callFrame.functionName ?? '')) busy += ms;
    if (isOurs(id)) ours += ms;
  }
  return { ours, all, busy };
}
