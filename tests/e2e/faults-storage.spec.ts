/** Section C of the fault catalogue, and row 25: what browsers do to what a site keeps. */
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { HOLD_MIGRATION, NEXT_WITH_MIGRATION } from '../support/other-release.ts';
import { App } from './app.ts';
import { putRow, rowsOf } from './device-database.ts';
import { type Device, test } from './fixtures.ts';
import { expectInOrderOnce, GROUP_NAME, openGroupOfTwo, type Person } from './group-of-two.ts';
import { HostedApp } from './hosted-app.ts';
import {
  bendStorage,
  bendStorageFrom,
  clearStored,
  copyProfile,
  damageDatabases,
  randomText,
  setQuota,
  stallStorage,
} from './storage-faults.ts';

const ARRIVED = /Enviada|Entregue|Lida/;

test('fault 25: with storage denied the app says so and never pretends; denied later, the text stays in the box', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await bendStorageFrom(ana.device.context, {});
  await ana.page.reload();
  await expect(ana.app.composer).toBeVisible();

  await bendStorage(ana.page, { denied: true });
  await ana.app.tryToSend('não pode sumir');
  await expect(ana.app.problem).toContainText('Não foi salvo');
  await expect(ana.app.composer).toHaveValue('não pode sumir');
  await expect(ana.app.message('não pode sumir')).toHaveCount(0);
  await bendStorage(ana.page, {});
  await ana.app.problem.getByRole('button', { name: 'Tentar de novo' }).click();
  await expect(ana.app.composer).toHaveValue('');
  await expect(bia.app.message('não pode sumir')).toHaveCount(1);

  await bendStorageFrom(ana.device.context, { denied: true });
  await ana.page.reload();
  await expect(ana.page.getByRole('heading', { name: 'Este navegador não deixa guardar' })).toBeVisible();
  await expect(ana.app.composer).toBeHidden();
});

test('fault 29: no space left when sending: “não foi salvo”, the text stays over a reload, a file is offered', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  const app = await startWithQuota(ana, 1);
  app.page.on('dialog', (dialog) => dialog.accept());
  const text = randomText(300);
  await app.tryToSend(text);
  await expect(app.problem).toContainText('Não foi salvo: o aparelho está sem espaço');
  await expect(app.composer).toHaveValue(text);
  await expect(app.message(text)).toHaveCount(0);

  const download = app.page.waitForEvent('download');
  await app.problem.getByRole('button', { name: 'Salvar num arquivo' }).click();
  const file = readFileSync(await (await download).path(), 'utf8');
  expect(JSON.parse(file)).toMatchObject({ racha: 'unsent', typed: text });

  await app.page.reload();
  await expect(app.composer).toHaveValue(text);
  await setQuota(app.page, undefined);
  await app.page.getByRole('button', { name: 'Enviar' }).click();
  await expect(app.composer).toHaveValue('');
  await app.expectStatus(text, ARRIVED);
  await expect(bia.app.message(text)).toHaveCount(1);
});

test('fault 30: no space left when receiving: said, nothing skipped, and it goes on by itself when there is', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  const app = await startWithQuota(ana, 1);
  const texts = Array.from({ length: 12 }, (_, i) => `${i} ${randomText(300)}`);
  await bia.app.sendAll(texts);
  await expect(app.connection).toContainText('Sem espaço no aparelho');
  for (const text of texts) await expect(app.message(text)).toHaveCount(0);
  // Never “delivered”: what is not on her device has not arrived.
  await bia.app.expectStatus(texts[11] ?? '', 'Enviada');
  await setQuota(app.page, undefined);
  await expectInOrderOnce(app, texts);
  await bia.app.expectStatus(texts[11] ?? '', /Entregue|Lida/);
  await expect(app.connection).not.toContainText('Sem espaço');
});

test('fault 31: damaged files, and the browser makes an empty database without a word: another device, said, all back', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.send('antes do estrago');
  await ana.app.expectStatus('antes do estrago', ARRIVED);
  const device = await deviceCode(ana.app);
  await ana.device.close();
  expect(damageDatabases(ana.device)).toBeGreaterThan(1);

  const app = await reopen(ana.device);
  await expectLossTold(app);
  await app.openGroup(GROUP_NAME);
  await expect(app.message('antes do estrago')).toHaveCount(1);
  await app.send('depois do estrago');
  await app.expectStatus('depois do estrago', ARRIVED);
  await expectInOrderOnce(bia.app, ['antes do estrago', 'depois do estrago']);
  expect(await deviceCode(app)).not.toBe(device);
});

test('fault 32: a newer version upgrades the database under an old tab: it lets go at once, says so, and keeps the text', async ({
  racha,
}) => {
  const host = await HostedApp.serve(racha);
  const { ana, bia } = await openGroupOfTwo(racha, { serviceWorkers: 'block' });
  ana.page.on('dialog', (dialog) => dialog.accept());
  const version = await databaseVersion(ana.page);
  host.become(NEXT_WITH_MIGRATION);
  const next = new App(await ana.device.context.newPage());
  await next.page.goto('/');
  await next.openGroup(GROUP_NAME);
  expect(await databaseVersion(next.page)).toBeGreaterThan(version);

  const old = ana.page.getByRole('alert').filter({ hasText: 'aqui nada mais é salvo' });
  await expect(old).toBeVisible();
  await ana.app.tryToSend('na aba velha');
  await expect(ana.app.problem).toContainText('versão mais nova do app');
  await expect(ana.app.composer).toHaveValue('na aba velha');
  await old.getByRole('button', { name: 'Recarregar' }).click();
  await expect(old).toBeHidden();
  await expect(ana.app.composer).toHaveValue('na aba velha');
  await ana.page.getByRole('button', { name: 'Enviar' }).click();
  await expect(ana.app.composer).toHaveValue('');
  await next.send('na aba nova');
  for (const text of ['na aba velha', 'na aba nova']) await expect(bia.app.message(text)).toHaveCount(1);
});

test('fault 33: killed in the middle of an upgrade: the old version and the same rows, and the next start upgrades', async ({
  racha,
}) => {
  const host = await HostedApp.serve(racha);
  const { ana, bia } = await openGroupOfTwo(racha, { serviceWorkers: 'block' });
  for (const text of ['um', 'dois', 'três']) await ana.app.send(text);
  await ana.app.expectStatus('três', ARRIVED);
  racha.proxy.set({ refuse: true });
  await ana.app.send('na fila');
  await ana.page.evaluate((key) => localStorage.setItem(key, '1'), HOLD_MIGRATION);
  await ana.page.goto('about:blank');
  racha.proxy.set({});
  await ana.page.goto('/livez');
  const before = await snapshotOf(ana.page);
  const version = await databaseVersion(ana.page);
  host.become(NEXT_WITH_MIGRATION);
  await ana.page.goto('/');
  await expect.poll(() => isUpgrading(ana.page)).toBe(true);
  await ana.device.kill();

  await ana.device.open();
  await ana.device.page.goto('/livez');
  expect(await databaseVersion(ana.device.page)).toBe(version);
  expect(await snapshotOf(ana.device.page)).toEqual(before);

  await ana.device.page.evaluate((key) => localStorage.removeItem(key), HOLD_MIGRATION);
  const app = new App(ana.device.page);
  await app.page.goto('/');
  await app.openGroup(GROUP_NAME);
  expect(await databaseVersion(app.page)).toBeGreaterThan(version);
  const texts = ['um', 'dois', 'três', 'na fila'];
  await expectInOrderOnce(app, texts);
  await app.expectStatus('na fila', ARRIVED);
  await expectInOrderOnce(bia.app, texts);
});

test('fault 34: the app is rolled back below the database: everything is read, nothing written, the update offered', async ({
  racha,
}) => {
  test.slow();
  const host = await HostedApp.serve(racha);
  const { ana, bia } = await openGroupOfTwo(racha, { serviceWorkers: 'block' });
  host.become(NEXT_WITH_MIGRATION);
  await ana.page.reload();
  await ana.app.send('da versão nova');
  await ana.app.expectStatus('da versão nova', ARRIVED);
  racha.proxy.set({ refuse: true });
  await ana.app.send('na fila');
  const conversation = ana.page.url();
  // Out of the app before the network is back: it would send what waits.
  await ana.page.goto('about:blank');
  racha.proxy.set({});
  await ana.page.goto('/livez');
  const before = await snapshotOf(ana.page);
  const version = await databaseVersion(ana.page);

  host.become(undefined);
  await ana.page.goto(conversation);
  const readOnly = ana.page.getByRole('alert').filter({ hasText: 'Só leitura' });
  await expect(readOnly).toBeVisible();
  await expect(ana.app.message('da versão nova')).toHaveCount(1);
  await ana.app.expectStatus('na fila', 'Esperando');
  await ana.app.tryToSend('da versão velha');
  await expect(ana.app.problem).toContainText('Não foi salvo');
  await expect(ana.app.composer).toHaveValue('da versão velha');

  // Every other screen says the same, shows what there is, and writes nothing.
  const group = new URL(conversation).pathname;
  for (const [address, shown] of [
    ['/', ana.page.getByRole('link', { name: new RegExp(GROUP_NAME) })],
    ['/fila', ana.page.getByText('O app voltou a uma versão anterior à dos dados.')],
    ['/fila', ana.page.getByText('“na fila”', { exact: true })],
    ['/ajustes', ana.page.getByRole('button', { name: 'Exportar o que não foi enviado' })],
    [`${group}/pessoas`, ana.page.getByText('Bia').first()],
    [`${group}/contas`, ana.page.getByRole('heading', { name: GROUP_NAME })],
  ] as const) {
    if (new URL(ana.page.url()).pathname !== address) await ana.page.goto(address);
    await expect(readOnly, address).toBeVisible();
    await expect(shown.first(), address).toBeVisible();
  }
  await ana.page.goto(conversation);
  expect(await databaseVersion(ana.page)).toBe(version);
  expect(await snapshotOf(ana.page)).toEqual(before);
  await expect(bia.app.message('na fila')).toHaveCount(0);

  host.become(NEXT_WITH_MIGRATION);
  ana.page.on('dialog', (dialog) => dialog.accept());
  await readOnly.getByRole('button', { name: 'Atualizar' }).click();
  await expect(readOnly).toBeHidden();
  await expect(ana.app.composer).toHaveValue('da versão velha');
  await ana.app.expectStatus('na fila', ARRIVED);
  await expect(bia.app.message('na fila')).toHaveCount(1);

  // Back again, and under an app lock: there is nothing to read, and only the newer one may try the PIN.
  host.become(undefined);
  await putRow(ana.page, 'meta', { name: 'lock', value: { id: 'of the newer one' } });
  await ana.page.goto('/');
  await expect(ana.page.getByRole('heading', { name: 'App mais antigo que os dados' })).toBeVisible();
  await expect(ana.page.getByText('fechados pelo seu PIN: só ela pode abri-los.')).toBeVisible();
  await expect(ana.page.getByRole('textbox')).toHaveCount(0);
});

test('fault 35: the browser clears what scripts stored, as Safari after seven days: the cookie brings everything back', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.send('faz uma semana');
  await ana.app.expectStatus('faz uma semana', ARRIVED);
  const device = await deviceCode(ana.app);
  await ana.page.goto('/livez');
  await clearStored(ana.page, ['indexeddb', 'local_storage', 'cache_storage', 'service_workers']);
  await ana.page.goto('/');
  await expectLossTold(ana.app);
  await ana.app.openGroup(GROUP_NAME);
  await expect(ana.app.message('faz uma semana')).toHaveCount(1);
  await ana.app.send('voltei');
  await expectInOrderOnce(bia.app, ['faz uma semana', 'voltei']);
  expect(await deviceCode(ana.app)).not.toBe(device);
});

test('fault 35: everything is cleared, the cookie too: a new device, told how to come back, and shown nothing before', async ({
  racha,
}) => {
  const { ana, bia, link } = await openGroupOfTwo(racha);
  await ana.app.send('era eu');
  await ana.app.expectStatus('era eu', ARRIVED);
  await ana.page.goto('/livez');
  await clearStored(ana.page, ['all']);
  await ana.page.goto('/');
  await expect(ana.page.getByText('abra de novo o link de convite do grupo')).toBeVisible();
  await ana.app.giveName('Ana');
  await expect(ana.page.getByRole('link', { name: new RegExp(GROUP_NAME) })).toHaveCount(0);
  await ana.app.join(link);
  await expect(ana.app.message('era eu')).toHaveCount(1);
  await ana.app.send('sou eu de novo');
  await expectInOrderOnce(bia.app, ['era eu', 'sou eu de novo']);
});

test('fault 36: parts of the storage go: without the witness or the cookie nothing happens, without the database it is noticed', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.installed();
  await ana.app.send('um');
  await ana.app.expectStatus('um', ARRIVED);
  const device = await deviceCode(ana.app);
  await ana.page.goto('/livez');
  await clearStored(ana.page, ['local_storage', 'cookies']);
  await ana.page.goto('/');
  await ana.app.openGroup(GROUP_NAME);
  await ana.app.send('dois');
  await ana.app.expectStatus('dois', ARRIVED);
  await expect(lossNote(ana.app)).toBeHidden();
  expect(await deviceCode(ana.app)).toBe(device);

  await ana.page.goto('/livez');
  await clearStored(ana.page, ['indexeddb']);
  racha.proxy.set({ refuse: true });
  await ana.page.goto('/');
  // Known at once, before any server could say so.
  await expect(lossNote(ana.app)).toBeVisible();
  racha.proxy.set({});
  await expectLossTold(ana.app);
  await ana.app.openGroup(GROUP_NAME);
  await ana.app.send('três');
  await expectInOrderOnce(bia.app, ['um', 'dois', 'três']);
  expect(await deviceCode(ana.app)).not.toBe(device);
});

test('fault 37: the database is taken away under an open conversation: said, nothing pretended, and one can go on', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.send('antes');
  await ana.app.expectStatus('antes', ARRIVED);
  racha.proxy.set({ refuse: true });
  await clearStored(ana.page, ['indexeddb']);
  await ana.app.tryToSend('bem na hora');
  await expect(ana.app.problem).toContainText('o navegador apagou os dados deste aparelho');
  await expect(ana.app.composer).toHaveValue('bem na hora');
  await expect(lossNote(ana.app)).toBeVisible();
  racha.proxy.set({});
  await expect(async () => {
    await ana.app.problem.getByRole('button', { name: 'Tentar de novo' }).click();
    await expect(ana.app.composer).toHaveValue('', { timeout: 1_000 });
  }).toPass();
  await ana.app.expectStatus('bem na hora', ARRIVED);
  await expectInOrderOnce(ana.app, ['antes', 'bem na hora']);
  await expectInOrderOnce(bia.app, ['antes', 'bem na hora']);
});

test('fault 37: one access in twenty fails and one commit in twenty is not told: every message is there once, in order', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await bendStorageFrom(ana.device.context, { failing: 0.05 });
  await ana.page.reload();
  await expect(ana.app.composer).toBeVisible();
  const texts = Array.from({ length: 30 }, (_, i) => `tropeço ${String(i).padStart(2, '0')}`);
  await ana.app.sendAll(texts);
  await expectInOrderOnce(bia.app, texts);
  await ana.app.toEnd();
  await ana.app.expectStatus('tropeço 29', ARRIVED);
  await expectInOrderOnce(ana.app, texts);
});

test('fault 38: the storage stalls for ten seconds: “salvando”, honestly, and the message is there once', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await stallStorage(ana.device.context, racha.origin, 10_000);
  await ana.page.bringToFront();
  await ana.app.tryToSend('devagar');
  await expect(ana.page.getByText('Salvando…')).toBeVisible();
  await ana.app.composer.press('Enter');
  await ana.page.getByRole('button', { name: 'Enviar' }).click();
  await expect(ana.app.composer).toHaveValue('devagar');
  await expect(ana.app.message('devagar')).toHaveCount(0);
  await expect(ana.app.connection).toContainText('demorando para salvar');
  await expect(ana.app.composer).toHaveValue('');
  await ana.app.expectStatus('devagar', ARRIVED);
  await expect(bia.app.message('devagar')).toHaveCount(1);
  await expect(ana.app.message('devagar')).toHaveCount(1);
});

test('fault 39: a copied profile runs beside its original, both write: both texts arrive, each once', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.send('antes da cópia');
  await ana.app.expectStatus('antes da cópia', ARRIVED);
  const twin = await racha.device();
  await Promise.all([ana.device.close(), twin.close()]);
  copyProfile(ana.device.profileDir, twin.profileDir);
  const [left, right] = await Promise.all([reopen(ana.device), reopen(twin)]);
  for (const app of [left, right]) await app.openGroup(GROUP_NAME);
  await Promise.all([left.send('do original'), right.send('da cópia')]);
  await Promise.all([left.expectStatus('do original', ARRIVED), right.expectStatus('da cópia', ARRIVED)]);
  for (const app of [left, right, bia.app]) {
    for (const text of ['antes da cópia', 'do original', 'da cópia']) {
      await expect(app.message(text)).toHaveCount(1);
    }
  }
  await left.send('e mais uma');
  await right.send('outra também');
  await expect(bia.app.message('e mais uma')).toHaveCount(1);
  await expect(bia.app.message('outra também')).toHaveCount(1);
  expect(await deviceCode(left)).not.toBe(await deviceCode(right));
});

test('fault 40: an older copy of the profile comes back: what it writes is new, not swallowed as known', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.send('no backup');
  await ana.app.expectStatus('no backup', ARRIVED);
  const backup = await racha.device();
  await Promise.all([ana.device.close(), backup.close()]);
  copyProfile(ana.device.profileDir, backup.profileDir);
  const later = await reopen(ana.device);
  await later.openGroup(GROUP_NAME);
  for (const text of ['depois 1', 'depois 2', 'depois 3']) await later.send(text);
  await later.expectStatus('depois 3', ARRIVED);
  await ana.device.close();

  copyProfile(backup.profileDir, ana.device.profileDir);
  const restored = await reopen(ana.device);
  await restored.openGroup(GROUP_NAME);
  await restored.send('do restaurado');
  await restored.expectStatus('do restaurado', ARRIVED);
  const all = ['no backup', 'depois 1', 'depois 2', 'depois 3', 'do restaurado'];
  await expectInOrderOnce(restored, all);
  await expectInOrderOnce(bia.app, all);
});

/** A browser that has just been started: Chromium remembers for 30 s how much room an open database had. */
async function startWithQuota({ device, page }: Person, quotaSize: number): Promise<App> {
  const conversation = page.url();
  await device.close();
  await device.open();
  const app = new App(device.page);
  await app.page.goto('/livez');
  await setQuota(app.page, quotaSize);
  await app.page.goto(conversation);
  await expect(app.composer).toBeVisible();
  return app;
}

async function reopen(device: Device): Promise<App> {
  await device.open();
  const app = new App(device.page);
  await app.page.goto('/');
  return app;
}

/** Everything that lies in the database but the lease, which is renewed as long as the app runs. */
async function snapshotOf(page: Page): Promise<Record<string, unknown[]>> {
  const tables: Record<string, unknown[]> = {};
  for (const table of [
    'messages',
    'members',
    'groups',
    'memberships',
    'outbox',
    'cursors',
    'lanes',
    'kept',
  ]) {
    tables[table] = await rowsOf(page, table);
  }
  return tables;
}

/** As opening says it: right after a kill, Chromium's `databases()` still tells of an upgrade that is rolled back. */
function databaseVersion(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('racha');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          resolve(opening.result.version);
          opening.result.close();
        };
      }),
  );
}

/** While a database is upgraded, nobody else can open it. */
function isUpgrading(page: Page): Promise<boolean> {
  return page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        const opening = indexedDB.open('racha');
        opening.onsuccess = () => {
          opening.result.close();
          resolve(false);
        };
        setTimeout(() => resolve(true), 500);
      }),
  );
}

/** The one at the top, until it was read; the composer may say the same of the text in it. */
const lossNote = (app: App) =>
  app.page
    .getByRole('alert')
    .filter({ hasText: 'O navegador apagou os dados deste aparelho' })
    .filter({ has: app.page.getByRole('button', { name: 'Entendi' }) });

/** It says so, the group is back, and the note goes when it was read. */
async function expectLossTold(app: App): Promise<void> {
  await expect(lossNote(app)).toBeVisible();
  await expect(app.page.getByRole('link', { name: new RegExp(GROUP_NAME) })).toBeVisible();
  await lossNote(app).getByRole('button', { name: 'Entendi' }).click();
  await expect(lossNote(app)).toBeHidden();
}

/** What Ajustes tells support: the device's id. Comes back to the conversation. */
async function deviceCode(app: App): Promise<string> {
  const before = app.page.url();
  await app.page.goto('/ajustes');
  const code = await app.page.getByRole('definition').getByRole('code').textContent();
  await app.page.goto(before);
  return code ?? '';
}
