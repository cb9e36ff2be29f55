import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { makePhoto } from '#tests/support/photo-files.ts';
import { expectAccessible } from './accessible.ts';
import { expectDrawn } from './drawn.ts';
import { test } from './fixtures.ts';
import { openGroupOfTwo, person } from './group-of-two.ts';

const text = (page: Page) => page.getByRole('textbox', { name: 'Texto do plano' });
const tool = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: 'Ferramentas do texto' }).getByRole('button', { name, exact: true });
const caretOf = (page: Page, name: string) => page.locator(`.plan-caret-name[data-name="${name}"]`);

async function createPlan(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: 'Planos' }).click();
  await page.getByRole('button', { name: 'Novo plano' }).first().click();
  await page.getByRole('radio', { name: 'Texto livre' }).check();
  await page.getByLabel('Título').fill(title);
  await page.getByRole('button', { name: 'Criar plano' }).click();
  await expect(text(page)).toBeVisible();
}

async function openPlan(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: 'Planos' }).click();
  await page.getByRole('link', { name: title }).click();
  await expect(text(page)).toBeVisible();
}

test('two people in one plan see each other’s words and carets; both change one paragraph offline, or one makes it a heading, and the place is marked', async ({
  racha,
}) => {
  test.slow();
  const { ana, bia } = await openGroupOfTwo(racha, {}, { ownLink: true });
  await createPlan(ana.page, 'Roteiro');
  await text(ana.page).click();
  await ana.page.keyboard.type('Sair cedo.');
  await openPlan(bia.page, 'Roteiro');
  await expect(text(bia.page)).toContainText('Sair cedo.');
  await expect(bia.page.getByText('Aqui agora: Ana')).toBeVisible();
  await expect(caretOf(bia.page, 'Ana')).toHaveCount(1);
  await text(bia.page).press('ControlOrMeta+End');
  await bia.page.keyboard.type(' Com água.');
  await expect(text(ana.page)).toContainText('Sair cedo. Com água.');
  await expect(caretOf(ana.page, 'Bia')).toHaveCount(1);
  await expect(ana.page.getByText('Enviado')).toBeVisible();

  bia.device.link?.set({ refuse: true });
  await expect(bia.page.getByRole('status', { name: 'Conexão' })).toContainText('Sem conexão');
  await bia.page.keyboard.type(' E gelo.');
  await text(ana.page).press('ControlOrMeta+Home');
  // Who types at the same moment was not apart; what she typed is an op two seconds later at the latest.
  const typedAt = Date.now();
  await expect.poll(() => Date.now() - typedAt, { timeout: 15_000 }).toBeGreaterThan(6_000);
  await ana.page.keyboard.type('Bem, ');
  await expect(ana.page.getByText('Enviado')).toBeVisible();
  bia.device.link?.set({});
  for (const { page } of [ana, bia]) {
    // A refused link is tried again ever later.
    await expect(text(page)).toContainText('Bem, Sair cedo. Com água. E gelo.', { timeout: 45_000 });
    await expect(page.getByText('Duas pessoas mudaram este trecho sem rede')).toBeVisible();
  }
  await expectAccessible(ana.page, 'a plan with a marked place');
  await ana.page.getByRole('button', { name: 'Já vi' }).click();
  await expect(ana.page.getByText('Duas pessoas mudaram este trecho sem rede')).toBeHidden();

  bia.device.link?.set({ refuse: true });
  await expect(bia.page.getByRole('status', { name: 'Conexão' })).toContainText('Sem conexão');
  await text(bia.page).press('ControlOrMeta+End');
  await bia.page.keyboard.type(' E sal.');
  await tool(ana.page, 'Título grande').click();
  await expect(text(ana.page).getByRole('heading')).toContainText('Bem, Sair cedo.');
  await expect(ana.page.getByText('Enviado')).toBeVisible();
  bia.device.link?.set({});
  for (const { page } of [ana, bia]) {
    await expect(text(page).getByRole('heading')).toContainText('Bem, Sair cedo. Com água. E gelo.');
    await expect(text(page).getByText('E sal.')).toBeVisible();
    await expect(page.getByText('Duas pessoas mudaram este trecho sem rede')).toBeVisible();
  }
});

test('the browser is killed while typing: at most the last half second is lost, and the plan opens with the text', async ({
  racha,
}) => {
  const ana = await person(racha);
  await ana.app.start('Ana');
  await ana.app.createGroup('Floripa');
  await createPlan(ana.page, 'Lista');
  await ana.app.installed();
  const plan = ana.page.url();
  racha.proxy.set({ refuse: true });
  await text(ana.page).click();
  const words = Array.from({ length: 40 }, (_, i) => `p${i}`);
  const typedAt: number[] = [];
  for (const word of words) {
    await ana.page.keyboard.type(`${word} `);
    typedAt.push(Date.now());
  }
  const killedAt = Date.now();
  await ana.device.kill();
  const owed = words.filter((_, i) => (typedAt[i] ?? killedAt) < killedAt - 500);
  await ana.device.open();
  const { page } = ana.device;
  await page.goto(plan);
  await expect(text(page)).toContainText(owed.join(' '));
});

test('a check list with who and when, and a table, made at 360×800; axe finds nothing', async ({ racha }) => {
  const ana = await person(racha);
  await ana.app.start('Ana');
  await ana.app.createGroup('Floripa');
  const { page } = ana;
  await createPlan(page, 'Churrasco');
  await text(page).click();
  await tool(page, 'Lista de tarefas').click();
  await page.keyboard.type('carvão');
  await tool(page, 'Quem e quando').click();
  await page.getByLabel('Quem faz').selectOption({ label: 'Ana' });
  await page.getByLabel('Até que dia').fill('2026-12-12');
  await page.getByRole('button', { name: 'Guardar' }).click();
  await expect(page.getByRole('button', { name: /Quem e quando, carvão: Ana/ })).toBeVisible();
  await text(page).press('ControlOrMeta+End');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await tool(page, 'Tabela').click();
  await page.keyboard.type('Dia');
  await tool(page, 'Mudar a tabela').click();
  await page.getByRole('button', { name: 'Coluna depois' }).click();
  await expect(page.getByRole('cell')).toHaveCount(12);
  await expectAccessible(page, 'a plan');
  await tool(page, 'Procurar no texto').click();
  await page.getByRole('searchbox').fill('carvao');
  await expect(page.getByText('1 de 1')).toBeVisible();
  await expectAccessible(page, 'finding in a plan');
  // Esc gives the caret back, and the end of the plan is below its table.
  await page.getByRole('searchbox').press('Escape');
  await expect(text(page)).toBeFocused();
  await tool(page, 'Mudar a tabela').focus();
  await text(page).press('ControlOrMeta+End');
  await page.keyboard.type('Depois da tabela');
  await expect(text(page).locator('> p').last()).toHaveText('Depois da tabela');
  await expect(page.getByRole('cell').first()).not.toContainText('Depois');
  // The tool one was at went with the table: the bar is a stop all the same.
  await expect(tool(page, 'Mudar a tabela')).toHaveCount(0);
  await expect(page.locator('[role="toolbar"] button[tabindex="0"]')).toHaveCount(1);
});

test('a photo put into a plan offline is there at once, is described, leaves in a Word file, and reaches the other person', async ({
  racha,
}) => {
  test.slow();
  const { ana, bia } = await openGroupOfTwo(racha);
  const { page } = ana;
  const group = new URL(page.url()).pathname;
  await createPlan(page, 'Casa');
  await text(page).click();
  await page.keyboard.type('A casa da praia');
  await expect(page.getByText('Enviado')).toBeVisible();
  await ana.app.installed();
  const plan = page.url();
  racha.proxy.set({ refuse: true });
  const buffer = await makePhoto({ width: 1_200, height: 900 });
  await page
    .locator('input[type="file"][aria-label="Foto"]')
    .setInputFiles({ name: 'IMG_0042.jpg', mimeType: 'image/jpeg', buffer });
  await expectDrawn(photo(page, 'Foto do plano'));
  await page.keyboard.type('Fica a duas quadras do mar.');
  await page.getByRole('button', { name: 'Descrever ou tirar a foto' }).click();
  await page.getByLabel('O que se vê na foto').fill('Casa azul de dois andares');
  await page.getByRole('button', { name: 'Guardar' }).click();
  await expectDrawn(photo(page, 'Casa azul de dois andares'));
  await expect(page.getByText('Salvo no aparelho')).toBeVisible();
  await expectAccessible(page, 'a plan with a photo');
  await page.getByRole('button', { name: 'Casa azul de dois andares', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Casa azul de dois andares' })).toBeVisible();
  await page.getByRole('button', { name: 'Fechar' }).click();

  await page.goto(`${group}/exportar`);
  await expect(page.getByRole('checkbox', { name: 'Casa' })).toBeChecked();
  for (const box of await page.getByRole('group', { name: 'Formatos' }).getByRole('checkbox').all())
    await box.setChecked((await box.getAttribute('aria-label')) === 'Word (DOCX)');
  await page.getByRole('button', { name: 'Exportar 1 plano' }).click();
  await expect(page.getByRole('heading', { name: 'Arquivo pronto' })).toBeVisible();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Salvar arquivo' }).click();
  const files = unzipSync(new Uint8Array(await readFile(await (await downloading).path())));
  const media = Object.keys(files).filter((name) => /^word\/media\/.+\.jpe?g$/.test(name));
  expect(media).toHaveLength(1);
  expect(files[media[0] ?? '']?.length).toBeGreaterThan(10_000);
  expect(new TextDecoder().decode(files['word/document.xml'])).toContain('Casa azul de dois andares');

  // Opened anew, still without a network.
  await page.goto(plan);
  await expectDrawn(photo(page, 'Casa azul de dois andares'));
  racha.proxy.set({});
  await openPlan(bia.page, 'Casa');
  await expectDrawn(photo(bia.page, 'Casa azul de dois andares'));
  await expect(text(bia.page)).toContainText('Fica a duas quadras do mar.');
  await expect(page.getByText('Enviado')).toBeVisible();
  await bia.page.getByRole('button', { name: 'Mudar a descrição: Casa azul de dois andares' }).click();
  await bia.page.getByRole('button', { name: 'Tirar a foto do plano' }).click();
  await expect(page.getByRole('button', { name: 'Casa azul de dois andares', exact: true })).toBeHidden();
  await expect(text(page)).toContainText('A casa da praia');
});

test('a comment on some words, made offline, is answered and settled by the other, and follows its words', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha, {}, { ownLink: true });
  await createPlan(ana.page, 'Regras');
  await text(ana.page).click();
  await ana.page.keyboard.type('Silêncio depois das dez.');
  await openPlan(bia.page, 'Regras');
  await expect(text(bia.page)).toContainText('Silêncio depois das dez.');

  bia.device.link?.set({ refuse: true });
  await expect(bia.page.getByRole('status', { name: 'Conexão' })).toContainText('Sem conexão');
  await text(bia.page).press('ControlOrMeta+End');
  for (const _ of 'das dez.') await bia.page.keyboard.press('Shift+ArrowLeft');
  await tool(bia.page, 'Comentar').click();
  await bia.page.getByRole('dialog').getByRole('textbox', { name: 'Comentar' }).fill('Onze no sábado?');
  await bia.page.getByRole('dialog').getByRole('button', { name: 'Comentar' }).click();
  const thread = (page: Page) => page.getByRole('listitem').filter({ hasText: 'Onze no sábado?' });
  await expect(thread(bia.page)).toContainText('das dez.');
  await bia.page.getByRole('button', { name: 'Fechar' }).click();
  await expect(bia.page.locator('.plan-commented')).toHaveText('das dez.');
  await text(ana.page).press('ControlOrMeta+Home');
  await ana.page.keyboard.type('Regra 1: ');
  bia.device.link?.set({});

  await expect(ana.page.locator('.plan-commented')).toHaveText('das dez.');
  await expect(bia.page.locator('.plan-commented')).toHaveText('das dez.');
  await tool(ana.page, '1 comentário aberto').click();
  await expectAccessible(ana.page, 'comments of a plan');
  await thread(ana.page).getByRole('button', { name: 'Responder' }).click();
  await thread(ana.page).getByRole('textbox', { name: 'Responder' }).fill('Pode ser');
  await thread(ana.page).getByRole('button', { name: 'Responder' }).click();
  await expect(thread(ana.page).getByRole('article', { name: 'Comentário de Ana' })).toContainText(
    'Pode ser',
  );
  await tool(bia.page, '1 comentário aberto').click();
  await expect(thread(bia.page).getByRole('article', { name: 'Comentário de Ana' })).toContainText(
    'Pode ser',
  );
  await thread(bia.page).getByRole('button', { name: 'Resolver' }).click();
  await ana.page.getByRole('button', { name: 'Fechar' }).click();
  await expect(ana.page.locator('.plan-commented')).toHaveCount(0);
  await expect(tool(ana.page, 'Comentários')).toBeVisible();
});

const photo = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).locator('img');
