import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { expectInOrderOnce, openGroupOfTwo } from './group-of-two.ts';

const numbered = (count: number, word = 'mensagem'): string[] =>
  Array.from({ length: count }, (_, i) => `${word} ${String(i + 1).padStart(2, '0')}`);

test('the server is killed in the middle of the replay and started again', async ({ racha }) => {
  test.slow();
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.device.context.setOffline(true);
  const texts = numbered(50, 'queda');
  await ana.app.sendAll(texts);

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

test('edit, delete and reaction made offline on both sides meet in one conversation', async ({ racha }) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.send('pizza às 8');
  await ana.app.send('essa eu apago');
  await bia.app.send('eu levo refri');
  await expect(ana.app.message('eu levo refri')).toBeVisible();
  await expect(bia.app.message('essa eu apago')).toBeVisible();
  // The menu is fetched when it is first opened.
  await Promise.all([ana.app.installed(), bia.app.installed()]);

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
