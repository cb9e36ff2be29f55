import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { App } from './app.ts';
import { test } from './fixtures.ts';
import { openGroupOfTwo, person } from './group-of-two.ts';
import { listAddresses } from './routes-of.ts';
import { watchPolicy } from './watch-policy.ts';

const ROUTES = [
  '/',
  '/fila',
  '/ajustes',
  '/entrar',
  '/ajustes/dados',
  '/ajustes/protecao',
  '/ajustes/aparelhos',
  '/entrar/conta',
  '/privacidade',
  '/nao-existe',
] as const;

test('each route opens without a network', async ({ racha }) => {
  const { ana } = await openGroupOfTwo(racha);
  await ana.app.send('antes de cair');
  const group = new URL(ana.page.url()).pathname;
  await ana.app.installed();
  racha.proxy.set({ refuse: true });
  for (const route of [...ROUTES, group, `${group}/pessoas`, `${group}/pessoas/registro`]) {
    await ana.page.goto(route);
    await expect(ana.page.getByRole('heading').first(), route).toBeVisible();
    await ana.page.reload();
    await expect(ana.page.getByRole('heading').first(), route).toBeVisible();
  }
  await ana.page.goto(group);
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

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any screen, ${colorScheme}`, async ({ racha }) => {
    const device = await racha.device({ colorScheme, reducedMotion: 'reduce' });
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

    const group = new URL(app.page.url()).pathname.replace('/pessoas', '');
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
}

async function expectAccessible(page: Page, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
  expect(found, screen).toEqual([]);
}

const background = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.body).backgroundColor);
