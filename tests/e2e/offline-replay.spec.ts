import { expect } from '@playwright/test';
import { App } from './app.ts';
import { test } from './fixtures.ts';
import { expectInOrderOnce, GROUP_NAME, openGroupOfTwo } from './group-of-two.ts';

const numbered = (count: number, word = 'mensagem'): string[] =>
  Array.from({ length: count }, (_, i) => `${word} ${String(i + 1).padStart(2, '0')}`);

test('50 messages written offline survive the browser’s end and arrive in order, once', async ({ racha }) => {
  test.slow();
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.installed();
  racha.proxy.set({ refuse: true });
  const texts = numbered(50);
  for (const text of texts) await ana.app.send(text);

  await ana.device.close();
  await ana.device.open();
  const app = new App(ana.device.page);
  await app.page.goto('/');
  await app.openGroup(GROUP_NAME);
  await expectInOrderOnce(app, texts);
  await app.toEnd();
  await app.expectStatus('mensagem 50', 'Esperando');

  racha.proxy.set({});
  await expectInOrderOnce(bia.app, texts);
  await app.expectStatus('mensagem 50', /Enviada|Entregue|Lida/);
});

test('the server is killed in the middle of the replay and started again', async ({ racha }) => {
  test.slow();
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.device.context.setOffline(true);
  const texts = numbered(50, 'queda');
  for (const text of texts) await ana.app.send(text);

  // A slow link, so that the kill falls into the replay.
  racha.proxy.set({ bytesPerSecond: 8_000 });
  await ana.device.context.setOffline(false);
  await expect.poll(() => racha.proxy.stats.bytesUp, { intervals: [20] }).toBeGreaterThan(30_000);
  await racha.server.kill();
  await racha.server.start();
  racha.proxy.set({});
  await expectInOrderOnce(bia.app, texts);
  await ana.app.toEnd();
  await ana.app.expectStatus('queda 50', /Enviada|Entregue|Lida/);
});

test('an ack that is lost after the commit does not double the message', async ({ racha }) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  racha.proxy.set({ blackHole: 'down' });
  await ana.app.send('chegou mas eu não soube');
  await ana.app.expectStatus('chegou mas eu não soube', 'Esperando');
  // Long enough for the push to be committed, then every connection dies.
  await expect.poll(() => racha.proxy.stats.bytesLost).toBeGreaterThan(0);
  racha.proxy.cut();
  racha.proxy.set({});
  await ana.app.expectStatus('chegou mas eu não soube', /Enviada|Entregue|Lida/);
  await expect(bia.app.message('chegou mas eu não soube')).toHaveCount(1);
});

test('a half-open link is noticed within 20 seconds and never shows a fake “sent”', async ({ racha }) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  racha.proxy.set({ blackHole: 'both' });
  await ana.app.send('tem alguém aí?');
  await expect(ana.app.connection).toContainText(/Sem conexão|Conectando/, { timeout: 20_000 });
  await ana.app.expectStatus('tem alguém aí?', 'Esperando');
  racha.proxy.set({});
  racha.proxy.cut();
  await ana.app.expectStatus('tem alguém aí?', /Enviada|Entregue|Lida/);
  await expect(bia.app.message('tem alguém aí?')).toHaveCount(1);
});

test('edit, delete and reaction made offline on both sides meet in one conversation', async ({ racha }) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.send('pizza às 8');
  await ana.app.send('essa eu apago');
  await bia.app.send('eu levo refri');
  await expect(ana.app.message('eu levo refri')).toBeVisible();
  await expect(bia.app.message('essa eu apago')).toBeVisible();

  racha.proxy.set({ refuse: true });
  await ana.app.edit('pizza às 8', 'pizza às 9');
  await ana.app.act('essa eu apago', 'Apagar');
  await bia.app.react('pizza às 8', '👍');
  await bia.app.edit('eu levo refri', 'eu levo suco');
  await expect(ana.app.messages.getByText('Você apagou esta mensagem')).toBeVisible();
  await expect(bia.app.message('pizza às 8')).toBeVisible();

  racha.proxy.set({});
  for (const { app } of [ana, bia]) {
    await expect(app.message('pizza às 9')).toBeVisible();
    await expect(app.message('eu levo suco')).toBeVisible();
    await expect(app.messages.getByText(/Mensagem apagada|Você apagou esta mensagem/)).toHaveCount(1);
    await expect(app.messages.getByRole('button', { name: /👍/ })).toBeVisible();
  }
});
