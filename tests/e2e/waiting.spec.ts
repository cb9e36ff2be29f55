/** What a person sees while something waits: why, when it is tried again, and a way to try at once. */
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { App } from './app.ts';
import { test } from './fixtures.ts';

/** A server that has everybody wait, for so long. */
const BUSY_MS = 600_000;

test('a server that is down: words, countdown and “try now”, in three languages and both themes', async ({
  racha,
}) => {
  test.slow();
  const device = await racha.device();
  const { page } = device;
  const app = new App(page);
  await app.start('Ana');
  await app.createGroup('Floripa 2026');
  await app.installed();
  racha.proxy.set({ refuse: true });
  await app.send('espera');

  for (const [language, theme] of [
    ['pt-BR', 'light'],
    ['en', 'dark'],
    ['es', 'light'],
  ] as const) {
    await choose(page, language, theme);
    const words = wordsOf(language);
    await expect(region(page, words)).toHaveText(words.connection.offlineQueued.replace('{{queued}}', '1'));
    await expect(page.getByRole('timer')).toHaveText(counting(words));
    await expect(page.getByRole('button', { name: words.retry.now })).toBeVisible();
    await expectAccessible(page, `waiting, ${language}, ${theme}`);
  }
});

test('a busy server: its own time to come again, and “try now” gets there sooner', async ({ racha }) => {
  // Nothing but the page may send.
  const { page } = await racha.device({ serviceWorkers: 'block' });
  const app = new App(page);
  const words = wordsOf('pt-BR');
  await app.start('Ana');
  await app.createGroup('Floripa 2026');
  const headers = { 'racha-protocol': '4' };
  await page.routeWebSocket('**/socket.io/**', (socket) => socket.close());
  await page.route('**/socket.io/**', (route) => route.abort());
  await page.route('**/sync/**', (route) =>
    route.fulfill({ status: 503, headers, json: { wait: 'busy', retryAfterMs: BUSY_MS } }),
  );
  racha.proxy.set({ refuse: true });
  await app.send('espera');
  racha.proxy.set({});
  await expect(region(page, words)).toHaveText(words.connection.waiting.busy, { timeout: 60_000 });
  await expect(page.getByRole('timer')).toHaveText(/^Tentando de novo em \d+ (s|min)$/);
  await region(page, words).getByRole('link').click();
  await expect(page.getByText('O servidor está ocupado. Tudo está guardado e vai sozinho.')).toBeVisible();
  await expectAccessible(page, 'queue of a busy server');

  await page.unrouteAll();
  // Told once.
  await expect(page.getByRole('timer')).toHaveCount(1);
  await page.getByRole('button', { name: words.retry.now }).click();
  await expect(page.getByRole('heading', { name: 'Tudo em dia' })).toBeVisible({ timeout: 60_000 });
});

interface Words {
  readonly connection: {
    readonly label: string;
    readonly offlineQueued: string;
    readonly waiting: { readonly busy: string };
  };
  readonly retry: {
    readonly in: string;
    readonly inMinutes: string;
    readonly trying: string;
    readonly now: string;
  };
}

const wordsOf = (language: string): Words =>
  JSON.parse(readFileSync(`locales/${language}/shell.json`, 'utf8'));

const region = (page: Page, { connection }: Words) => page.getByRole('status', { name: connection.label });

/** With seconds or minutes, or that it is being tried. */
function counting({ retry }: Words): RegExp {
  const waits = [retry.in.replace('{{seconds}}', '\\d+'), retry.inMinutes.replace('{{minutes}}', '\\d+')];
  return new RegExp(`^(${[...waits, retry.trying].join('|')})$`);
}

async function choose(page: Page, language: string, theme: string): Promise<void> {
  await page.evaluate(
    ([chosen, ground]) => {
      localStorage.setItem('racha.language', chosen);
      localStorage.setItem('racha.theme', ground);
    },
    [language, theme] as const,
  );
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', language);
}
