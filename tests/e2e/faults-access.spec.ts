/** Section F of the fault catalogue, as far as sessions and leaving go. Between nodes: `start-server.pg.test.ts`. */
import { cpSync, rmSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { App } from './app.ts';
import { type Device, type Racha, test } from './fixtures.ts';
import { expectInOrderOnce, GROUP_NAME, openGroupOfTwo } from './group-of-two.ts';

/** What support asks for. */
async function readDeviceId(page: Page): Promise<string> {
  const shown = page.locator('code').first();
  await page.goto('/ajustes');
  await expect(shown).toHaveText(/^[\w-]{22}$/);
  const id = (await shown.textContent()) ?? '';
  await page.goBack();
  return id;
}

/** A second device with a copy of everything the first one had: a restored backup, a cloned phone. */
async function cloneOf(racha: Racha, original: Device): Promise<Device> {
  const clone = await racha.device();
  await clone.close();
  rmSync(clone.profileDir, { recursive: true });
  cpSync(original.profileDir, clone.profileDir, { recursive: true });
  await clone.open();
  return clone;
}

test('fault 64: offline meanwhile the session ran out, then the cookie went too: the same device comes back, what waited goes out', async ({
  racha,
}) => {
  const { device, page, app } = await openOwnGroup(racha);
  const before = await readDeviceId(page);
  const endings = [() => racha.server.endSessions(), () => device.context.clearCookies()] as const;
  for (const [i, endSession] of endings.entries()) {
    racha.proxy.set({ refuse: true });
    const texts = [`um ${i}`, `dois ${i}`, `três ${i}`];
    await app.sendAll(texts);
    await app.expectStatus(`três ${i}`, 'Esperando');
    await endSession();
    racha.proxy.set({});
    for (const text of texts) await app.expectStatus(text, 'Enviada');
  }
  await expectInOrderOnce(app, ['um 0', 'dois 0', 'três 0', 'um 1', 'dois 1', 'três 1']);
  expect(await readDeviceId(page)).toBe(before);
});

test('fault 66: two tabs find their session gone at once: one asks for a new one, both go on', async ({
  racha,
}) => {
  const { device, app } = await openOwnGroup(racha);
  const second = new App(await device.context.newPage());
  await second.page.goto('/');
  await second.openGroup(GROUP_NAME);
  const opened: number[] = [];
  device.context.on('response', (response) => {
    if (new URL(response.url()).pathname === '/api/session') opened.push(response.status());
  });
  racha.proxy.set({ upMs: 150, downMs: 150 });
  await racha.server.endSessions();
  await Promise.all([app.send('da primeira'), second.send('da segunda')]);
  await app.expectStatus('da primeira', 'Enviada');
  await second.expectStatus('da segunda', 'Enviada');
  await expect(app.message('da segunda')).toHaveCount(1);
  await expect(second.message('da primeira')).toHaveCount(1);
  expect(opened).toEqual([200]);
});

test('fault 67, 70: out of the group while offline: what was written lies in the tray whole, the conversation goes, nobody else sees it', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha, {}, { light: false });
  await bia.app.installed();
  await bia.device.close();
  const elsewhere = new App((await cloneOf(racha, bia.device)).page);

  await bia.device.open();
  const app = new App(bia.device.page);
  await bia.device.context.setOffline(true);
  await app.page.goto('/');
  await app.openGroup(GROUP_NAME);
  await app.send('ainda estou aqui?');
  await app.expectStatus('ainda estou aqui?', 'Esperando');

  // The same person leaves on another device; a removal by others comes with the people issue.
  await elsewhere.page.goto('/');
  await elsewhere.openGroup(GROUP_NAME);
  await elsewhere.openMembers();
  await elsewhere.page.getByRole('button', { name: 'Sair do grupo' }).click();
  await elsewhere.page.getByRole('dialog').getByRole('button', { name: 'Sair do grupo' }).click();
  await expect(ana.app.messages.getByText('Bia saiu do grupo')).toBeVisible();
  await ana.app.send('só para quem ficou');
  await ana.app.expectStatus('só para quem ficou', 'Enviada');

  await bia.device.context.setOffline(false);
  await app.page.goto('/fila');
  await expect(app.page.getByRole('heading', { name: 'Precisa de você' })).toBeVisible();
  await expect(app.page.getByText('ainda estou aqui?')).toBeVisible();
  await app.page.goto('/');
  await app.page.getByRole('link', { name: new RegExp(GROUP_NAME) }).click();
  await expect(app.page.getByRole('heading', { name: 'Você não está mais neste grupo' })).toBeVisible();
  await expect(app.composer).toHaveCount(0);
  await expect(app.page.getByText('só para quem ficou')).toHaveCount(0);
  await expect(ana.app.message('ainda estou aqui?')).toHaveCount(0);
});

async function openOwnGroup(racha: Racha): Promise<{ device: Device; page: Page; app: App }> {
  const device = await racha.device();
  const app = new App(device.page);
  await app.start('Ana');
  await app.createGroup(GROUP_NAME);
  await app.send('antes');
  await app.expectStatus('antes', 'Enviada');
  return { device, page: device.page, app };
}
