/**
 * Every boundary is made to throw, records are damaged, tables emptied, an upgrade fails, a chunk is missing: on one app that
 * goes on running. After each: the screen says what happened in the person's words, what was written offline before it is
 * there and goes out, and what stands beside it works. The list is printed at the end.
 */
import { expect, type Locator, type Page } from '@playwright/test';
import type { App } from './app.ts';
import { buildAs } from './build-as.ts';
import { emptyTable, putRow, rowsOf } from './device-database.ts';
import { serveFromDisk } from './disk-files.ts';
import { setFlag } from './fault-flag.ts';
import { test } from './fixtures.ts';
import { GROUP_NAME, openGroupOfTwo } from './group-of-two.ts';
import { Ledger } from './ledger.ts';

interface Place {
  readonly flag: string;
  /** What is said. */
  readonly says: (app: App) => Locator;
  /** Brings what is to throw onto the screen. */
  readonly open?: (app: App) => Promise<void>;
  /** What works beside it. */
  readonly beside: (app: App) => Promise<void>;
  /** After trying again. */
  readonly mended: (app: App) => Promise<void>;
}

const words = (page: Page, text: string | RegExp): Locator => page.getByText(text).first();
const tryAgain = (page: Page): Locator => page.getByRole('button', { name: 'Tentar de novo' }).first();
const crash = (page: Page, title: string): Locator => page.getByRole('heading', { name: title });

const PLACES: readonly Place[] = [
  {
    flag: 'row:quebra',
    says: ({ page }) => words(page, 'Esta mensagem não pôde ser mostrada'),
    beside: async (app) => {
      await expect(app.message('fica inteira')).toBeVisible();
      await expect(app.page.getByRole('button', { name: 'Copiar texto' })).toBeVisible();
    },
    mended: (app) => expect(app.message('quebra')).toBeVisible(),
  },
  {
    flag: 'card',
    says: ({ page }) => words(page, 'Este cartão não pôde ser mostrado'),
    beside: (app) => expect(app.message('paguei 30 de gelo')).toBeVisible(),
    mended: ({ page }) => expect(page.getByRole('region', { name: 'Proposta de despesa' })).toBeVisible(),
  },
  {
    flag: 'list',
    says: ({ page }) => words(page, 'A lista parou'),
    beside: async (app) => {
      await app.send('escrito sem a lista');
    },
    mended: (app) => expect(app.message('escrito sem a lista')).toBeVisible(),
  },
  {
    flag: 'composer',
    says: ({ page }) => words(page, 'O campo de escrever quebrou. Este é mais simples, com o mesmo texto.'),
    open: (app) => app.composer.fill('pela metade'),
    beside: async (app) => {
      await expect(app.composer).toHaveValue('pela metade');
      await app.send('escrito no mais simples');
      await expect(app.message('escrito no mais simples')).toBeVisible();
      await app.composer.fill('outra metade');
    },
    mended: async (app) => {
      await expect(app.composer).toHaveValue('outra metade');
      await app.composer.fill('');
    },
  },
  {
    flag: 'bar',
    // Goes without a word.
    says: (app) => app.composer,
    beside: async (app) => {
      await expect(app.connection).toHaveCount(0);
      await app.send('escrito sem a barra');
    },
    mended: async (app) => {
      await app.page.getByRole('link', { name: 'Pessoas' }).click();
      await expect(app.connection).toHaveCount(1);
      await app.openConversation();
    },
  },
  {
    flag: 'sheet',
    open: async (app) => {
      await app.openMembers();
      await app.page.getByRole('button', { name: 'Mudar meu nome neste grupo' }).click();
    },
    says: ({ page }) => page.getByRole('dialog').getByText('A janela parou'),
    beside: async ({ page }) => {
      await page.getByRole('dialog').getByRole('button', { name: 'Fechar' }).last().click();
      await expect(page.getByRole('dialog')).toBeHidden();
    },
    mended: async (app) => {
      await app.page.getByRole('button', { name: 'Mudar meu nome neste grupo' }).click();
      await expect(app.page.getByRole('dialog').getByRole('textbox')).toBeVisible();
      await app.page.keyboard.press('Escape');
      await app.openConversation();
    },
  },
  {
    flag: 'screen',
    says: ({ page }) => crash(page, 'Esta tela parou'),
    beside: ({ page }) => expect(page.getByRole('button', { name: 'Copiar detalhes' })).toBeVisible(),
    mended: (app) => expect(app.composer).toBeVisible(),
  },
  {
    flag: 'app',
    says: ({ page }) => crash(page, 'O app parou'),
    beside: ({ page }) =>
      expect(page.getByRole('button', { name: 'Exportar o que não foi enviado' })).toBeVisible(),
    mended: (app) => expect(app.composer).toBeVisible(),
  },
];

/** Not a click alone: a row that is drawn anew, because its state changed or the list moved, has tried again by itself. */
const pressUntilGone = (button: Locator): Promise<void> =>
  expect(async () => {
    if (await button.first().isVisible()) await button.first().click({ timeout: 1_000 });
    expect(await button.count()).toBe(0);
  }).toPass({ timeout: 20_000 });

test('fault 26: every boundary throws, the app goes on around it, and what was written goes out', async ({
  racha,
}) => {
  test.slow();
  const driven: string[] = [];
  const { ana, bia } = await openGroupOfTwo(racha, { ownLink: true, serviceWorkers: 'block' });
  const { app, page } = ana;
  const files = await serveFromDisk(ana.device.context);
  const group = new URL(page.url()).pathname;
  for (const text of ['fica inteira', 'quebra', 'paguei 30 de gelo']) await app.send(text);
  await app.expectStatus('paguei 30 de gelo', 'Enviada');

  // --- an upgrade of the database that fails, at its first row and in the middle --------------------------------
  files.folder = buildAs('fault-flags');
  ana.device.link.set({ refuse: true });
  await app.send('escrito antes da versão nova');
  for (const step of [1, 3]) {
    await setFlag(page, `migration:${step}`);
    await page.goto(group);
    await expect(page.getByRole('heading', { name: 'O armazenamento não respondeu' })).toBeVisible();
    driven.push(`migration:${step}`);
  }
  await setFlag(page, null);
  await page.getByRole('button', { name: 'Tentar de novo' }).click();
  for (const text of ['fica inteira', 'quebra', 'escrito antes da versão nova']) {
    await expect(app.message(text)).toBeVisible();
  }

  // --- every boundary, on the app as it runs ------------------------------------------------------------------------
  for (const { flag, open, says, beside, mended } of PLACES) {
    const text = `escrito antes de ${flag}`;
    ana.device.link.set({ refuse: true });
    await app.send(text);
    if (flag === 'sheet') await setFlag(page, flag);
    await open?.(app);
    await setFlag(page, flag);
    await expect(says(app), flag).toBeVisible();
    await beside(app);
    ana.device.link.set({});
    await expect(bia.app.message(text), flag).toBeVisible();
    await setFlag(page, null);
    if (flag !== 'bar' && flag !== 'sheet') {
      const back = flag === 'composer' ? 'Voltar ao completo' : 'Tentar de novo';
      await pressUntilGone(page.getByRole('button', { name: back }));
    }
    await mended(app);
    driven.push(flag);
  }

  // --- a chunk that is not there: said, and fetched when it is -------------------------------------------------------
  ana.device.link.set({ refuse: true });
  await app.send('escrito antes da tela que falta');
  files.lost = 'trash-screen';
  const ledger = new Ledger(page);
  await ledger.open();
  await page.goto(`${group}/contas/lixeira`);
  await expect(page.getByRole('heading', { name: 'Parte ainda não baixada' })).toBeVisible();
  files.lost = undefined;
  await tryAgain(page).click();
  await expect(page.getByRole('heading', { name: 'Lixeira' }).first()).toBeVisible();
  ana.device.link.set({});
  await expect(bia.app.message('escrito antes da tela que falta')).toBeVisible();
  driven.push('chunk missing');
  console.log(`fault flags driven: ${driven.join(', ')}`);
});

/** A record that does not say what it should. The rows are put back after each. */
interface Damage {
  readonly what: string;
  readonly table: string;
  /** Of the table, the row that says this. */
  readonly row: string;
  readonly field: string;
  readonly becomes: unknown;
  /** Where it shows, from the group's address. */
  readonly at: string;
}

const DAMAGES: readonly Damage[] = [
  {
    what: 'a message without a text',
    table: 'messages',
    row: 'quebra',
    field: 'text',
    becomes: null,
    at: '',
  },
  {
    what: 'reactions that are none',
    table: 'messages',
    row: 'quebra',
    field: 'reactions',
    becomes: 7,
    at: '',
  },
  { what: 'a time that is none', table: 'messages', row: 'quebra', field: 'at', becomes: 'ontem', at: '' },
  { what: 'a draft that is none', table: 'drafts', row: 'pela metade', field: 'text', becomes: 7, at: '' },
  {
    what: 'a member without a name',
    table: 'members',
    row: 'Bia',
    field: 'name',
    becomes: null,
    at: '/pessoas',
  },
  {
    what: 'an amount that is none',
    table: 'expenses',
    row: 'gelo',
    field: 'amountMinor',
    becomes: 'x',
    at: '/contas',
  },
  {
    what: 'shares that are none',
    table: 'expenses',
    row: 'gelo',
    field: 'shares',
    becomes: null,
    at: '/contas',
  },
  { what: 'a group without a name', table: 'groups', row: GROUP_NAME, field: 'name', becomes: null, at: '' },
];

const EMPTIED = ['messages', 'members', 'groups', 'expenses', 'marks', 'cursors', 'memberships'] as const;

test('damaged records and emptied tables: no screen goes white, what was written offline is kept and goes out', async ({
  racha,
}) => {
  test.slow();
  const { ana, bia } = await openGroupOfTwo(racha, { ownLink: true, serviceWorkers: 'block' });
  const { app, page } = ana;
  await serveFromDisk(ana.device.context);
  const group = new URL(page.url()).pathname;
  for (const text of ['fica inteira', 'quebra']) await app.send(text);
  await app.expectStatus('quebra', 'Lida');
  const ledger = new Ledger(page);
  await ledger.open();
  await ledger.add('gelo', '10,01');
  await app.openConversation();
  await app.expectStatus('quebra', 'Lida');
  ana.device.link.set({ refuse: true });
  await app.send('escrito antes do estrago');
  await app.composer.fill('pela metade');
  await expect.poll(async () => JSON.stringify(await rowsOf(page, 'drafts'))).toContain('pela metade');

  const driven: string[] = [];
  for (const { what, table, row, field, becomes, at } of DAMAGES) {
    const before = (await rowsOf<Record<string, unknown>>(page, table)).find((one) =>
      JSON.stringify(one).includes(JSON.stringify(row)),
    );
    expect(before, what).toBeDefined();
    await putRow(page, table, { ...before, [field]: becomes });
    await page.goto(`${group}${at}`);
    await expectAlive(page, what);
    if (table === 'messages') await expect(app.message('fica inteira'), what).toBeVisible();
    await page.goto('/fila');
    await expect(page.getByText('escrito antes do estrago'), what).toBeVisible();
    await putRow(page, table, before ?? {});
    driven.push(what);
  }
  for (const table of EMPTIED) {
    await emptyTable(page, table);
    await page.goto(group);
    await expectAlive(page, table);
    await page.goto('/fila');
    await expect(page.getByText('escrito antes do estrago'), table).toBeVisible();
    driven.push(`${table} emptied`);
  }
  ana.device.link.set({});
  await expect(bia.app.message('escrito antes do estrago')).toBeVisible();
  await page.goto(group);
  await expect(app.message('fica inteira')).toBeVisible();
  await expect(app.message('escrito antes do estrago')).toBeVisible();
  await app.send('escrito depois');
  await expect(bia.app.message('escrito depois')).toBeVisible();
  console.log(`damages driven: ${driven.join(', ')}`);
});

/** A screen of the app, whole or with a part that says what is the matter; never a whole screen that stopped, never nothing. */
async function expectAlive(page: Page, what: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).first(), what).toBeVisible();
  await expect(page.getByRole('heading', { name: 'O Racha não abriu' }), what).toBeHidden();
  await expect(page.getByRole('heading', { name: /^(O app|Esta tela) parou$/ }), what).toBeHidden();
}
