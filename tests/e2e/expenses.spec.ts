/** Expenses as people keep them: in a cellar without signal, two at one expense, thrown away and brought back. */
import { expect } from '@playwright/test';
import { makeSmallPhoto } from '../support/photo-files.ts';
import { test } from './fixtures.ts';
import { openGroupOfTwo } from './group-of-two.ts';
import { Ledger } from './ledger.ts';

test('an expense written down offline is there at once, and on both phones after the signal is back', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  const anas = new Ledger(ana.page);
  const bias = new Ledger(bia.page);
  await anas.open();
  await expect(ana.page.getByRole('heading', { name: 'Nenhuma despesa ainda' })).toBeVisible();
  await ana.app.installed();
  racha.proxy.set({ refuse: true });

  // One looks elsewhere in mid-form, then the page goes away: nothing of it is lost.
  await ana.page.getByRole('link', { name: 'Nova despesa' }).click();
  await anas.amount.fill('120,01');
  await anas.description.fill('pizza');
  await expect(ana.page.getByRole('button', { name: 'Categoria: Restaurante' })).toBeVisible();
  await expect(anas.form.getByText('De R$ 60,00 a R$ 60,01 para cada um')).toBeVisible();
  await ana.page
    .locator('input[type="file"][aria-label="Anexar foto"]')
    .setInputFiles({ name: 'nota.webp', mimeType: 'image/webp', buffer: await makeSmallPhoto() });
  await expect(anas.form.getByRole('img', { name: 'Foto 1' })).toBeVisible();
  await anas.back();
  await ana.page.getByRole('link', { name: 'Nova despesa' }).click();
  await expect(anas.description).toHaveValue('pizza');
  await ana.page.reload();
  await expect(anas.amount).toHaveValue('120,01');
  await expect(ana.page.getByText('Rascunho de antes')).toBeVisible();
  await anas.save();

  await expect(anas.row('pizza')).toContainText('você pagou');
  await expect(anas.row('pizza').getByRole('img', { name: 'Esperando' })).toBeVisible();
  await expect(anas.balance).toContainText('Te devem');

  racha.proxy.set({});
  await expect(anas.row('pizza').getByRole('img', { name: /Enviada|Entregue|Lida/ })).toBeVisible();
  await expect(bia.app.messages.getByText(/Ana adicionou pizza/)).toBeVisible();
  await bias.open();
  await expect(bias.row('pizza')).toContainText('Ana pagou');
  await expect(bias.balance).toContainText('Você deve');
  const owed = await bias.balance.getByText('R$').textContent();
  expect(await anas.balance.getByText('R$').textContent()).toBe(owed);
  expect(owed?.replace(/\s/g, ' ')).toMatch(/^R\$ 60,0[01]$/);
  await bias.openExpense('pizza');
  await expect(bia.page.getByRole('button', { name: 'Foto de Ana' }).locator('img')).toBeVisible();
});

test('two who edit one expense offline keep both changes; the last word on one field wins and the older can come back', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha, { ownLink: true });
  const anas = new Ledger(ana.page);
  const bias = new Ledger(bia.page);
  await anas.open();
  await anas.add('pizza', '100');
  await bias.open();
  await bias.openExpense('pizza');
  await anas.openExpense('pizza');
  await ana.app.installed();
  await bia.app.installed();

  ana.device.link.set({ refuse: true });
  racha.proxy.set({ refuse: true });
  await anas.edit({ description: 'pizza do Zé', date: '2026-11-10' });
  await bias.edit({ amount: '90', date: '2026-11-11' });
  await expect(ana.page.getByRole('img', { name: 'Esperando' }).first()).toBeVisible();

  // Ana's is home first; Bia's comes after it in the log.
  ana.device.link.set({});
  await expect(ana.page.getByRole('img', { name: /Enviada/ }).first()).toBeVisible();
  racha.proxy.set({});
  for (const { page } of [ana, bia]) {
    await expect(page.getByRole('heading', { name: 'pizza do Zé' })).toBeVisible();
    await expect(page.getByText('R$ 90,00').first()).toBeVisible();
    await expect(page.getByText('11 de novembro de 2026').first()).toBeVisible();
  }
  await anas.history.getByRole('button', { name: 'Voltar a este valor: 10 de novembro de 2026' }).click();
  await expect(bia.page.getByText(/· 10 de novembro de 2026/)).toBeVisible();
  await expect(bias.history).toContainText('Data: de 11 de novembro de 2026 para 10 de novembro de 2026');

  // Out and back, by keys alone; every balance is what it was.
  await anas.back();
  const before = await anas.balance.getByText('R$').textContent();
  await anas.openExpense('pizza do Zé');
  await ana.page.getByRole('button', { name: 'Apagar' }).press('Enter');
  await expect(anas.balance).toBeHidden();
  await ana.page.getByRole('button', { name: 'Mais opções das contas' }).press('Enter');
  await ana.page.getByRole('menuitem', { name: 'Lixeira' }).press('Enter');
  await ana.page.getByRole('button', { name: 'Restaurar pizza do Zé' }).press('Enter');
  await expect(ana.page.getByRole('heading', { name: 'A lixeira está vazia' })).toBeVisible();
  await anas.back();
  await expect(anas.balance.getByText('R$')).toHaveText(before ?? '');
});
