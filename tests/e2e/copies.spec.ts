/** Copies of a device in its second database: recovered from at the start, and brought back from by hand. */
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { App } from './app.ts';
import { turnOn, unlock } from './app-lock.ts';
import { rowsOf } from './device-database.ts';
import { type Racha, test } from './fixtures.ts';
import { expectInOrderOnce, GROUP_NAME, openGroupOfTwo, type Person } from './group-of-two.ts';
import { ARRIVED } from './messages.ts';
import { clearStored, damageDatabases } from './storage-faults.ts';

test('fault 31: damaged files with work in the queue: recovered from the copy, offline, and sent once', async ({
  racha,
}) => {
  test.slow();
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.send('antes do estrago');
  await ana.app.expectStatus('antes do estrago', ARRIVED);
  await writePlan(ana.page, 'Sair às sete');
  await ana.app.openConversation();
  await ana.app.installed();
  racha.proxy.set({ refuse: true });
  await ana.app.send('ficou na fila');
  await ana.app.composer.fill('ainda escrevendo');
  await expect.poll(() => rowsOf(ana.page, 'drafts')).toHaveLength(1);
  await makeCopy(ana.page);
  await ana.device.close();
  expect(damageDatabases(ana.device)).toBeGreaterThan(1);

  await ana.device.open();
  const app = new App(ana.device.page);
  await app.page.goto('/');
  const note = app.page.getByRole('alert').filter({ hasText: 'O navegador apagou os dados deste aparelho' });
  await expect(note).toContainText('1 coisa voltou para a fila.');
  await expect(note).toContainText('1 rascunho voltou.');
  await expect(note).toContainText('1 grupo voltou.');
  await app.openGroup(GROUP_NAME);
  await expect(app.message('antes do estrago')).toBeVisible();
  await expect(app.message('ficou na fila')).toBeVisible();
  await expect(app.composer).toHaveValue('ainda escrevendo');
  // The words of a plan, which no row has: still without a network.
  const conversation = app.page.url();
  await openPlans(app.page);
  await app.page.getByRole('link', { name: 'Roteiro' }).click();
  await expect(planText(app.page)).toContainText('Sair às sete');
  await app.page.goto(conversation);

  // In every language, each on both grounds.
  for (const language of ['en', 'es', 'pt-BR']) {
    await choose(app.page, language);
    const words = copyWords(language);
    const told = app.page
      .getByRole('alert')
      .filter({ hasText: words.result.groups_one.replace('{{count}}', '1') });
    await expect(told).toContainText(words.recovered.later);
    await told.getByRole('link', { name: words.recovered.look }).click();
    await expect(app.page.getByRole('heading', { name: words.title })).toBeVisible();
    await app.page.getByRole('list').getByRole('button').first().click();
    await expect(app.page.getByRole('dialog').getByText('“ficou na fila”')).toBeVisible();
    await expectAccessible(app.page, `a copy, ${language}`);
    await app.page.getByRole('dialog').getByRole('button', { name: 'Roteiro' }).click();
    const plan = app.page.getByRole('article', { name: 'Roteiro' });
    await expect(plan.getByText('Sair às sete')).toBeVisible();
    await expectAccessible(app.page, `a plan in a copy, ${language}`);
    await plan.getByRole('button', { name: words.restore.plan }).click();
    await expect(app.page.getByRole('dialog')).toContainText(words.restore.planText);
    await app.page.goBack();
  }
  await app.page.getByRole('alert').getByRole('button', { name: 'Entendi' }).click();
  await expect(note).toBeHidden();

  racha.proxy.set({});
  await app.expectStatus('ficou na fila', ARRIVED);
  await expectInOrderOnce(app, ['antes do estrago', 'ficou na fila']);
  await expectInOrderOnce(bia.app, ['antes do estrago', 'ficou na fila']);

  // What has been sent since is known: nothing is doubled by restoring it.
  await app.page.goto('/ajustes/copias');
  await app.page.getByRole('list').getByRole('button').last().click();
  await app.page.getByRole('button', { name: 'Restaurar tudo' }).click();
  await app.page.getByRole('button', { name: 'Restaurar', exact: true }).click();
  await expect(app.page.getByRole('dialog').getByRole('status')).toContainText('Nada mudou');
  await app.page.getByRole('button', { name: 'Fechar' }).click();
  await app.page.goto('/');
  await app.openGroup(GROUP_NAME);
  await expectInOrderOnce(app, ['antes do estrago', 'ficou na fila']);
});

test('fault 36: the database goes, and the witness with it: the copies say so by themselves', async ({
  racha,
}) => {
  test.slow();
  const { ana, bia } = await openWithCopy(racha);
  // Whether it is sent from here or not: it is in the copy, and the server knows it by its id.
  racha.proxy.set({});
  await ana.page.goto('/livez');
  await ana.page.evaluate(async () => {
    const deleting = indexedDB.deleteDatabase('racha');
    await new Promise((resolve, reject) => {
      deleting.onsuccess = resolve;
      deleting.onerror = reject;
    });
  });
  await clearStored(ana.page, ['local_storage']);
  racha.proxy.set({ refuse: true });
  await ana.page.goto('/');
  await expect(ana.page.getByRole('alert').filter({ hasText: '1 coisa voltou para a fila.' })).toBeVisible();
  await expectBack(racha, ana.app, bia.app);
});

test('fault 31: a database that opens no more is given up for its copy, after it was asked twice', async ({
  racha,
}) => {
  const { ana, bia } = await openWithCopy(racha);
  await ana.page.addInitScript(breakDatabase);
  await ana.page.goto('/');
  await expect(ana.page.getByRole('heading', { name: 'O armazenamento não respondeu' })).toBeVisible();
  for (const language of ['en', 'es', 'pt-BR']) {
    await choose(ana.page, language);
    await ana.page.getByRole('button', { name: copyWords(language).broken.use }).click();
    await expect(ana.page.getByText(copyWords(language).broken.ask)).toBeVisible();
    await expectAccessible(ana.page, `the last copy, ${language}`);
  }
  await ana.page.getByRole('button', { name: 'Apagar e recomeçar' }).click();
  await expect(ana.page.getByRole('alert').filter({ hasText: '1 coisa voltou para a fila.' })).toBeVisible();
  await expectBack(racha, ana.app, bia.app);
});

test('fault 37: emptied under an open page: what waited comes back there and then, and goes out once', async ({
  racha,
}) => {
  test.slow();
  const { ana, bia } = await openWithCopy(racha);
  await emptyDatabase(ana.page);
  // Nobody reloads anything: the app finds out by itself, and goes on with what it was showing.
  await expect(ana.page.getByRole('alert').filter({ hasText: '1 coisa voltou para a fila.' })).toBeVisible();
  await expect(ana.app.message('um')).toBeVisible();
  await ana.app.expectStatus('dois', 'Esperando');
  await ana.page.goto('/');
  await expectBack(racha, ana.app, bia.app);
});

test('fault 31: damaged files under an app lock: the PIN first, then everything that the copy has', async ({
  racha,
}) => {
  test.slow();
  const { ana, bia } = await openGroupOfTwo(racha);
  const conversation = ana.page.url();
  await turnOn(ana.page);
  // Each time the page is loaded the app asks for its PIN.
  const visit = async (address: string): Promise<void> => {
    await ana.page.goto(address);
    await unlock(ana.page);
  };
  await visit(conversation);
  await leaveUnsent(racha, ana.app, visit);
  await ana.device.close();
  expect(damageDatabases(ana.device)).toBeGreaterThan(1);

  await ana.device.open();
  const app = new App(ana.device.page);
  await app.page.goto('/');
  await expect(app.page.getByRole('heading', { name: 'Racha está bloqueado' })).toBeVisible();
  await expect(app.page.getByText(GROUP_NAME)).toHaveCount(0);
  await expectAccessible(app.page, 'a lost device asks for its PIN');
  await unlock(app.page);
  await expect(app.page.getByRole('alert').filter({ hasText: '1 coisa voltou para a fila.' })).toBeVisible();
  await expectBack(racha, app, bia.app);
});

/** Ana has sent “um”, and “dois” waits without a network; both are in a copy. */
async function openWithCopy(racha: Racha): Promise<{ ana: Person; bia: Person }> {
  const { ana, bia } = await openGroupOfTwo(racha);
  await leaveUnsent(racha, ana.app);
  return { ana, bia };
}

async function leaveUnsent(racha: Racha, app: App, visit?: Visit): Promise<void> {
  await app.send('um');
  await app.expectStatus('um', ARRIVED);
  await app.installed();
  racha.proxy.set({ refuse: true });
  await app.send('dois');
  await makeCopy(app.page, visit);
}

/** From the list of groups: both texts are there, and go out once when there is a network. */
async function expectBack(racha: Racha, app: App, others: App): Promise<void> {
  await app.openGroup(GROUP_NAME);
  await expect(app.message('dois')).toBeVisible();
  racha.proxy.set({});
  await app.expectStatus('dois', ARRIVED);
  await expectInOrderOnce(others, ['um', 'dois']);
}

/** As the browser does it under an open page: every table, and nobody is told. */
async function emptyDatabase(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('racha');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const clearing = database.transaction([...database.objectStoreNames], 'readwrite');
          for (const name of database.objectStoreNames) clearing.objectStore(name).clear();
          clearing.oncomplete = () => {
            database.close();
            resolve();
          };
        };
      }),
  );
}

/** Runs in the page: the first database does not open until it is deleted, as one whose files are damaged. */
function breakDatabase(): void {
  const { open, deleteDatabase } = IDBFactory.prototype;
  IDBFactory.prototype.deleteDatabase = function (name) {
    if (name === 'racha') sessionStorage.setItem('given-up', 'yes');
    return deleteDatabase.call(this, name);
  };
  IDBFactory.prototype.open = function (...request) {
    if (request[0] === 'racha' && !sessionStorage.getItem('given-up')) {
      throw new DOMException('Internal error opening backing store', 'UnknownError');
    }
    return open.apply(this, request);
  };
}

type Visit = (address: string) => Promise<unknown>;

const openPlans = (page: Page) => page.getByRole('link', { name: 'Planos' }).click();
const planText = (page: Page) => page.getByRole('textbox', { name: 'Texto do plano' });

async function writePlan(page: Page, words: string): Promise<void> {
  await openPlans(page);
  await page.getByRole('button', { name: 'Novo plano' }).first().click();
  await page.getByRole('radio', { name: 'Texto livre' }).check();
  await page.getByLabel('Título').fill('Roteiro');
  await page.getByRole('button', { name: 'Criar plano' }).click();
  await planText(page).click();
  await page.keyboard.type(words);
  await expect(page.getByText('Enviado')).toBeVisible();
  await page.goBack();
}

async function makeCopy(page: Page, visit: Visit = (address) => page.goto(address)): Promise<void> {
  const before = page.url();
  await visit('/ajustes/copias');
  await page.getByRole('button', { name: 'Fazer cópia agora' }).click();
  await expect(page.getByText('Cópia feita')).toBeVisible();
  await visit(before);
}

async function choose(page: Page, language: string): Promise<void> {
  await page.evaluate((chosen) => localStorage.setItem('racha.language', chosen), language);
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', language);
}

interface CopyWords {
  readonly title: string;
  readonly recovered: { readonly later: string; readonly look: string };
  readonly result: { readonly groups_one: string };
  readonly restore: { readonly plan: string; readonly planText: string };
  readonly broken: { readonly use: string; readonly ask: string };
}

const copyWords = (language: string): CopyWords =>
  JSON.parse(readFileSync(`locales/${language}/later/copies.json`, 'utf8'));
