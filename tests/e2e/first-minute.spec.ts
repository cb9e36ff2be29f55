import { expect } from '@playwright/test';
import { App } from './app.ts';
import { test } from './fixtures.ts';

test('first start online: a name, a group, a first message, sent', async ({ racha }) => {
  const device = await racha.device();
  const app = new App(device.page);
  await app.start('Ana');
  await app.createGroup('Floripa 2026');
  await app.send('alguém pega o gelo?');
  await app.expectStatus('alguém pega o gelo?', 'Enviada');
});

test('first start offline: the same, waiting; it goes out by itself when the network comes', async ({
  racha,
}) => {
  const device = await racha.device();
  // Installed yesterday, opened for the first time today in the bus.
  await device.page.goto('/');
  await expect(new App(device.page).nameField).toBeVisible();
  await new App(device.page).installed();
  await device.close();
  racha.proxy.set({ refuse: true });

  await device.open();
  const app = new App(device.page);
  await app.start('Ana');
  await app.createGroup('República da 12');
  await app.send('chegou a luz, 143,77');
  await app.expectStatus('chegou a luz, 143,77', 'Esperando');
  await expect(app.connection).toContainText('Sem conexão');

  racha.proxy.set({});
  await app.expectStatus('chegou a luz, 143,77', 'Enviada');
});
