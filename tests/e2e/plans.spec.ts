/** The plans of a group as a list: made, put in order, put away; made of messages; looked at as they were. */
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { App } from './app.ts';
import { test } from './fixtures.ts';

const openPlans = (page: Page) =>
  page.getByRole('navigation', { name: 'Partes do grupo' }).getByRole('link', { name: 'Planos' }).click();

/** From the list, and back to it. */
async function createPlan(page: Page, template: string, title: string): Promise<void> {
  await page.getByRole('button', { name: 'Novo plano' }).click();
  await page.getByRole('radio', { name: template }).check();
  await page.getByRole('textbox', { name: 'Título' }).fill(title);
  await page.getByRole('button', { name: 'Criar plano' }).click();
  await expect(page).toHaveURL(/\/planos\/[\w-]{20,}$/);
  await page.goBack();
  await expect(planLink(page, title)).toBeVisible();
}

const planLink = (page: Page, title: string) =>
  page.getByRole('region', { name: 'Planos do grupo' }).getByRole('link', { name: title });

async function choose(page: Page, title: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Mais de ${title}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

/** A finger goes down on the handle of one row and up on another. */
async function dragByFinger(page: Page, title: string, onto: string): Promise<void> {
  const rowOf = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  const handle = rowOf(title).locator('span[aria-hidden="true"]').first();
  const [from, to] = [await handle.boundingBox(), await rowOf(onto).boundingBox()];
  if (!from || !to) throw new Error('no such row');
  const x = from.x + from.width / 2;
  const [startY, endY] = [from.y + from.height / 2, to.y + to.height / 2];
  const finger = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
    finger.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x, y }] });
  await touch('touchStart', startY);
  await touch('touchMove', (startY + endY) / 2);
  await touch('touchMove', endY);
  // The place it would take is marked while the finger is down.
  await expect(rowOf(onto)).toHaveClass(/bg-own/);
  await touch('touchEnd');
}

const titles = async (page: Page): Promise<string[]> => {
  const links = await page
    .getByRole('region', { name: 'Planos do grupo' })
    .getByRole('link')
    .allTextContents();
  return links.map((text) => /Roteiro|Churrasco|Ideias/.exec(text)?.[0] ?? text);
};

test('plans are made from templates without a network, put in order and in folders, put away and brought back', async ({
  racha,
}) => {
  test.slow();
  const { page } = await racha.device({ reducedMotion: 'reduce' });
  const app = new App(page);
  await app.start('Ana');
  await app.createGroup('Floripa 2026');
  await app.installed();
  racha.proxy.set({ refuse: true });
  await openPlans(page);
  await expect(page.getByRole('heading', { name: 'Nenhum plano ainda' })).toBeVisible();
  await createPlan(page, 'Viagem', 'Roteiro');
  await createPlan(page, 'Churrasco', 'Churrasco');
  await createPlan(page, 'Texto livre', 'Ideias');
  expect(await titles(page)).toEqual(['Roteiro', 'Churrasco', 'Ideias']);

  await page.getByRole('button', { name: 'Opções dos planos' }).click();
  await page.getByRole('menuitem', { name: 'Mudar a ordem' }).click();
  await page.getByRole('button', { name: 'Subir Ideias' }).click();
  await expect(page.getByText('Ideias: 2 de 3')).toBeAttached();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page.getByText('Ideias: 1 de 3')).toBeAttached();
  // A row that is put elsewhere keeps the focus, whichever way it goes.
  await page.keyboard.press('Alt+ArrowDown');
  await expect(page.getByText('Ideias: 2 de 3')).toBeAttached();
  await expect(page.getByRole('button', { name: 'Subir Ideias' })).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page.getByText('Ideias: 1 de 3')).toBeAttached();
  await dragByFinger(page, 'Ideias', 'Churrasco');
  await expect(page.getByText('Ideias: 3 de 3')).toBeAttached();
  await dragByFinger(page, 'Ideias', 'Roteiro');
  await expect(page.getByText('Ideias: 1 de 3')).toBeAttached();
  await page.getByRole('button', { name: 'Pronto' }).click();
  await expect.poll(() => titles(page)).toEqual(['Ideias', 'Roteiro', 'Churrasco']);

  await choose(page, 'Churrasco', 'Mover para pasta');
  await page.getByRole('radio', { name: 'Outra pasta' }).check();
  await page.getByRole('textbox', { name: 'Nome da pasta' }).fill('Domingo');
  await page.getByRole('button', { name: 'Mover', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Domingo, 1 plano' })).toBeVisible();

  await choose(page, 'Ideias', 'Arquivar');
  await expect(planLink(page, 'Ideias')).toBeHidden();
  await page.getByRole('button', { name: 'Desfazer' }).click();
  await expect(planLink(page, 'Ideias')).toBeVisible();
  await choose(page, 'Roteiro', 'Arquivar');
  await expect(planLink(page, 'Roteiro')).toBeHidden();
  // Leaving the screen ends the time to undo.
  await page.getByRole('link', { name: 'Conversa' }).click();
  await openPlans(page);
  await expect(page.getByText('Arquivados · 1')).toBeVisible();
  await page.reload();
  await page.getByText('Arquivados · 1').click();
  await page.getByRole('button', { name: 'Trazer Roteiro de volta' }).click();
  await expect.poll(() => titles(page)).toEqual(['Ideias', 'Roteiro', 'Churrasco']);
  racha.proxy.set({});
  await expect(page.getByRole('img', { name: 'Esperando' })).toHaveCount(0);
});

test('messages become a list in a plan; a version is named, compared, brought back, and that undone', async ({
  racha,
}) => {
  test.slow();
  const { page } = await racha.device({ reducedMotion: 'reduce' });
  const app = new App(page);
  await app.start('Ana');
  await app.createGroup('Floripa 2026');
  await app.send('- gelo R$ 24\n- carvão');
  await app.send('e pão de alho');

  await app.act('e pão de alho', 'Virar lista');
  await page.getByRole('checkbox', { name: /gelo/ }).check();
  await page.getByRole('textbox', { name: 'Título do plano' }).fill('Compras');
  await expectAccessible(page, 'a list made of messages');
  await page.getByRole('button', { name: 'Criar lista com 3 itens' }).click();
  await expect(app.composer).toBeVisible();
  await page.getByRole('link', { name: 'Você criou o plano “Compras”' }).click();
  await expect(page).toHaveURL(/\/planos\/[\w-]{20,}$/);
  const plan = new URL(page.url()).pathname;

  await page.goto(`${plan}/versoes`);
  await page.getByRole('button', { name: 'Dar nome à versão de agora' }).click();
  await page.getByRole('textbox', { name: 'Nome' }).fill('combinado');
  await page.getByRole('button', { name: 'Salvar' }).click();
  const moments = page.getByRole('list', { name: 'Momentos deste plano' });
  await expect(moments.getByRole('button', { name: /combinado/ })).toBeVisible();

  await page.goto(plan.replace(/\/planos.*/, ''));
  await app.send(`falta pouco em ${new URL(page.url()).origin}${plan}`);
  await page.getByRole('link', { name: 'Compras', exact: true }).click();
  await expect(page).toHaveURL(/\/planos\/[\w-]{20,}$/);
  await page.goBack();
  await app.send('farofa');
  await app.act('farofa', 'Virar lista');
  await page.getByRole('combobox', { name: 'Onde' }).selectOption('Compras');
  await page.getByRole('button', { name: 'Criar lista com 1 item' }).click();
  await expect(app.composer).toBeVisible();

  await page.goto(`${plan}/versoes`);
  await moments.getByRole('button', { name: /combinado/ }).click();
  const text = page.getByRole('region', { name: 'Texto deste momento' });
  await expect(text.getByText('carvão')).toBeVisible();
  await expect(text.getByText('farofa')).toBeHidden();
  await expectAccessible(page, 'a plan as it was');
  await page.getByRole('button', { name: 'Comparar com agora' }).click();
  const comparison = page.getByRole('list', { name: 'Comparação' });
  await expect(comparison.locator('ins', { hasText: 'farofa' })).toBeVisible();
  await expectAccessible(page, 'two versions compared');

  await page.getByRole('button', { name: 'Escolher outro momento' }).click();
  await moments.getByRole('button', { name: /combinado/ }).click();
  await page.getByRole('button', { name: 'Deixar o texto como estava' }).click();
  await page.getByRole('button', { name: 'Restaurar', exact: true }).click();
  await expect(page.getByText('O texto está como em combinado.')).toBeVisible();
  await page.getByRole('button', { name: 'Comparar com agora' }).click();
  await expect(page.getByText('Os dois textos são iguais.')).toBeVisible();
  await page.getByRole('button', { name: 'Escolher outro momento' }).click();
  await expect(moments.getByRole('button', { name: /Antes de restaurar/ })).toBeVisible();
  await moments.getByRole('button', { name: /Antes de restaurar/ }).click();
  await expect(text.getByText('farofa')).toBeVisible();
});
