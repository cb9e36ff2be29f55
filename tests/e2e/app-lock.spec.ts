/** The app lock: what lies on the disk with it and without, who gets in, and what a kill in the middle costs. */
import { randomBytes } from 'node:crypto';
import { expect } from '@playwright/test';
import { App } from './app.ts';
import { PIN, turnOn, unlock } from './app-lock.ts';
import { giveAuthenticator } from './authenticator.ts';
import { rowsOf } from './device-database.ts';
import { type Device, test } from './fixtures.ts';
import { GROUP_NAME, openGroupOfTwo } from './group-of-two.ts';
import { filesWith } from './search-profile.ts';

/** One byte a character, and nothing that a compressor could have seen before. */
const canary = (): string => `canario${randomBytes(15).toString('hex')}`;

async function reopen(device: Device): Promise<App> {
  await device.open();
  await device.page.goto('/');
  return new App(device.page);
}

test('with the lock on, what is written is nowhere in the browser profile; without it, it is', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  const [before, sent, received] = [canary(), canary(), canary()];
  await ana.app.send(before);
  await ana.app.expectStatus(before, /Enviada|Entregue|Lida/);
  await ana.device.close();
  // The search finds what lies in clear: else it would prove nothing below.
  expect(filesWith(ana.device, before).length).toBeGreaterThan(0);

  let app = await reopen(ana.device);
  await turnOn(app.page);
  await app.page.goto('/');
  await unlock(app.page);
  await app.openGroup(GROUP_NAME);
  await expect(app.message(before)).toHaveCount(1);
  await app.send(sent);
  await bia.app.send(received);
  await app.expectStatus(sent, /Enviada|Entregue|Lida/);
  await expect(app.message(received)).toHaveCount(1);
  await expect(bia.app.message(sent)).toHaveCount(1);
  await ana.device.close();
  expect(filesWith(ana.device, sent)).toEqual([]);
  expect(filesWith(ana.device, received)).toEqual([]);
  test.info().annotations.push({
    type: 'what was there before the lock',
    description: filesWith(ana.device, before).join(', ') || 'gone',
  });

  app = await reopen(ana.device);
  await unlock(app.page);
  await app.page.goto('/ajustes');
  await unlock(app.page);
  await app.page.getByRole('button', { name: 'Desligar bloqueio' }).click();
  await app.page.getByLabel('PIN ou frase').fill(PIN);
  await app.page.getByRole('button', { name: 'Desligar', exact: true }).click();
  await expect(app.page.getByRole('button', { name: 'Ligar bloqueio', exact: true })).toBeVisible();
  await app.page.goto('/');
  await app.openGroup(GROUP_NAME);
  for (const text of [before, sent, received]) await expect(app.message(text)).toHaveCount(1);
  await ana.device.close();
  expect(filesWith(ana.device, sent).length).toBeGreaterThan(0);
});

test('a locked app shows nothing, in no tab; a wrong PIN takes nothing away and waits longer each time', async ({
  racha,
}) => {
  // Seven PINs, each as slow to try as it is to guess.
  test.slow();
  const { ana } = await openGroupOfTwo(racha);
  await ana.app.send('só para nós');
  const other = await ana.device.context.newPage();
  await other.goto('/');
  await turnOn(ana.page);
  // The other tab let go of the database, and says that it has to be loaded again.
  await expect(other.getByRole('alert')).toBeVisible();
  await other.reload();
  await expect(other.getByRole('heading', { name: 'Racha está bloqueado' })).toBeVisible();
  await unlock(other);
  await expect(other.getByRole('link', { name: new RegExp(GROUP_NAME) })).toBeVisible();

  await ana.page.getByRole('button', { name: 'Bloquear agora' }).click();
  for (const page of [ana.page, other]) {
    await expect(page.getByRole('heading', { name: 'Racha está bloqueado' })).toBeVisible();
    await expect(page.getByText(GROUP_NAME)).toBeHidden();
    await expect(page.getByText('só para nós')).toBeHidden();
  }
  const wrong = ana.page.getByText('Este não é o PIN deste aparelho.');
  const wait = ana.page.getByText(/Faltam \d+ s/);
  for (let i = 0; i < 2; i++) {
    await unlock(ana.page, `errado ${i}`);
    await expect(wrong).toBeVisible();
    await ana.page.reload();
  }
  await unlock(ana.page, 'errado de novo');
  await expect(wait).toBeVisible();
  await unlock(ana.page);
  await expect(wait).toBeVisible();
  // The pause after the third is five seconds; asked again and again, it ends.
  await expect(async () => {
    await ana.page.getByLabel('PIN ou frase').fill(PIN);
    await ana.page.getByRole('button', { name: 'Desbloquear' }).click();
    await expect(ana.page.getByRole('heading', { name: 'Ajustes' })).toBeVisible({ timeout: 1_500 });
  }).toPass();
  await ana.page.goto('/');
  await unlock(ana.page);
  await ana.app.openGroup(GROUP_NAME);
  await expect(ana.app.message('só para nós')).toHaveCount(1);
});

test('killed while it is put on, offline: the PIN opens it, everything is there, and what waited goes out', async ({
  racha,
}) => {
  test.slow();
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.installed();
  racha.proxy.set({ refuse: true });
  const texts = Array.from({ length: 30 }, (_, i) => `na fila ${i}`);
  await ana.app.sendAll(texts);
  await ana.app.composer.fill('a meio caminho');
  await expect
    .poll(() => rowsOf(ana.page, 'drafts'))
    .toEqual([expect.objectContaining({ text: 'a meio caminho' })]);
  await ana.page.goto('/ajustes');
  await ana.page.getByRole('button', { name: 'Ligar bloqueio' }).click();
  await ana.page.getByLabel('PIN ou frase', { exact: true }).fill(PIN);
  await ana.page.getByLabel('De novo, para conferir').fill(PIN);
  await ana.page.getByRole('button', { name: 'Ligar', exact: true }).click();
  await expect(ana.page.getByText(/Cifrando|Bloquear agora/).first()).toBeVisible();
  await ana.device.kill();

  const app = await reopen(ana.device);
  await unlock(app.page);
  await app.openGroup(GROUP_NAME);
  await expect(app.composer).toHaveValue('a meio caminho');
  await app.expectStatus('na fila 29', 'Esperando');
  racha.proxy.set({});
  await app.expectStatus('na fila 29', /Enviada|Entregue|Lida/);
  for (const text of texts.slice(-5)) await expect(bia.app.message(text)).toHaveCount(1);
});

test('a fingerprint opens it beside the PIN, offline too, and what it opens is still nowhere in the profile', async ({
  racha,
}) => {
  const { ana } = await openGroupOfTwo(racha);
  await ana.app.installed();
  await turnOn(ana.page);
  const { cdp, authenticatorId } = await giveAuthenticator(ana.page, { hasPrf: true });
  await ana.page.getByRole('button', { name: 'Abrir com digital ou rosto' }).click();
  const sheet = ana.page.getByRole('dialog', { name: 'Abrir com digital ou rosto' });
  await sheet.getByLabel('PIN ou frase').fill('não é este');
  await sheet.getByRole('button', { name: 'Continuar' }).click();
  await expect(sheet.getByText('Este não é o PIN deste aparelho.')).toBeVisible();
  await sheet.getByLabel('PIN ou frase').fill(PIN);
  await sheet.getByRole('button', { name: 'Continuar' }).click();
  await expect(ana.page.getByRole('button', { name: 'Abrir só com o PIN' })).toBeVisible();

  racha.proxy.set({ refuse: true });
  await ana.page.goto('/');
  const byFinger = ana.page.getByRole('button', { name: 'Usar digital ou rosto' });
  await byFinger.click();
  await ana.app.openGroup(GROUP_NAME);
  const written = canary();
  await ana.app.send(written);
  // The PIN goes on opening it, and another PIN does not end the fingerprint.
  await ana.page.goto('/ajustes');
  await unlock(ana.page);
  await ana.page.getByRole('button', { name: 'Mudar PIN' }).click();
  await ana.page.getByLabel('PIN ou frase de agora').fill(PIN);
  await ana.page.getByLabel('Novo PIN ou frase').fill('outra frase 8');
  await ana.page.getByLabel('De novo, para conferir').fill('outra frase 8');
  await ana.page.getByRole('button', { name: 'Mudar', exact: true }).click();
  await expect(ana.page.getByText('PIN mudado')).toBeVisible();
  await ana.page.reload();
  await byFinger.click();
  await expect(ana.page.getByRole('heading', { name: 'Ajustes' })).toBeVisible();
  await ana.page.reload();
  // A finger that is not the owner's; Chromium's authenticator takes none any more after it.
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await byFinger.click();
  await expect(ana.page.getByText('A chave de acesso não foi confirmada.')).toBeVisible();
  await unlock(ana.page, 'outra frase 8');
  await ana.page.getByRole('button', { name: 'Abrir só com o PIN' }).click();
  await expect(ana.page.getByRole('button', { name: 'Abrir com digital ou rosto' })).toBeVisible();
  await ana.page.reload();
  await expect(ana.page.getByRole('button', { name: 'Desbloquear' })).toBeVisible();
  await expect(byFinger).toBeHidden();
  await unlock(ana.page, 'outra frase 8');
  await expect(ana.page.getByRole('heading', { name: 'Ajustes' })).toBeVisible();
  await ana.device.close();
  expect(filesWith(ana.device, written)).toEqual([]);
});

test('a passkey that cannot hold a key is said to be none, and the PIN stays', async ({ racha }) => {
  const { ana } = await openGroupOfTwo(racha);
  await turnOn(ana.page);
  await giveAuthenticator(ana.page, { hasPrf: false });
  await ana.page.getByRole('button', { name: 'Abrir com digital ou rosto' }).click();
  const sheet = ana.page.getByRole('dialog', { name: 'Abrir com digital ou rosto' });
  await sheet.getByLabel('PIN ou frase').fill(PIN);
  await sheet.getByRole('button', { name: 'Continuar' }).click();
  await expect(sheet.getByRole('alert')).toContainText('Use o PIN.');
  await ana.page.reload();
  await unlock(ana.page);
  await expect(ana.page.getByRole('heading', { name: 'Ajustes' })).toBeVisible();
});

test('a forgotten PIN: what was not sent is counted, all is wiped, and nobody comes in by the cookie that was left', async ({
  racha,
}) => {
  const { ana } = await openGroupOfTwo(racha);
  await ana.app.installed();
  await ana.app.send('está no servidor');
  await ana.app.expectStatus('está no servidor', /Enviada|Entregue|Lida/);
  await ana.page.goto('/ajustes/protecao');
  await ana.page.getByRole('button', { name: 'Criar código' }).click();
  const paper = await ana.page.getByLabel('Seu código').textContent();
  await turnOn(ana.page);
  racha.proxy.set({ refuse: true });
  await ana.page.goto('/');
  await unlock(ana.page);
  await ana.app.openGroup(GROUP_NAME);
  await ana.app.send('só aqui');
  await ana.page.reload();
  await ana.page.getByRole('button', { name: 'Esqueci' }).click();
  await expect(ana.page.getByText('1 coisa que ainda não foi enviada será perdida.')).toBeVisible();
  // Without a network: the server hears of it before it is asked for anything else.
  await ana.page.getByRole('button', { name: 'Apagar deste aparelho' }).click();
  await expect(ana.page.getByRole('link', { name: 'Já uso o Racha em outro aparelho' })).toBeVisible();
  racha.proxy.set({});
  await ana.app.giveName('Quem achou o celular');
  await ana.app.createGroup('Outro grupo');
  await ana.app.send('cheguei ao servidor');
  await ana.app.expectStatus('cheguei ao servidor', 'Enviada');
  await ana.page.goto('/');
  await expect(ana.page.getByRole('link', { name: /Outro grupo/ })).toBeVisible();
  await expect(ana.page.getByRole('link', { name: new RegExp(GROUP_NAME) })).toBeHidden();

  // Who protected the groups has them back.
  await ana.page.goto('/entrar/conta');
  await ana.page.getByRole('textbox', { name: 'Código de recuperação' }).fill(paper ?? '');
  await ana.page.getByRole('button', { name: 'Usar código de recuperação' }).click();
  await ana.page.getByRole('button', { name: 'São de outra pessoa, manter à parte' }).click();
  await ana.app.openGroup(GROUP_NAME);
  await expect(ana.app.message('está no servidor')).toHaveCount(1);
  await expect(ana.app.message('só aqui')).toHaveCount(0);
});
