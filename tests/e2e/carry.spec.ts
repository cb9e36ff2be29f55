/** Files that carry: a whole device to another one, and what waits on one phone by the phone of somebody else. */
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { rowsOf } from './device-database.ts';
import { test } from './fixtures.ts';
import { expectInOrderOnce, openGroupOfTwo, person } from './group-of-two.ts';

const PASSPHRASE = 'quatro cavalos na chuva fina';
const FILE_SCREEN = '/ajustes/levar';
const QUEUE_SCREEN = '/fila/arquivo';

const wordsOf = (language: string) =>
  JSON.parse(readFileSync(`locales/${language}/later/carry.json`, 'utf8'));

async function download(page: Page): Promise<{ name: string; buffer: Buffer }> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Salvar neste aparelho' }).click();
  const file = await downloading;
  return { name: file.suggestedFilename(), buffer: readFileSync(await file.path()) };
}

const choose = (page: Page, name: string, buffer: Buffer): Promise<void> =>
  page
    .locator('section', { has: page.getByRole('heading', { name: /Trazer para cá|Entregar mensagens/ }) })
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });

/** What is confirmed on a device, as one text to compare. */
async function digest(page: Page): Promise<string> {
  const tables = ['groups', 'members', 'messages', 'expenses', 'settlements', 'cursors', 'memberships'];
  const rows = await Promise.all(tables.map((table) => rowsOf<object>(page, table)));
  return JSON.stringify(rows);
}

test('everything of one phone on another, offline; a file that is not right says why and changes nothing', async ({
  racha,
}) => {
  test.slow();
  const old = await person(racha);
  await old.app.start('Ana');
  await old.app.createGroup('Floripa 2026');
  await old.app.send('levo o violão');
  await old.app.expectStatus('levo o violão', 'Enviada');
  await old.app.installed();
  racha.proxy.set({ refuse: true });
  await old.app.send('e a barraca');
  await old.page.goto(FILE_SCREEN);
  const take = old.page.getByRole('region', { name: 'Levar daqui' });
  await take.getByLabel('Senha do arquivo').fill('curta');
  await take.getByRole('button', { name: 'Fazer o arquivo' }).click();
  await expect(take.getByRole('alert')).toHaveText('Use pelo menos 10 letras.');
  await take.getByLabel('Senha do arquivo').fill(PASSPHRASE);
  await expect(take.getByText('Forte.')).toBeVisible();
  await take.getByLabel('Senha de novo').fill(`${PASSPHRASE}x`);
  await take.getByRole('button', { name: 'Fazer o arquivo' }).click();
  await expect(take.getByRole('alert')).toHaveText('As duas senhas não são iguais.');
  await take.getByLabel('Senha de novo').fill(PASSPHRASE);
  await take.getByRole('button', { name: 'Fazer o arquivo' }).click();
  await expect(take.getByRole('status')).toContainText('Pronto: racha-');
  const file = await download(old.page);
  expect(file.name).toMatch(/^racha-\d{4}-\d\d-\d\d\.racha$/);
  expect(file.buffer.includes('violão')).toBe(false);
  const whole = await digest(old.page);

  racha.proxy.set({});
  const phone = await person(racha, { ownLink: true });
  await phone.page.goto('/');
  await expect(phone.app.nameField).toBeVisible();
  await phone.app.installed();
  phone.device.link.set({ refuse: true });
  await phone.page.goto('/entrar/conta');
  await phone.page.getByRole('link', { name: 'Tenho um arquivo do outro aparelho' }).click();
  const bring = phone.page.getByRole('region', { name: 'Trazer para cá' });
  const before = await digest(phone.page);
  const last = file.buffer.length - 1;
  const newer = Buffer.from(file.buffer);
  newer[9] = 9;
  for (const [bytes, words] of [
    [Buffer.from('%PDF-1.7 outra coisa'), 'Este arquivo não foi feito por Levar para outro aparelho.'],
    [newer, 'versão mais nova do app'],
    [file.buffer.subarray(0, last), 'O arquivo chegou cortado.'],
  ] as const) {
    await choose(phone.page, file.name, bytes);
    await expect(bring.getByRole('alert')).toContainText(words);
    await expect(bring.getByRole('alert')).toContainText('Nada mudou.');
  }
  const open = async (bytes: Buffer, passphrase: string): Promise<void> => {
    await choose(phone.page, file.name, bytes);
    await bring.getByLabel('Senha usada no outro aparelho').fill(passphrase);
    await bring.getByRole('button', { name: 'Abrir arquivo' }).click();
  };
  const tampered = Buffer.from(file.buffer);
  tampered[last - 20] = (tampered[last - 20] ?? 0) ^ 1;
  await open(tampered, PASSPHRASE);
  await expect(bring.getByRole('alert')).toContainText('O arquivo foi mudado depois de feito.');
  await open(file.buffer, 'outra senha qualquer');
  await expect(bring.getByRole('alert')).toContainText('A senha não é a deste arquivo.');
  expect(await digest(phone.page)).toBe(before);

  await bring.getByLabel('Senha usada no outro aparelho').fill(PASSPHRASE);
  await bring.getByRole('button', { name: 'Abrir arquivo' }).click();
  const preview = bring.getByRole('region', { name: 'O que há no arquivo' });
  await expect(preview).toContainText('Floripa 2026: 1 mensagem');
  await expect(preview).toContainText('1 envio esperando');
  expect(await digest(phone.page)).toBe(before);
  await expectAccessible(phone.page, 'a file that was opened');
  await bring.getByRole('button', { name: 'Trazer tudo' }).click();
  await expect(bring.getByRole('status').first()).toContainText('Tudo do arquivo está neste aparelho.');
  expect(await digest(phone.page)).toBe(whole);
  await expectAccessible(phone.page, 'a file that was taken in');

  // Everything can be read, and written to.
  await bring.getByRole('link', { name: 'Ver os grupos' }).click();
  await phone.app.openGroup('Floripa 2026');
  await phone.app.send('e o gelo');
  await expectInOrderOnce(phone.app, ['levo o violão', 'e a barraca', 'e o gelo']);
  // It is a device of its own.
  const deviceOf = async (page: Page): Promise<string> =>
    (await rowsOf<{ name: string; value: { deviceId: string } }>(page, 'meta')).find(
      ({ name }) => name === 'device',
    )?.value.deviceId ?? '';
  expect(await deviceOf(phone.page)).not.toBe(await deviceOf(old.page));

  // The old phone says yes; what came by the file and what both wrote is there once.
  phone.device.link.set({});
  await phone.page.goto('/entrar/conta');
  await phone.page.getByRole('button', { name: 'Mostrar código' }).click();
  const code = await phone.page.getByRole('status', { name: 'Código deste aparelho' }).textContent();
  await old.page.goto('/ajustes/aparelhos');
  await old.page.getByRole('textbox', { name: 'Código do aparelho novo' }).fill(code ?? '');
  await old.page.getByRole('button', { name: 'Continuar' }).click();
  await old.page.getByRole('button', { name: 'É meu, deixar entrar' }).click();
  await phone.app.openGroup('Floripa 2026');
  await phone.app.expectStatus('e o gelo', 'Enviada');
  await old.page.goto('/');
  await old.app.openGroup('Floripa 2026');
  await expectInOrderOnce(old.app, ['levo o violão', 'e a barraca', 'e o gelo']);

  // The same words in each language, on both themes.
  for (const [language, theme] of [
    ['en', 'dark'],
    ['es', 'light'],
    ['pt-BR', 'dark'],
  ] as const) {
    await phone.page.evaluate(
      ([lang, mode]) => {
        localStorage.setItem('racha.language', lang);
        localStorage.setItem('racha.theme', mode);
      },
      [language, theme] as const,
    );
    const { file: words, bundle } = wordsOf(language);
    await phone.page.goto(FILE_SCREEN);
    await expect(phone.page.getByRole('heading', { name: words.bring.title })).toBeVisible();
    await expect(phone.page.getByText(words.take.text)).toBeVisible();
    await phone.page.goto(QUEUE_SCREEN);
    await expect(phone.page.getByText(bundle.about)).toBeVisible();
    await expect(phone.page.getByRole('heading', { name: bundle.theirs.title })).toBeVisible();
  }
});

test('what waits on a phone without a network comes in by another one’s, and is there once when both are back', async ({
  racha,
}) => {
  const { ana, link } = await openGroupOfTwo(racha);
  const bia = await person(racha, { ownLink: true });
  await bia.app.join(link, 'Caio');
  await bia.app.send('cheguei');
  await bia.app.expectStatus('cheguei', /Enviada|Entregue|Lida/);
  // The server has been told by what this phone signs.
  await expect
    .poll(async () =>
      (await rowsOf<{ name: string; value: { isKnown?: boolean } }>(bia.page, 'meta')).some(
        ({ name, value }) => name === 'signingKey' && value.isKnown === true,
      ),
    )
    .toBe(true);
  await bia.app.installed();
  bia.device.link.set({ refuse: true });
  await bia.app.send('perdi o ônibus');
  await bia.app.send('chego às 22h');
  await bia.app.expectStatus('chego às 22h', 'Esperando');
  await bia.page.goto('/fila');
  await bia.page.getByRole('link', { name: 'Enviar ou entregar por arquivo' }).click();
  const mine = bia.page.getByRole('region', { name: 'O que eu escrevi' });
  await mine.getByRole('button', { name: 'Fazer arquivo de Floripa 2026' }).click();
  await expect(mine.getByRole('status')).toContainText('Arquivo com 2 envios.');
  const file = await download(bia.page);

  await ana.page.goto(QUEUE_SCREEN);
  const theirs = ana.page.getByRole('region', { name: 'Entregar mensagens de outra pessoa' });
  const deliver = async (buffer: Buffer): Promise<void> => {
    await choose(ana.page, file.name, buffer);
    await expect(theirs.getByText('2 envios de Caio, para Floripa 2026.')).toBeVisible();
    await theirs.getByRole('button', { name: 'Entregar' }).click();
  };
  await choose(ana.page, file.name, file.buffer.subarray(0, 200));
  await expect(theirs.getByRole('alert')).toContainText('O arquivo está incompleto ou foi alterado.');
  await deliver(Buffer.from(file.buffer.toString('utf8').replace('perdi o ônibus', 'devo 1000 pra Ana')));
  await expect(theirs.getByRole('alert')).toContainText('A assinatura não confere');
  await theirs.getByRole('button', { name: 'Cancelar' }).click();
  await deliver(file.buffer);
  await expect(theirs.getByRole('status')).toContainText('2 envios entregues.');
  // Somebody else who has the file brings it, too.
  await deliver(file.buffer);
  await expect(theirs.getByRole('status')).toContainText('2 envios entregues.');
  await ana.page.goto('/');
  await ana.app.openGroup('Floripa 2026');
  await expectInOrderOnce(ana.app, ['cheguei', 'perdi o ônibus', 'chego às 22h']);

  bia.device.link.set({});
  await bia.page.goto('/');
  await bia.app.openGroup('Floripa 2026');
  await bia.app.send('entrei no outro');
  for (const text of ['perdi o ônibus', 'chego às 22h', 'entrei no outro']) {
    await bia.app.expectStatus(text, /Enviada|Entregue|Lida/);
  }
  for (const app of [bia.app, ana.app]) {
    await expectInOrderOnce(app, ['cheguei', 'perdi o ônibus', 'chego às 22h', 'entrei no outro']);
  }
});
