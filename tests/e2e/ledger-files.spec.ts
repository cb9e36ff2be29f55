/** Accounts from another app: brought in without a network, looked at before, seen by the others, taken back, taken along. */
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { test } from './fixtures.ts';
import { openGroupOfTwo } from './group-of-two.ts';

const SPLITWISE = 'tests/fixtures/ledgers/splitwise-pt-br.csv';

test('a Splitwise file is imported offline, arrives, is undone and comes back', async ({ racha }) => {
  test.slow();
  const { ana, bia } = await openGroupOfTwo(racha);
  const group = new URL(ana.page.url()).pathname;
  await ana.app.installed();
  racha.proxy.set({ refuse: true });
  const { page } = ana;

  await page.goto(`${group}/contas/importar`);
  await choose(page, 'package.json');
  await expect(page.getByRole('alert')).toContainText('Não reconheci este arquivo');
  await expectAccessible(page, 'import, refused file');
  await choose(page, SPLITWISE);
  await expect(page.getByRole('heading', { name: 'Splitwise: 7 lançamentos' })).toBeVisible();
  // Ana and Bia are known by their names; João is new.
  await expect(page.getByRole('combobox', { name: 'Ana Prado é' })).toHaveText(/Ana \(você\)/);
  await expect(page.getByRole('combobox', { name: 'João Lima é' })).toHaveValue('new');
  await expect(page.getByText('4 linhas ficam de fora')).toBeVisible();
  await expect(page.getByText('Está em USD. As contas daqui são só em reais.')).toBeVisible();
  await expect(page.getByText('Os saldos da linha não fecham: diferença de +R$ 1,00.')).toBeVisible();
  await expect(page.getByText('1 linha com vários pagantes')).toBeVisible();
  await expect(page.getByRole('row', { name: /Ana \(você\).*\+R\$ 443,74/ })).toBeVisible();
  await expectAccessible(page, 'import, review');
  await page.getByRole('button', { name: 'Importar 7 lançamentos' }).click();
  await expect(page.getByText('7 lançamentos importados.')).toBeVisible();
  await expect(page.getByText('Foi salvo neste aparelho')).toBeVisible();
  await expectAccessible(page, 'import, done');

  // The same file again has nothing to add.
  await page.getByRole('button', { name: 'Escolher outro arquivo' }).click();
  await choose(page, SPLITWISE);
  await expect(page.getByText('7 já estão no grupo e não entram de novo')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Importar/ })).toHaveCount(0);

  racha.proxy.set({ refuse: false });
  await bia.page.goto(`${group}/contas/resumo`);
  await expect(bia.page.getByText('Remédio só meu')).toHaveCount(0);
  await bia.page.getByRole('combobox', { name: 'Período' }).selectOption('Tudo');
  await expect(bia.page.getByRole('region', { name: 'Total gasto' })).toContainText('R$ 2.048,22');
  await expect(bia.page.getByRole('row', { name: /João Lima/ })).toBeVisible();

  await bia.page.goto(`${group}/contas/importar`);
  const json = await download(bia.page, 'Baixar JSON');
  expect(JSON.parse(json)).toMatchObject({ racha: 'ledger', version: 1, currency: 'BRL' });
  const sheet = await download(bia.page, 'Baixar planilha (CSV)');
  expect(sheet).toContain('"Diesel, ida e volta",548.00,BRL,transporte,despesa');
  await bia.page.getByRole('button', { name: /^Desfazer a importação de Ana/ }).click();
  await bia.page.getByRole('button', { name: 'Desfazer a importação', exact: true }).click();
  await expect(bia.page.getByText('7 lançamentos tirados.')).toBeVisible();

  await page.goto(`${group}/contas/resumo`);
  await expect(page.getByRole('heading', { name: 'Nada para somar ainda' })).toBeVisible();
  await page.goto(`${group}/contas/importar`);
  await expect(page.getByText('desfeita')).toBeVisible();
  await choose(page, SPLITWISE);
  await expect(page.getByText('7 que tinham sido tirados voltam')).toBeVisible();
  await page.getByRole('button', { name: 'Importar 7 lançamentos' }).click();
  await expect(page.getByText('7 lançamentos importados.')).toBeVisible();
  await page.goto(`${group}/contas/resumo`);
  await expect(page.getByRole('table', { name: 'Por categoria' })).toBeVisible();
  await expectAccessible(page, 'summary');
  // As files too, by the writers of plans.
  for (const [button, begins] of [
    ['Salvar como PDF', '%PDF'],
    ['Salvar como Word', 'PK'],
  ] as const) {
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: button }).click();
    const report = readFileSync(await (await saving).path());
    expect(report.subarray(0, begins.length).toString()).toBe(begins);
    await expect(page.getByText('Arquivo salvo.')).toBeVisible();
  }
  await page.getByText('Texto do resumo').click();
  await expect(page.getByText(/Resumo de fevereiro de 2026: Floripa 2026/)).toBeVisible();
  await page.goto(`${group}/contas/recorrentes`);
  await expect(page.getByRole('heading', { name: 'Nada se repete ainda' })).toBeVisible();
  await expectAccessible(page, 'recurring, empty');
});

async function choose(page: Page, file: string): Promise<void> {
  await page.getByLabel('Escolher arquivo').setInputFiles(file);
}

async function download(page: Page, button: string): Promise<string> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return readFileSync(await (await downloading).path(), 'utf8');
}
