/** The page without the app (src/rescue): when the app's first chunk throws, when React throws at once, and without a network. */
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { rowsOf } from './device-database.ts';
import { setFlag } from './fault-flag.ts';
import { test } from './fixtures.ts';
import { GROUP_NAME, person } from './group-of-two.ts';
import { HostedApp } from './hosted-app.ts';

type Words = Readonly<Record<string, string>>;
const wordsOf = (language: string): Words =>
  JSON.parse(readFileSync(`locales/${language}/rescue/rescue.json`, 'utf8'));
const say = (words: Words, key: string): string => words[key] ?? key;
const counted = (words: Words, count: number): string =>
  say(words, 'unsent_other').replace('{{count}}', String(count));

test('fault 26: nothing can be drawn, offline: the rescue page hands out what was not sent and brings the app back', async ({
  racha,
}) => {
  test.slow();
  const host = await HostedApp.serve(racha);
  host.become('fault-flags');
  const { app, page, device } = await person(racha, { ownLink: true });
  await app.start('Ana');
  await app.createGroup(GROUP_NAME);
  await app.installed();
  device.link.set({ refuse: true });
  await app.send('nunca enviada');
  await app.composer.fill('pela metade');
  await expect.poll(async () => JSON.stringify(await rowsOf(page, 'drafts'))).toContain('pela metade');

  // --- the first chunk throws, without a network -----------------------------------------------------------------
  await setFlag(page, 'evaluation');
  await page.reload();
  const ptBr = wordsOf('pt-BR');
  await expectRescue(page, ptBr);
  // The message and the draft; the group, where it was made without a moment's connection.
  const waiting = page.getByText(/^\d+ itens ainda não foram enviados\.$/);
  await expect(waiting).toBeVisible();
  const count = Number.parseInt((await waiting.textContent()) ?? '', 10);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: say(ptBr, 'export') }).click(),
  ]);
  const file = readFileSync(await download.path(), 'utf8');
  expect(file).toContain('nunca enviada');
  expect(file).toContain('pela metade');
  await page.getByRole('button', { name: say(ptBr, 'reset') }).click();
  await expect(page.getByText(say(ptBr, 'resetOffline'))).toBeVisible();
  await expectAccessible(page, 'rescue, light');

  // --- in every language and theme -----------------------------------------------------------------------------------
  for (const [language, theme] of [
    ['en', 'dark'],
    ['es', 'light'],
    ['pt-BR', 'dark'],
  ] as const) {
    await page.evaluate(
      ([chosen, look]) => {
        localStorage.setItem('racha.language', chosen);
        localStorage.setItem('racha.theme', look);
      },
      [language, theme] as const,
    );
    await page.reload();
    const words = wordsOf(language);
    await expectRescue(page, words);
    await expect(page.getByText(counted(words, count))).toBeVisible();
    await expectAccessible(page, `rescue, ${language}, ${theme}`);
  }

  // --- React throws outside of every boundary ----------------------------------------------------------------------
  await setFlag(page, 'root');
  await page.reload();
  await expectRescue(page, ptBr);
  expect(await page.getByText(/Código: E-[0-9A-F]{6}/).count()).toBe(1);

  // --- the way back --------------------------------------------------------------------------------------------------
  device.link.set({});
  await setFlag(page, null);
  await Promise.all([
    page.waitForEvent('load'),
    page.getByRole('button', { name: say(ptBr, 'reset') }).click(),
  ]);
  await app.expectStatus('nunca enviada', 'Enviada');
  await expect(app.composer).toHaveValue('pela metade');
});

async function expectRescue(page: Page, words: Words): Promise<void> {
  await expect(page.getByRole('heading', { name: say(words, 'title') })).toBeVisible();
  await expect(page.getByText(say(words, 'kept'))).toBeVisible();
  await expect(page.getByRole('button', { name: say(words, 'reload'), exact: true })).toBeVisible();
}
