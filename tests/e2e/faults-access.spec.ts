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

for (const [how, endSession] of [
  ['the session ran out at the server', (racha: Racha) => racha.server.endSessions()],
  ['the browser threw the cookie away', (_: Racha, device: Device) => device.context.clearCookies()],
] as const) {
  test(`fault 64: offline meanwhile ${how}: the same device comes back, and what waited goes out once`, async ({
    racha,
  }) => {
    const { ana, bia } = await openGroupOfTwo(racha);
    const before = await readDeviceId(ana.page);
    racha.proxy.set({ refuse: true });
    const texts = ['um', 'dois', 'três'];
    for (const text of texts) await ana.app.send(text);
    await ana.app.expectStatus('três', 'Esperando');
    await endSession(racha, ana.device);
    racha.proxy.set({});
    await ana.app.expectStatus('três', /Enviada|Entregue|Lida/);
    await expectInOrderOnce(bia.app, texts);
    expect(await readDeviceId(ana.page)).toBe(before);
  });
}

test('fault 66: two tabs find their session gone at once: one asks for a new one, both go on', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  const second = new App(await ana.device.context.newPage());
  await second.page.goto('/');
  await second.openGroup(GROUP_NAME);
  const opened: number[] = [];
  ana.device.context.on('response', (response) => {
    if (new URL(response.url()).pathname === '/api/session') opened.push(response.status());
  });
  racha.proxy.set({ upMs: 150, downMs: 150 });
  await racha.server.endSessions();
  await Promise.all([ana.app.send('da primeira'), second.send('da segunda')]);
  await ana.app.expectStatus('da primeira', /Enviada|Entregue|Lida/);
  await second.expectStatus('da segunda', /Enviada|Entregue|Lida/);
  for (const text of ['da primeira', 'da segunda']) await expect(bia.app.message(text)).toHaveCount(1);
  expect(opened).toEqual([200]);
});

test('fault 67, 70: out of the group while offline: what was written lies in the tray whole, the conversation goes, nobody else sees it', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
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
  await expect(app.page.getByRole('link', { name: new RegExp(GROUP_NAME) })).toHaveCount(0);
  await expect(ana.app.message('ainda estou aqui?')).toHaveCount(0);
  expect(await app.page.content()).not.toContain('só para quem ficou');
});
