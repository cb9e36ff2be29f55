/** Section D of the fault catalogue: releases that come, go, break and meet each other; the worker that dies. */
import { expect, type Page } from '@playwright/test';
import { NEXT, PREVIOUS } from '../support/other-release.ts';
import { App } from './app.ts';
import { buildAs } from './build-as.ts';
import { type Device, type DeviceOptions, type Racha, test } from './fixtures.ts';
import { expectInOrderOnce, GROUP_NAME, openGroupOfTwo } from './group-of-two.ts';
import { HostedApp } from './hosted-app.ts';
import { countLoads, lookForUpdate, takeUpdate, updateButton } from './take-update.ts';

const settings = (page: Page) => page.getByRole('heading', { name: 'Ajustes' });
const openSettings = (page: Page) => page.getByRole('link', { name: 'Ajustes' }).click();

/** Two tabs of one installed app; the second has taken a later release, so that nothing is left in cache for the first. */
async function openTabLeftBehind(racha: Racha, releases: readonly string[]) {
  const host = await HostedApp.serve(racha);
  const device = await racha.device();
  const old = new App(device.page);
  await old.start('Ana');
  await old.createGroup(GROUP_NAME);
  await old.send('antes');
  await old.expectStatus('antes', 'Enviada');
  await old.installed();
  const other = await device.context.newPage();
  await other.goto('/');
  for (const tag of releases) host.release(tag);
  await takeUpdate(other);
  await other.close();
  // Chunks may be cached for a year; what the browser threw away is what this is about.
  const cdp = await device.context.newCDPSession(old.page);
  await cdp.send('Network.clearBrowserCache');
  await old.page.getByRole('link', { name: 'Voltar' }).click();
  return { host, device, old };
}

test('fault 42: a tab three releases behind still opens a screen it had never opened, without a reload', async ({
  racha,
}) => {
  test.slow();
  const { old } = await openTabLeftBehind(racha, ['aa', 'bb', 'cc']);
  const loads = countLoads(old.page);
  await openSettings(old.page);
  await expect(settings(old.page)).toBeVisible();
  expect(loads()).toBe(0);
});

test('fault 42: a screen whose chunk is gone: never reloaded without the server, once with it, and the draft is there after', async ({
  racha,
}) => {
  const { host, old } = await openTabLeftBehind(racha, ['aa']);
  host.loseChunks('settings-screen');
  const loads = countLoads(old.page);
  racha.proxy.set({ captivePortal: 'page' });
  racha.proxy.cut();
  await openSettings(old.page);
  const crash = old.page.getByRole('heading', { name: 'Parte ainda não baixada' });
  await expect(crash).toBeVisible();
  expect(loads()).toBe(0);
  await old.page.getByRole('link', { name: 'Grupos', exact: true }).first().click();
  await old.openGroup(GROUP_NAME);
  await old.send('ainda funciona');
  await old.expectStatus('ainda funciona', 'Esperando');
  await old.composer.fill('pela metade');

  racha.proxy.set({});
  await old.expectStatus('ainda funciona', 'Enviada');
  await old.page.getByRole('link', { name: 'Voltar' }).click();
  await openSettings(old.page);
  // The new version's own worker has its chunks: the one reload brings it.
  await expect(settings(old.page)).toBeVisible();
  expect(loads()).toBe(1);
  await old.page.getByRole('link', { name: 'Grupos', exact: true }).first().click();
  await old.openGroup(GROUP_NAME);
  await expect(old.composer).toHaveValue('pela metade');
});

test('fault 42: a chunk that does not come though the server is there: no reload into the same version, a screen that says so, and it is there once it comes', async ({
  racha,
}) => {
  const { app, page } = await openApp(racha, { serviceWorkers: 'block' });
  await app.start('Ana');
  const chunk = '**/assets/settings-screen-*';
  await page.route(chunk, (route) => route.abort('connectionreset'));
  const loads = countLoads(page);
  await openSettings(page);
  const crash = page.getByRole('heading', { name: 'Parte ainda não baixada' });
  await expect(crash).toBeVisible();
  await page.getByRole('link', { name: 'Grupos', exact: true }).first().click();
  await openSettings(page);
  await expect(crash).toBeVisible();
  await page.unroute(chunk);
  await page.getByRole('button', { name: 'Tentar de novo' }).first().click();
  await expect(settings(page)).toBeVisible();
  expect(loads()).toBe(0);
});

test('fault 43: the worker is killed in the middle of sending: everything arrives once, in order', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.installed();
  racha.proxy.set({ refuse: true });
  const texts = Array.from({ length: 30 }, (_, i) => `no bolso ${i} ${'…'.repeat(200)}`);
  await ana.app.sendAll(texts);
  const blank = await ana.device.context.newPage();
  await blank.goto('about:blank');
  await ana.page.close();

  // Slow enough that it is in the middle of its flush when some of it has passed.
  racha.proxy.set({ bytesPerSecond: 4_000 });
  const sentBefore = racha.proxy.stats.bytesUp;
  const workers = await openWorkers(ana.device, blank);
  await workers.sync('racha-outbox');
  await expect
    .poll(() => racha.proxy.stats.bytesUp - sentBefore, { timeout: 60_000, intervals: [100] })
    .toBeGreaterThan(6_000);
  await workers.kill();
  expect(await bia.app.message(texts.at(-1) ?? '').count()).toBe(0);

  racha.proxy.set({});
  const again = new App(blank);
  await blank.goto('/');
  await again.openGroup(GROUP_NAME);
  await again.expectStatus(texts.at(-1) ?? '', /Enviada|Entregue|Lida/);
  await expect(async () => {
    await bia.app.toEnd();
    await expect(bia.app.message(texts.at(-1) ?? '')).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expectInOrderOnce(bia.app, texts);
});

/** The browser looks for another worker in its own time, and each look is a reload. */
const WORKER_TAKES_OVER = { timeout: 90_000 };

test('fault 44: a worker that breaks every page is shipped: the kill switch brings the app back, the queue whole', async ({
  racha,
}) => {
  test.slow();
  const host = await HostedApp.serve(racha);
  const app = new App((await racha.device()).page);
  await app.start('Ana');
  await app.createGroup(GROUP_NAME);
  await app.installed();
  racha.proxy.set({ refuse: true });
  await app.send('na fila');
  await app.expectStatus('na fila', 'Esperando');

  // One that cannot even start changes nothing.
  racha.proxy.set({});
  host.shipWorker('throw new Error("broken at birth");');
  expect(await lookForUpdate(app.page)).toBe(false);
  await app.page.reload();
  await app.expectStatus('na fila', 'Enviada');

  racha.proxy.set({ refuse: true });
  await app.send('na fila também');
  racha.proxy.set({});
  host.shipWorker(`
    self.addEventListener('install', () => self.skipWaiting());
    self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
    self.addEventListener('fetch', (event) => event.respondWith(new Response('quebrado', { status: 500 })));
  `);
  await expect
    .poll(async () => {
      // The browser's own look may fall into one of these reloads and be dropped.
      await lookForUpdate(app.page);
      await app.page.reload();
      return app.page.locator('body').textContent();
    }, WORKER_TAKES_OVER)
    .toBe('quebrado');

  await host.withdrawWorker();
  // Each visit asks for the worker anew, also through one that answers everything itself.
  await expect(async () => {
    await app.page.reload();
    await expect(app.page.getByRole('heading', { name: GROUP_NAME })).toBeVisible({ timeout: 5_000 });
  }).toPass(WORKER_TAKES_OVER);
  await app.expectStatus('na fila também', 'Enviada');
});

test('fault 44: with no worker at all the app works, offline included for as long as the page is open', async ({
  racha,
}) => {
  const app = new App((await racha.device({ serviceWorkers: 'block' })).page);
  await app.start('Ana');
  await app.createGroup(GROUP_NAME);
  racha.proxy.set({ refuse: true });
  await app.send('sem rede e sem worker');
  await app.expectStatus('sem rede e sem worker', 'Esperando');
  racha.proxy.set({});
  await app.expectStatus('sem rede e sem worker', 'Enviada');
  await app.page.reload();
  await expect(app.message('sem rede e sem worker')).toBeVisible();
});

test('fault 45: a page of HTML in the worker’s place is no worker: the old one lives and serves', async ({
  racha,
}) => {
  const app = new App((await racha.device()).page);
  await app.start('Ana');
  await app.createGroup(GROUP_NAME);
  await app.installed();
  racha.proxy.set({ captivePortal: 'page' });
  expect(await lookForUpdate(app.page)).toBe(false);
  await app.page.reload();
  await expect(app.page.getByRole('heading', { name: GROUP_NAME })).toBeVisible();
  expect(await app.page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
  await expect(updateButton(app.page)).toBeHidden();
});

test.describe('with the app of the release before', () => {
  test.beforeAll(() => {
    test.setTimeout(240_000);
    buildAs(PREVIOUS);
  });

  test('fault 46, 48: an older app reads on past what it does not know; after the update it has it, and its queue goes out', async ({
    racha,
  }) => {
    const host = await HostedApp.serve(racha, 'previous');
    const bia = await openApp(racha);
    await bia.app.start('Bia');
    await bia.app.createGroup(GROUP_NAME);
    const link = await bia.app.inviteLink();
    await bia.app.send('quem leva o carvão?');
    await bia.app.expectStatus('quem leva o carvão?', 'Enviada');
    await bia.app.installed();

    host.update();
    const ana = await openApp(racha);
    await ana.app.join(link, 'Ana');
    await ana.app.react('quem leva o carvão?', '👍');
    await ana.app.send('eu levo');

    const placeholder = bia.app.messages.getByText('Algo que esta versão do app ainda não mostra');
    await expect(bia.app.message('eu levo')).toBeVisible();
    await expect(placeholder).toBeVisible();
    await bia.app.send('fechado');
    await bia.app.expectStatus('fechado', /Enviada|Entregue|Lida/);
    await expect(ana.app.message('fechado')).toBeVisible();

    racha.proxy.set({ refuse: true });
    await bia.app.send('escrita na versão antiga');
    await bia.app.expectStatus('escrita na versão antiga', 'Esperando');
    racha.proxy.set({});
    await takeUpdate(bia.page);
    await bia.app.expectStatus('escrita na versão antiga', /Enviada|Entregue|Lida/);
    await expect(bia.app.message('quem leva o carvão?').getByText('👍')).toBeVisible();
    await expect(placeholder).toBeHidden();
    const texts = ['quem leva o carvão?', 'eu levo', 'fechado', 'escrita na versão antiga'];
    await expectInOrderOnce(bia.app, texts);
    await expectInOrderOnce(ana.app, texts);
  });

  test('fault 46: an app two releases behind reads, keeps what is written and asks for the update; then it goes out', async ({
    racha,
  }) => {
    const host = await HostedApp.serve(racha, 'previous');
    const { app, page } = await openApp(racha);
    await app.start('Ana');
    await app.createGroup(GROUP_NAME);
    await app.send('antes');
    await app.expectStatus('antes', 'Enviada');
    await app.installed();

    await racha.server.become(NEXT);
    await app.send('para depois');
    await expect(app.connection).toContainText('Versão antiga · atualize o app', { timeout: 40_000 });
    await app.expectStatus('para depois', 'Esperando');
    await page.reload();
    await expect(app.message('antes')).toBeVisible();
    await app.expectStatus('para depois', 'Esperando');

    host.update();
    await takeUpdate(page);
    await app.expectStatus('para depois', 'Enviada');
  });
});

test('fault 47: a server rolled back below the app: what it knows goes on, what it does not know waits and says so', async ({
  racha,
}) => {
  await racha.server.become(PREVIOUS);
  const { app, page } = await openApp(racha);
  await app.start('Ana');
  await app.createGroup(GROUP_NAME);
  await app.send('antes');
  await app.expectStatus('antes', 'Enviada');

  await app.react('antes', '👍');
  await app.send('atrás da reação');
  await expect(app.connection).toContainText('O servidor precisa ser atualizado · tudo guardado');
  await expect(
    page.getByText('O servidor precisa ser atualizado para receber o que você fez aqui'),
  ).toBeVisible();
  await app.expectStatus('atrás da reação', 'Esperando');
  await app.connection.getByRole('link').click();
  await expect(page.getByText('Isto é de uma versão mais nova que a do servidor.')).toBeVisible();
  await page.goBack();

  await racha.server.become(undefined);
  await app.expectStatus('atrás da reação', 'Enviada');
  await expect(app.message('antes').getByText('👍')).toBeVisible();
  await expect(page.getByText('O servidor precisa ser atualizado')).toHaveCount(0);
});

async function openApp(
  racha: Racha,
  options?: DeviceOptions,
): Promise<{ device: Device; page: Page; app: App }> {
  const device = await racha.device(options);
  return { device, page: device.page, app: new App(device.page) };
}

/** The browser's own handle on the workers of this profile. */
async function openWorkers(device: Device, page: Page) {
  const cdp = await device.context.newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => scopeURL.startsWith(device.origin));
      if (own) resolve(own.registrationId);
    });
  });
  await cdp.send('ServiceWorker.enable');
  const registrationId = await registered;
  return {
    /** What Background Sync does when the network is back. */
    sync: (tag: string) =>
      cdp.send('ServiceWorker.dispatchSyncEvent', {
        origin: device.origin,
        registrationId,
        tag,
        lastChance: false,
      }),
    kill: () => cdp.send('ServiceWorker.stopAllWorkers'),
  };
}
