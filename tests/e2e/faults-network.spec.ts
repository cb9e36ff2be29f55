/**
 * Section A of the fault catalogue, as a person meets it: real Chromium, the real server, and a fault proxy on the
 * link. Each title names its row (docs/faults.md).
 *
 * A balancer that forgets (13) and a change of address (14) are the proxy's: they need no rights that a build machine
 * may not have. Slow links have a file of their own.
 */
import { expect, type Page } from '@playwright/test';
import { App } from './app.ts';
import { type Device, kill, test } from './fixtures.ts';
import { expectInOrderOnce, GROUP_NAME, openGroupOfTwo, person } from './group-of-two.ts';
import { ARRIVED, countSockets, numbered } from './messages.ts';

test('fault 1: offline to online: 50 messages survive the browser’s end and arrive in order, once', async ({
  racha,
}) => {
  test.slow();
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.installed();
  racha.proxy.set({ refuse: true });
  const texts = numbered(50, 'mensagem');
  await ana.app.sendAll(texts);

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
  await app.expectStatus('mensagem 50', ARRIVED);
});

test('fault 2: a half-open link is noticed within 20 seconds and never shows a fake “sent”', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha, { ownLink: true });
  ana.device.link.set({ blackHole: 'both' });
  await ana.app.send('tem alguém aí?');
  await expect(ana.app.connection).toContainText(/Sem conexão|Conectando/, { timeout: 25_000 });
  await ana.app.expectStatus('tem alguém aí?', 'Esperando');
  // The dead connections stay dead and are never closed: the app has to leave them by itself.
  ana.device.link.set({});
  await ana.app.expectStatus('tem alguém aí?', ARRIVED);
  await expect(bia.app.message('tem alguém aí?')).toHaveCount(1);
});

test('fault 3: lost acks: the message is committed once, and its author learns of it', async ({ racha }) => {
  const { ana, bia } = await openGroupOfTwo(racha, { ownLink: true });
  ana.device.link.set({ blackHole: 'down' });
  await ana.app.send('chegou mas eu não soube');
  await expect(bia.app.message('chegou mas eu não soube')).toBeVisible();
  await ana.app.expectStatus('chegou mas eu não soube', 'Esperando');
  ana.device.link.set({});
  await ana.app.expectStatus('chegou mas eu não soube', ARRIVED);
  await expect(bia.app.message('chegou mas eu não soube')).toHaveCount(1);
});

test('fault 4: lost requests: sent again, in order, once', async ({ racha }) => {
  const { ana, bia } = await openGroupOfTwo(racha, { ownLink: true });
  ana.device.link.set({ blackHole: 'up' });
  const texts = numbered(5, 'perdida');
  await ana.app.sendAll(texts);
  await expect.poll(() => ana.device.link.stats.bytesLost).toBeGreaterThan(0);
  await ana.app.expectStatus('perdida 05', 'Esperando');
  ana.device.link.set({});
  await expectInOrderOnce(bia.app, texts);
  await ana.app.expectStatus('perdida 05', ARRIVED);
});

test('fault 5: the link is cut by the very ack, after the commit: resent, known, not doubled', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha, { ownLink: true });
  for (const text of numbered(5, 'cortada')) {
    const { cuts } = ana.device.link.stats;
    ana.device.link.set({ cutOnReply: 'once' });
    await ana.app.send(text);
    await expect.poll(() => ana.device.link.stats.cuts).toBeGreaterThan(cuts);
    await ana.app.expectStatus(text, ARRIVED);
  }
  await expectInOrderOnce(bia.app, numbered(5, 'cortada'));
});

test('fault 6: cut in the middle of frames and batches, at bytes by a seed: in order, once', async ({
  racha,
}) => {
  test.slow();
  const { ana, bia } = await openGroupOfTwo(racha, { ownLink: true });
  const { link } = ana.device;
  link.set({ refuse: true });
  const texts = numbered(30, `picada ${'em pedaços '.repeat(40).trim()}`);
  await ana.app.sendAll(texts);
  const { cuts } = link.stats;
  link.set({ cutWithinBytes: 8_000 });
  await tryNow(ana.page);
  await expect(bia.app.message(texts.at(-1) ?? '')).toBeVisible({ timeout: 120_000 });
  await expectInOrderOnce(bia.app, texts);
  expect(link.stats.cuts - cuts).toBeGreaterThan(4);
  link.set({});
  await ana.app.expectStatus(texts.at(-1) ?? '', ARRIVED);
});

test('fault 10: a link that comes and goes every second: progress while it does, and no storm of attempts', async ({
  racha,
}) => {
  test.slow();
  const { ana, bia } = await openGroupOfTwo(racha, { ownLink: true });
  const { link } = ana.device;
  // The app's own files, fetched over such a link, are no attempts of the app to be connected.
  await ana.app.installed();
  const startedAt = performance.now();
  const before = link.stats.connections;
  link.set({ flap: { upMs: 1_000, downMs: 1_000 } });
  const texts = numbered(30, 'vai e vem');
  await ana.app.sendAll(texts);
  // Still flapping: what is seen only ever grows, and ends whole.
  await expect(bia.app.message('vai e vem 30')).toBeVisible({ timeout: 90_000 });
  await expectInOrderOnce(bia.app, texts);
  const seconds = (performance.now() - startedAt) / 1000;
  expect((link.stats.connections - before) / seconds).toBeLessThan(12);
  link.set({});
  await ana.app.expectStatus('vai e vem 30', ARRIVED);
});

for (const captivePortal of ['page', 'redirect'] as const) {
  test(`fault 11: a captive portal that answers by ${captivePortal}: told with what to do; caches and queue untouched`, async ({
    racha,
  }) => {
    const { ana, bia } = await openGroupOfTwo(racha, { ownLink: true });
    await ana.app.installed();
    const cached = await digestOfCaches(ana.page);
    ana.device.link.set({ refuse: true });
    await ana.app.send('no Wi-Fi do aeroporto');
    ana.device.link.set({ captivePortal });
    await tryNow(ana.page);
    await expect(ana.app.connection).toContainText('Esta rede pede login: abra o navegador e entre nela');
    await expect(ana.app.connection).toContainText('1 na fila');

    // Its answer for the worker's own file is no new version, its answer for `/` is not the app.
    await ana.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update().catch(() => undefined);
    });
    await ana.page.reload();
    await ana.app.expectStatus('no Wi-Fi do aeroporto', 'Esperando');
    await expect(ana.app.connection).toContainText('Esta rede pede login');
    expect(await digestOfCaches(ana.page)).toBe(cached);

    ana.device.link.set({});
    await tryNow(ana.page);
    await ana.app.expectStatus('no Wi-Fi do aeroporto', ARRIVED);
    await expect(bia.app.message('no Wi-Fi do aeroporto')).toHaveCount(1);
  });
}

for (const fault of [{ dropUpgrade: true }, { swallowUpgrade: true }]) {
  test(`fault 12: websockets blocked (${Object.keys(fault)[0]}): polling carries both ways, in order`, async ({
    racha,
  }) => {
    const { ana, bia } = await openGroupOfTwo(racha, { ownLink: true });
    ana.device.link.set(fault);
    ana.device.link.cut();
    const texts = numbered(10, 'sem websocket');
    await ana.app.sendAll(texts);
    await expectInOrderOnce(bia.app, texts);
    await bia.app.send('leio você');
    await expect(ana.app.message('leio você')).toBeVisible();
    // Not only at the reconnect: it stays open and hears.
    await expect(ana.app.connection).toBeEmpty();
    const { upgradesLost } = ana.device.link.stats;
    expect(upgradesLost).toBeGreaterThan(0);
    await bia.app.send('e agora também');
    await expect(ana.app.message('e agora também')).toBeVisible();
    await ana.app.send('respondo');
    await expect(bia.app.message('respondo')).toBeVisible();
  });
}

test('fault 13: a balancer forgets idle connections: heartbeats keep one alive, a dead one is left by cursor', async ({
  racha,
}) => {
  test.slow();
  const { ana, bia } = await openGroupOfTwo(racha, { ownLink: true });
  const caio = await person(racha, { ownLink: true });
  const kept = countSockets(caio.page);
  await caio.app.start('Caio');
  await caio.app.createGroup('Conexão parada');
  // Shorter than the heartbeat's 10 s for Ana; longer for Caio.
  ana.device.link.set({ forgetIdleAfterMs: 4_000 });
  caio.device.link.set({ forgetIdleAfterMs: 14_000 });
  await ana.app.send('a última que passou');
  await ana.app.expectStatus('a última que passou', ARRIVED);
  await expect.poll(() => ana.device.link.stats.forgotten, { timeout: 30_000 }).toBeGreaterThan(0);
  await bia.app.send('você não está ouvindo');
  await expect(ana.app.message('você não está ouvindo')).toBeVisible({ timeout: 40_000 });
  // The one it began with.
  expect(kept.opened()).toBe(1);
});

test('fault 14: another address in the middle of a batch: it goes on, in order, in the same session', async ({
  racha,
}) => {
  test.slow();
  const { ana, bia } = await openGroupOfTwo(racha, { ownLink: true });
  const { link } = ana.device;
  link.set({ refuse: true });
  const texts = numbered(40, 'saindo de casa');
  await ana.app.sendAll(texts);
  const sessions: string[] = [];
  ana.page.on('request', (request) => {
    if (request.url().endsWith('/api/session')) sessions.push(request.url());
  });
  link.set({ bytesPerSecond: 4_000 });
  const { bytesUp } = link.stats;
  await tryNow(ana.page);
  await expect.poll(() => link.stats.bytesUp - bytesUp, { intervals: [20] }).toBeGreaterThan(6_000);
  link.changeAddress();
  link.set({ fromAddress: '127.0.0.2' });
  // What the old address was silent about is noticed by a heartbeat, after up to 18 s.
  await expect(bia.app.message(texts.at(-1) ?? '')).toBeVisible({ timeout: 60_000 });
  await expectInOrderOnce(bia.app, texts);
  await ana.app.expectStatus('saindo de casa 40', ARRIVED);
  expect(link.stats.forgotten).toBeGreaterThan(0);
  expect(sessions).toEqual([]);
});

test('fault 15: navigator.onLine lies, both ways: what counts is who answers', async ({ racha }) => {
  // On localhost socket.io does not listen to the browser's word; elsewhere it does.
  const { ana, bia } = await openGroupOfTwo(racha, { ownLink: true, host: '127.0.0.1' });
  const cdp = await ana.device.context.newCDPSession(ana.page);
  const say = (online: boolean): Promise<unknown> =>
    cdp.send('Network.overrideNetworkState', {
      offline: !online,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
  await say(false);
  await expect.poll(() => ana.page.evaluate(() => navigator.onLine)).toBe(false);
  await ana.app.send('dizem que estou offline');
  await ana.app.expectStatus('dizem que estou offline', ARRIVED);
  await bia.app.send('e eu ouço');
  await expect(ana.app.message('e eu ouço')).toBeVisible();
  await expect(ana.app.connection).toBeEmpty();

  await say(true);
  ana.device.link.set({ refuse: true });
  await ana.app.send('dizem que estou online');
  await expect(ana.app.connection).toContainText('Sem conexão · 1 na fila');
  expect(await ana.page.evaluate(() => navigator.onLine)).toBe(true);
  await ana.app.expectStatus('dizem que estou online', 'Esperando');
  // No event tells that it is back.
  ana.device.link.set({});
  await ana.app.expectStatus('dizem que estou online', ARRIVED);
  await expect(bia.app.message('dizem que estou online')).toHaveCount(1);
});

test('fault 16: the whole device sleeps until the server has given it up; awake, it is back at once', async ({
  racha,
}) => {
  test.slow();
  const { ana, bia } = await openGroupOfTwo(racha, { ownLink: true });
  await ana.app.send('vou dormir');
  await ana.app.expectStatus('vou dormir', 'Lida');
  const online = bia.page.getByText(/1 online/);
  await expect(online).toBeVisible();
  stop(ana.device);
  await expect(online).toBeHidden({ timeout: 40_000 });
  await bia.app.send('dormiu?');
  for (const pid of ana.device.pids()) kill(pid, 'SIGCONT');
  await expect(ana.app.message('dormiu?')).toBeVisible({ timeout: 10_000 });
  await ana.app.send('acordei');
  await expect(bia.app.message('acordei')).toHaveCount(1);
  await ana.app.expectStatus('acordei', ARRIVED);
});

/** As the person does who opens the queue and taps “try now”, or as the system does when an interface comes up. */
const tryNow = (page: Page): Promise<void> =>
  page.evaluate(() => {
    dispatchEvent(new Event('online'));
  });

function stop(device: Device): void {
  for (const pid of device.pids()) kill(pid, 'SIGSTOP');
}

/** Names and bytes of everything the app keeps in Cache Storage. */
const digestOfCaches = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const found: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const bytes = await (await cache.match(request))?.arrayBuffer();
        const hash = await crypto.subtle.digest('SHA-256', bytes ?? new ArrayBuffer(0));
        found.push(`${name} ${request.url} ${new Uint8Array(hash).join('.')}`);
      }
    }
    return found.sort().join('\n');
  });
