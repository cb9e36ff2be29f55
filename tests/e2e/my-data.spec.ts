/** What is mine: a copy of it, what I allow, and the end of the account, seen from another person's device. */
import { execFileSync } from 'node:child_process';
import { expect, type Page } from '@playwright/test';
import { App } from './app.ts';
import { test } from './fixtures.ts';
import { GROUP_NAME, openGroupOfTwo } from './group-of-two.ts';

const ARRIVED = /Enviada|Entregue|Lida/;

/** `dados.json` of the copy, opened by another program than ours. */
async function download(page: Page): Promise<{ isComplete: boolean; text: string; html: string }> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Baixar meus dados' }).click();
  const path = await (await downloading).path();
  const read = (name: string): string =>
    execFileSync(
      'python3',
      [
        '-c',
        'import zipfile,sys;sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))',
        path,
        name,
      ],
      {
        encoding: 'utf8',
      },
    );
  const text = read('dados.json');
  return { isComplete: JSON.parse(text).isComplete, text, html: read('leia.html') };
}

test('a copy of everything of mine; without the server, what is here, and it says so', async ({ racha }) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.send('escrito pela Ana');
  await bia.app.send('escrito pela Bia');
  await ana.app.expectStatus('escrito pela Ana', ARRIVED);
  await expect(ana.app.message('escrito pela Bia')).toHaveCount(1);
  await ana.page.goto('/ajustes/dados');
  await ana.page.getByRole('checkbox', { name: /Relatórios de erro/ }).check();
  await expect(ana.page.getByText(/Permitido em/)).toBeVisible();

  const whole = await download(ana.page);
  await expect(ana.page.getByText('Arquivo pronto, com tudo.')).toBeVisible();
  expect(whole.isComplete).toBe(true);
  expect(whole.text).toContain('escrito pela Ana');
  expect(whole.text).toContain('error-reports');
  expect(whole.text).not.toContain('escrito pela Bia');
  expect(whole.html).toContain('escrito pela Ana');

  racha.proxy.set({ refuse: true });
  const part = await download(ana.page);
  await expect(ana.page.getByText(/só com o que está neste aparelho/)).toBeVisible();
  expect(part.isComplete).toBe(false);
  expect(part.html).toContain('escrito pela Ana');
});

test('an account is deleted: the words are gone from the other person’s screen, the name too, and this device is empty', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await bia.app.send('some daqui');
  await ana.app.send('fica');
  await expect(ana.app.message('some daqui')).toHaveCount(1);
  await bia.app.expectStatus('some daqui', ARRIVED);

  await bia.page.goto('/ajustes/dados');
  await bia.page.getByRole('button', { name: 'Apagar minha conta' }).click();
  await bia.page.getByRole('button', { name: 'Apagar para sempre' }).click();
  await expect(bia.page.getByText('Marque que entendeu.')).toBeVisible();
  await bia.page.getByRole('checkbox', { name: 'Entendi que não tem volta' }).check();
  await bia.page.getByRole('button', { name: 'Apagar para sempre' }).click();
  await expect(bia.app.nameField).toBeVisible();

  await expect(ana.app.message('some daqui')).toHaveCount(0);
  await expect(ana.app.message('fica')).toHaveCount(1);
  await expect(ana.app.messages).not.toContainText('Bia');
  await expect(ana.app.messages).toContainText('Pessoa removida');
  // Also for who comes to the group with nothing.
  await ana.page.reload();
  await expect(ana.app.message('fica')).toHaveCount(1);
  await expect(ana.app.messages).not.toContainText('some daqui');
  await bia.app.giveName('Outra');
  await expect(bia.page.getByText(GROUP_NAME)).toBeHidden();
});

test('the notice is there before a name, in each language, and without a network', async ({ racha }) => {
  const app = new App((await racha.device()).page);
  await app.page.goto('/');
  await app.page.getByRole('link', { name: 'O que fica guardado, e onde' }).click();
  await expect(app.page.getByRole('heading', { name: 'Aviso de privacidade' })).toBeVisible();
  await expect(app.page.getByText('ficam sem cifra')).toBeVisible();
  await app.installed();
  racha.proxy.set({ refuse: true });
  await app.page.reload();
  await expect(app.page.getByRole('heading', { name: 'Aviso de privacidade' })).toBeVisible();
  for (const [language, title] of [
    ['en', 'Privacy notice'],
    ['es', 'Aviso de privacidad'],
  ] as const) {
    await app.page.evaluate((chosen) => localStorage.setItem('racha.language', chosen), language);
    await app.page.reload();
    await expect(app.page.getByRole('heading', { name: title })).toBeVisible();
  }
});
