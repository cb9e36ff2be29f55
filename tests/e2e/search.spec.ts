/** Search as a person uses it: offline over everything that is here, and beyond it at the server. */
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { App } from './app.ts';
import { test } from './fixtures.ts';
import { Ledger } from './ledger.ts';

const box = (page: Page) => page.getByRole('searchbox', { name: 'O que procurar' });
const hits = (page: Page, kind: string) => page.getByRole('region', { name: kind }).getByRole('listitem');

test('everything on the device is found without a network, and what was deleted is found no more', async ({
  racha,
}) => {
  test.setTimeout(180_000);
  const device = await racha.device();
  const { page } = device;
  const app = new App(page);
  await app.start('Ana');
  await app.createGroup('Sítio do Zé');
  await app.send('Quem leva o carvão para o churrasco?');
  await app.send('A alimentação é por minha conta');
  await app.send('o cofre abre com jabuticaba');
  const ledger = new Ledger(page);
  await ledger.open();
  await ledger.add('Limões e gelo', '42,50');
  await page.getByRole('link', { name: 'Planos' }).click();
  await page.getByRole('button', { name: 'Novo plano' }).first().click();
  await page.getByRole('radio', { name: 'Texto livre' }).check();
  await page.getByLabel('Título').fill('Domingo');
  await page.getByRole('button', { name: 'Criar plano' }).click();
  await page.getByRole('textbox', { name: 'Texto do plano' }).click();
  for (let i = 0; i < 30; i++) await page.keyboard.press('Enter');
  await page.keyboard.type('Dois sacos de carvão');
  // Typed as it was typed, also where the line stood out of sight when it began.
  await expect(page.getByRole('textbox', { name: 'Texto do plano' })).toContainText('Dois sacos de carvão');
  await expect(page.getByText('Enviado')).toBeVisible();
  await page.getByRole('link', { name: 'Ver os planos' }).click();
  await app.openConversation();
  await app.expectStatus('A alimentação é por minha conta', /Enviada|Entregue|Lida/);
  await app.installed();

  racha.proxy.set({ refuse: true });
  await app.send('Isto ainda nem saiu daqui');
  await page.getByRole('button', { name: 'Opções do grupo' }).click();
  await page.getByRole('menuitem', { name: 'Buscar neste grupo' }).click();
  await expect(page.getByRole('button', { name: 'Tirar filtro: Sítio do Zé' })).toBeVisible();
  await expect(box(page)).toBeFocused();

  // Without accents, in another number, with a slip, only begun; what waits on the device too.
  await box(page).fill('carvoes');
  await expect(hits(page, 'Mensagens')).toHaveCount(1);
  await expect(hits(page, 'Mensagens').locator('mark')).toHaveText('carvão');
  await expect(page.getByText('Sem conexão: procurei no que está neste aparelho.')).toBeVisible();
  await expect(hits(page, 'Planos')).toContainText('Dois sacos de carvão');
  // A plan opens at the block, with the word found in it; Esc ends the finding.
  await hits(page, 'Planos').getByRole('link').click();
  await expect(page.locator('.plan-found-here')).toHaveText('carvão');
  await expect(page.locator('.plan-found-here')).toBeInViewport();
  await expect(page.getByRole('searchbox', { name: 'Procurar neste plano' })).toHaveValue('carvão');
  await page.goBack();
  await expect(box(page)).toHaveValue('carvoes');
  for (const typed of ['churrsco', 'ALIMENTACOES', 'ainda nem sa']) {
    await box(page).fill(typed);
    await expect(hits(page, 'Mensagens')).toHaveCount(1);
  }
  await box(page).fill('limao');
  await expect(hits(page, 'Despesas')).toContainText('R$ 42,50');
  await page.getByRole('button', { name: 'Filtros' }).click();
  const filters = page.getByRole('dialog');
  await expectAccessible(page, 'the filters of search');
  await filters.getByRole('combobox', { name: 'O quê' }).selectOption('Mensagens');
  await filters.getByRole('button', { name: 'Mostrar' }).click();
  await expect(page.getByRole('heading', { name: 'Nada com essas palavras' })).toBeVisible();
  await expectAccessible(page, 'search without a hit');
  await page.getByRole('button', { name: 'Tirar os filtros' }).click();
  await expect(hits(page, 'Despesas')).toHaveCount(1);
  await box(page).fill('ana');
  await expect(hits(page, 'Pessoas')).toContainText('Ana');
  await expectAccessible(page, 'search with hits');

  // Enter, then Enter: the first hit opens at its place, and the way back leads to what was found.
  await box(page).fill('alimentação');
  await expect(hits(page, 'Mensagens')).toHaveCount(1);
  await box(page).press('Enter');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/g\//);
  await expect(app.message('A alimentação é por minha conta')).toBeInViewport();

  // A word that was taken back is nowhere any more, though the index knew it.
  await app.act('o cofre abre com jabuticaba', 'Apagar');
  await expect(app.message('o cofre abre com jabuticaba')).toHaveCount(0);
  await page.goBack();
  await expect(box(page)).toHaveValue('alimentação');
  await box(page).fill('jabuticaba');
  await expect(page.getByRole('heading', { name: 'Nada com essas palavras' })).toBeVisible({
    timeout: 20_000,
  });
  await box(page).fill('');
  await expect(page.getByRole('region', { name: 'Buscas recentes' })).toContainText('alimentação');
  await expectAccessible(page, 'recent searches');
  await page.getByRole('button', { name: 'Esquecer' }).click();
  await expect(page.getByRole('region', { name: 'Buscas recentes' })).toHaveCount(0);
});

test('what the phone does not hold yet is found at the server and opens at its place', async ({ racha }) => {
  test.setTimeout(240_000);
  const ana = await racha.device();
  const app = new App(ana.page);
  await app.start('Ana');
  await app.createGroup('Desde sempre');
  const link = await app.inviteLink();
  await app.send('a senha antiga era pitangueira');
  await app.sendAll(Array.from({ length: 300 }, (_, i) => `conversa ${i}`));
  const sent = app.message('conversa 299').getByRole('img', { name: /Enviada|Entregue/ });
  await expect(sent).toBeVisible({ timeout: 60_000 });

  const bia = await racha.device();
  const bias = new App(bia.page);
  await bias.join(link, 'Bia');
  await expect(bias.message('conversa 299')).toBeVisible();
  await bia.page.getByRole('button', { name: 'Opções do grupo' }).click();
  await bia.page.getByRole('menuitem', { name: 'Buscar neste grupo' }).click();
  await box(bia.page).fill('pitangueira');
  // From the server, until older pages have come by themselves; then from the phone.
  await expect(hits(bia.page, 'Mensagens')).toHaveCount(1, { timeout: 30_000 });
  await hits(bia.page, 'Mensagens').getByRole('link').click();
  await expect(bias.message('a senha antiga era pitangueira')).toBeInViewport({ timeout: 90_000 });
});
