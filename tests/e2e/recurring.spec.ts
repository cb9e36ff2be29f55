/** What comes again, and what is paid in parts: made when its day comes, changed from now on, ended. Offline throughout. */
import { expect } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { test } from './fixtures.ts';
import { openGroupOfTwo } from './group-of-two.ts';
import { Ledger } from './ledger.ts';

test('a rent of last month is there twice, is raised from the next one on, and ends; a purchase in three parts tells how far it is', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha, { viewport: { width: 360, height: 800 } });
  const { page } = ana;
  const ledger = new Ledger(page);
  await ana.app.installed();
  racha.proxy.set({ refuse: true });

  await ledger.open();
  await page.getByRole('link', { name: 'Nova despesa' }).click();
  await ledger.amount.fill('1.000,01');
  await ledger.description.fill('Aluguel');
  const today = await page.evaluate(() => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth(), Math.min(now.getDate(), 28)] as const;
  });
  const dayOf = (monthsFromNow: number): string =>
    new Date(Date.UTC(today[0], today[1] + monthsFromNow, today[2])).toISOString().slice(0, 10);
  await ledger.form.getByLabel('Data').fill(dayOf(-1));
  await ledger.form.getByText('Mais', { exact: true }).click();
  await ledger.form.getByText('Todo mês').click();
  await ledger.save();
  await expect(ledger.row('Aluguel')).toHaveCount(2);

  await page.getByRole('link', { name: 'Nova despesa' }).click();
  await ledger.amount.fill('100');
  await ledger.description.fill('Geladeira');
  await ledger.form.getByText('Mais', { exact: true }).click();
  await ledger.form.getByText('Parcelado').click();
  await ledger.form.getByLabel('Em quantas vezes').fill('3');
  await ledger.save();

  await page.getByRole('button', { name: 'Mais opções das contas' }).click();
  await page.getByRole('menuitem', { name: 'Recorrentes e parceladas' }).click();
  const going = page.getByRole('region', { name: 'Recorrentes', exact: true });
  await expect(going).toContainText('todo mês');
  await expect(page.getByRole('region', { name: 'Parceladas', exact: true })).toContainText(
    '1 de 3 parcelas',
  );
  await expect(page.getByRole('region', { name: 'Parceladas', exact: true })).toContainText(
    'faltam R$ 66,66',
  );
  await expectAccessible(page, 'recurring');
  await page.getByRole('button', { name: /^Aluguel/ }).click();
  await page.getByRole('textbox', { name: 'Valor' }).fill('1200');
  await expectAccessible(page, 'recurring, change');
  await page.getByRole('button', { name: 'Salvar' }).click();
  await expect(going).toContainText('R$ 1.200,00');
  await expect(page.getByRole('region', { name: 'Encerradas' })).toContainText('R$ 1.000,01');

  // What was made stays as it was made, for everybody.
  racha.proxy.set({ refuse: false });
  const theirs = new Ledger(bia.page);
  await theirs.open();
  await expect(theirs.row('Aluguel')).toHaveCount(2);
  await expect(theirs.row('Aluguel').first()).toContainText('R$ 1.000,01');

  await page.getByRole('button', { name: /^Aluguel/ }).click();
  await page.getByRole('button', { name: 'Encerrar' }).click();
  await expect(page.getByText('Encerrar Aluguel?')).toBeVisible();
  await page.getByRole('button', { name: 'Encerrar', exact: true }).click();
  await expect(going).toHaveCount(0);
});
