import { expect } from '@playwright/test';
import { App } from './app.ts';
import { test } from './fixtures.ts';
import { expectInOrderOnce, openGroupOfTwo, person } from './group-of-two.ts';

test('two people talk: each reads the other at once, marks and typing show', async ({ racha }) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.send('bora 20h?');
  await expect(bia.app.message('bora 20h?')).toBeVisible();
  await bia.app.send('fechou');
  await expect(ana.app.message('fechou')).toBeVisible();
  await ana.app.expectStatus('bora 20h?', 'Lida');

  await bia.app.composer.pressSequentially('to chega');
  await expect(ana.page.getByText('Bia digitando…')).toBeVisible();
  await expect(ana.page.getByText('Bia digitando…')).toBeHidden();
});

test('reply, reaction, edit and delete reach the other device', async ({ racha }) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.send('eu pego o gelo');
  await expect(bia.app.message('eu pego o gelo')).toBeVisible();

  await bia.app.act('eu pego o gelo', 'Responder');
  await bia.app.send('leva carvão também');
  const reply = ana.app.message('leva carvão também');
  await expect(reply).toContainText('eu pego o gelo');

  await bia.app.react('eu pego o gelo', '👍');
  await expect(ana.app.messages.getByRole('button', { name: /👍/ })).toBeVisible();

  await ana.app.edit('eu pego o gelo', 'eu pego o gelo e o carvão');
  await expect(bia.app.message('eu pego o gelo e o carvão')).toBeVisible();

  await bia.app.act('leva carvão também', 'Apagar');
  await expect(ana.app.messages.getByText('Mensagem apagada')).toBeVisible();
});

test('who comes into a group of long messages scrolls up to the very first one', async ({ racha }) => {
  test.slow();
  const { ana, link } = await openGroupOfTwo(racha);
  // Far fewer rows than a window holds, and far more bytes than a first screen weighs.
  const texts = Array.from({ length: 40 }, (_, i) => `ata ${i} ${'…'.repeat(400)}`);
  await ana.app.sendAll(texts);
  await ana.app.expectStatus(texts.at(-1) ?? '', /Enviada|Entregue|Lida/);
  const caio = await person(racha);
  await caio.app.join(link, 'Caio');
  // He stands at the newest, and stays there while older pages come in above; nobody scrolled.
  await expect(caio.app.message(texts.at(-1) ?? '')).toBeInViewport();
  // Forty of them are taller than this, and no fewer.
  await expect.poll(() => caio.app.messages.evaluate((list) => list.scrollHeight)).toBeGreaterThan(15_000);
  await expect(caio.app.message(texts.at(-1) ?? '')).toBeInViewport();
  await expect(caio.page.getByRole('button', { name: 'Ir para a mais nova' })).toBeHidden();
  await expectInOrderOnce(caio.app, texts);
});

test('text that tries to be something else stays text, byte for byte', async ({ racha }) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  const text = '<img src=x onerror=alert(1)> \u202egnp.exe 👨‍👩‍👧‍👦 e\u0301 https://exemplo.com.br/a?b=c';
  await ana.app.send(text);
  const received = bia.app.messages.getByRole('article').filter({ hasText: 'gnp.exe' });
  await expect(received).toBeVisible();
  expect(await received.textContent()).toContain(
    '<img src=x onerror=alert(1)> \u202egnp.exe 👨‍👩‍👧‍👦 e\u0301',
  );
  await expect(received.locator('img[src="x"]')).toHaveCount(0);
  await expect(received.getByRole('link', { name: /exemplo/ })).toHaveAttribute('rel', /noopener/);
});

test('an invite that is refused: what was written meanwhile lies in the tray, whole', async ({ racha }) => {
  const { ana, link } = await openGroupOfTwo(racha);
  const app = new App((await racha.device()).page);
  await app.start('Zé');
  await app.installed();
  racha.proxy.set({ refuse: true });
  const [groupPart = '', , namePart = ''] = link.split('.').slice(-3);
  await app.join(`${groupPart}.${'x'.repeat(43)}.${namePart}`);
  await app.send('me deixa entrar');
  racha.proxy.set({});
  await app.page.goto('/fila');
  await expect(app.page.getByRole('heading', { name: 'Precisa de você' })).toBeVisible();
  await expect(app.page.getByText('me deixa entrar')).toBeVisible();
  await expect(ana.app.messages.getByText('Zé')).toHaveCount(0);
});
