import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { App } from './app.ts';
import { test } from './fixtures.ts';
import { openGroupOfTwo, person } from './group-of-two.ts';
import { Ledger } from './ledger.ts';
import { listAddresses } from './routes-of.ts';
import { watchPolicy } from './watch-policy.ts';

const ROUTES = [
  '/',
  '/buscar',
  '/fila',
  '/ajustes',
  '/entrar',
  '/ajustes/dados',
  '/ajustes/copias',
  '/ajustes/protecao',
  '/ajustes/aparelhos',
  '/ajustes/levar',
  '/fila/arquivo',
  '/entrar/conta',
  '/privacidade',
  '/nao-existe',
] as const;

const listGroupRoutes = (group: string): readonly string[] => [
  group,
  `${group}/pessoas`,
  `${group}/pessoas/registro`,
  `${group}/historico`,
  `${group}/contas`,
  `${group}/contas/nova`,
  `${group}/contas/lixeira`,
  `${group}/contas/saldos`,
  `${group}/contas/resumo`,
  `${group}/contas/importar`,
  `${group}/contas/recorrentes`,
  `${group}/planos`,
  `${group}/planos/lista`,
  `${group}/exportar`,
];

test('each route opens without a network', async ({ racha }) => {
  test.slow();
  const { ana } = await openGroupOfTwo(racha);
  await ana.app.send('antes de cair');
  const group = new URL(ana.page.url()).pathname;
  await ana.app.installed();
  racha.proxy.set({ refuse: true });
  for (const route of [...ROUTES, ...listGroupRoutes(group)]) {
    await ana.page.goto(route);
    await expect(ana.page.getByRole('heading').first(), route).toBeVisible();
  }
  await ana.page.goto(group);
  await ana.page.reload();
  await expect(ana.app.message('antes de cair')).toBeVisible();
});

test('no screen asks for anything the content security policy forbids', async ({ racha }) => {
  const ana = await person(racha);
  const { refused } = await watchPolicy(ana.page);
  await ana.app.start('Ana');
  await ana.app.createGroup('Floripa 2026');
  await ana.app.send('olá');
  await ana.app.message('olá').click({ button: 'right' });
  await expect(ana.page.getByRole('menu')).toBeVisible();
  await ana.page.keyboard.press('Escape');
  await ana.app.installed();
  const group = new URL(ana.page.url()).pathname;
  for (const address of listAddresses(group)) {
    await ana.page.goto(address);
    await expect(ana.page.getByRole('heading').first(), address).toBeVisible();
  }
  await ana.page.goto(group);
  await expect(ana.app.message('olá')).toBeVisible();
  expect(refused).toEqual([]);
  // The policy is really in force. (Not asked: `eval`, which is allowed to the driver's own scripts.)
  const tried = await ana.page.evaluate(() => {
    const refuses = (run: () => void): boolean => {
      try {
        run();
        return false;
      } catch {
        return true;
      }
    };
    const { trustedTypes } = window as {
      trustedTypes?: { createPolicy(name: string, rules: object): unknown };
    };
    return {
      markup: refuses(() => {
        document.createElement('div').innerHTML = '<b>x</b>';
      }),
      script: refuses(() => {
        document.createElement('script').src = 'https://evil.example/x.js';
      }),
      policy: refuses(() => trustedTypes?.createPolicy('another', {})),
    };
  });
  expect(tried).toEqual({ markup: true, script: true, policy: true });
  await expect.poll(() => refused.length).toBeGreaterThan(2);
});

test('the language can be changed, stays, and leaves no Portuguese behind', async ({ racha }) => {
  const app = new App((await racha.device()).page);
  await app.start('Ana');
  await app.page.goto('/ajustes');
  await app.page.getByRole('combobox', { name: 'Idioma' }).selectOption('en');
  await expect(app.page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await app.page.reload();
  await expect(app.page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await expect(app.page.locator('html')).toHaveAttribute('lang', 'en');
  await app.page.getByRole('combobox', { name: 'Language' }).selectOption('es');
  await expect(app.page.getByRole('heading', { name: 'Ajustes' })).toBeVisible();
  await expect(app.page.getByText('Idioma')).toBeVisible();
});

test('the theme follows the system until the person chooses', async ({ racha }) => {
  const app = new App((await racha.device({ colorScheme: 'dark' })).page);
  await app.start('Ana');
  const dark = await background(app.page);
  await app.page.goto('/ajustes');
  await app.page.getByRole('radio', { name: 'Claro' }).check();
  const light = await background(app.page);
  expect(light).not.toBe(dark);
  await app.page.reload();
  await expect.poll(() => background(app.page)).toBe(light);
});

test('axe finds nothing on any screen, in both themes: the first minute, a conversation, people, the account', async ({
  racha,
}) => {
  test.slow();
  const device = await racha.device({ light: true, reducedMotion: 'reduce' });
  const app = new App(device.page);
  await app.page.goto('/');
  await expect(app.page.getByRole('textbox').first()).toBeVisible();
  await expectAccessible(app.page, 'first minute');
  await app.giveName('Ana');
  await expectAccessible(app.page, 'no groups');
  await app.createGroup('Floripa 2026');
  await expectAccessible(app.page, 'empty conversation');
  await app.send('alguém pega o gelo?');
  await app.expectStatus('alguém pega o gelo?', 'Enviada');
  await expectAccessible(app.page, 'conversation');
  await app.message('alguém pega o gelo?').click({ button: 'right' });
  await expect(app.page.getByRole('menu')).toBeVisible();
  await expectAccessible(app.page, 'message menu');
  await app.page.keyboard.press('Escape');
  await app.openMembers();
  await expect(app.page.getByRole('textbox', { name: 'Link de convite' })).toBeVisible();
  await expectAccessible(app.page, 'members');
  await app.page.getByRole('button', { name: 'Apagar o grupo para todos' }).click();
  await expectAccessible(app.page, 'deleting a group');
  await app.page.keyboard.press('Escape');
  await app.page.getByRole('link', { name: 'Registro do grupo' }).click();
  await expect(app.page.getByRole('list', { name: 'Registro do grupo' })).toBeVisible();
  await expectAccessible(app.page, 'record of the group');
  await app.page.goBack();

  await app.page.goto('/ajustes/protecao');
  await app.page.getByRole('button', { name: 'Criar código' }).click();
  await expect(app.page.getByRole('status', { name: 'Seu código' })).toBeVisible();
  await expectAccessible(app.page, 'recovery code');
  await app.page.getByRole('button', { name: 'Já guardei' }).click();
  await expectAccessible(app.page, 'protection');
  await app.page.goto('/ajustes/aparelhos');
  await expect(app.page.getByText('Este aparelho', { exact: true })).toBeVisible();
  await expectAccessible(app.page, 'devices');
  await app.page.goto('/entrar/conta');
  await app.page.getByRole('button', { name: 'Mostrar código' }).click();
  await expect(app.page.getByRole('status', { name: 'Código deste aparelho' })).toBeVisible();
  await expectAccessible(app.page, 'a code to come in by');
});

test('axe finds nothing on any screen, in both themes: the accounts, and everything without a network', async ({
  racha,
}) => {
  test.slow();
  const device = await racha.device({ reducedMotion: 'reduce' });
  const app = new App(device.page);
  await app.start('Ana');
  await app.createGroup('Floripa 2026');
  const group = new URL(app.page.url()).pathname;
  await app.installed();
  const ledger = new Ledger(app.page);
  await ledger.open();
  await expectAccessible(app.page, 'no expenses');
  await ledger.add('gelo', '10,01');
  await expectAccessible(app.page, 'expenses');
  await app.page.getByRole('link', { name: 'Nova despesa' }).click();
  await ledger.amount.fill('dez e pouco');
  await app.page.getByRole('radio', { name: 'Ajustes' }).check();
  await app.page.getByRole('button', { name: 'Mais', exact: true }).click();
  await app.page.getByRole('radio', { name: 'Parcelado' }).check();
  await app.page.getByRole('button', { name: 'Salvar' }).click();
  await expectAccessible(app.page, 'form of an expense');
  await app.page.getByRole('button', { name: 'Categoria: Outros' }).click();
  await expectAccessible(app.page, 'categories');
  await app.page.keyboard.press('Escape');
  await ledger.back();
  await ledger.openExpense('gelo');
  await ledger.edit({ amount: '10,02' });
  await app.page.getByRole('button', { name: 'Por quê?' }).click();
  await expectAccessible(app.page, 'an expense');
  await app.page.getByRole('button', { name: 'Apagar' }).click();
  // The list is shown before it is on disk.
  await expect(app.page.getByRole('heading', { name: 'Nenhuma despesa ainda' })).toBeVisible();
  await app.page.goto(`${group}/contas/lixeira`);
  await expect(app.page.getByRole('list', { name: 'Lixeira' })).toBeVisible();
  await expectAccessible(app.page, 'trash of the expenses');
  await app.page.goto(`${group}/historico`);
  await expect(app.page.getByRole('list', { name: 'Dias e momentos' })).toBeVisible();
  await expectAccessible(app.page, 'days and moments');
  await app.page.goto(`${group}/planos`);
  await expect(app.page.getByRole('heading', { name: 'Nenhum plano ainda' })).toBeVisible();
  await expectAccessible(app.page, 'no plans');
  await app.page.getByRole('button', { name: 'Novo plano' }).click();
  await app.page.getByRole('textbox', { name: 'Título' }).fill('Roteiro');
  await expectAccessible(app.page, 'templates of plans');
  await app.page.getByRole('button', { name: 'Criar plano' }).click();
  await expect(app.page).toHaveURL(/\/planos\/[\w-]{20,}$/);
  const plan = new URL(app.page.url()).pathname;
  await app.page.goto(`${plan}/versoes`);
  await expect(app.page.getByRole('list', { name: 'Momentos deste plano' })).toBeVisible();
  await expectAccessible(app.page, 'moments of a plan');
  await app.page.goto(`${group}/planos`);
  await expect(app.page.getByRole('link', { name: /Roteiro/ })).toBeVisible();
  await expectAccessible(app.page, 'plans');
  await app.page.goto(group);

  racha.proxy.set({ refuse: true });
  await app.send('sem rede');
  await app.expectStatus('sem rede', 'Esperando');
  await expectAccessible(app.page, 'conversation offline');
  for (const route of ['/', ...ROUTES.slice(1)]) {
    await app.page.goto(route);
    await expect(app.page.getByRole('heading').first()).toBeVisible();
    await expectAccessible(app.page, `${route} offline`);
  }
});

const background = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.body).backgroundColor);
