import { expect } from '@playwright/test';
import { App } from './app.ts';
import { kill, test } from './fixtures.ts';
import { expectInOrderOnce, GROUP_NAME, openGroupOfTwo } from './group-of-two.ts';

test('two tabs of one profile write at once: one sender, nothing twice, each tab’s order kept', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  const second = new App(await ana.device.context.newPage());
  await second.page.goto('/');
  await second.openGroup(GROUP_NAME);
  const left = Array.from({ length: 10 }, (_, i) => `esquerda ${i}`);
  const right = Array.from({ length: 10 }, (_, i) => `direita ${i}`);
  await Promise.all([sendAll(ana.app, left), sendAll(second, right)]);
  await expectInOrderOnce(bia.app, left);
  await bia.app.toEnd();
  await expectInOrderOnce(bia.app, right);
});

test('the tab that sends is killed; the other goes on', async ({ racha }) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  const second = new App(await ana.device.context.newPage());
  await second.page.goto('/');
  await second.openGroup(GROUP_NAME);
  racha.proxy.set({ bytesPerSecond: 2_000 });
  const texts = Array.from({ length: 20 }, (_, i) => `no meio ${String(i).padStart(2, '0')}`);
  await sendAll(ana.app, texts);
  await ana.page.close({ runBeforeUnload: false });
  racha.proxy.set({});
  await expectInOrderOnce(bia.app, texts);
});

test('a message leaves with no tab open, by background sync', async ({ racha }) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.installed();
  // Background Sync listens to the browser's own idea of being online.
  await ana.device.context.setOffline(true);
  await ana.app.send('saí e fechei o app');
  await ana.app.expectStatus('saí e fechei o app', 'Esperando');
  const blank = await ana.device.context.newPage();
  await blank.goto('about:blank');
  await ana.page.close();
  await ana.device.context.setOffline(false);
  await expect(bia.app.message('saí e fechei o app')).toBeVisible({ timeout: 60_000 });
});

test('the renderer is killed right after “saved”: the message is there, and arrives once', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  racha.proxy.set({ refuse: true });
  await ana.app.send('antes do fim');
  for (const pid of ana.device.pids('renderer')) kill(pid, 'SIGKILL');
  await ana.device.kill();
  await ana.device.open();
  racha.proxy.set({});
  const app = new App(ana.device.page);
  await app.page.goto('/');
  await app.openGroup(GROUP_NAME);
  await app.expectStatus('antes do fim', /Enviada|Entregue|Lida/);
  await expect(bia.app.message('antes do fim')).toHaveCount(1);
});

async function sendAll(app: App, texts: readonly string[]): Promise<void> {
  for (const text of texts) await app.send(text);
}
