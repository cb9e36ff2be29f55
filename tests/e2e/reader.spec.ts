/** From a sentence to who owes whom: the card under one's own message. */
import { expect, type Locator, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { test } from './fixtures.ts';
import { openGroupOfTwo } from './group-of-two.ts';
import { Ledger } from './ledger.ts';

const cardOf = (page: Page): Locator => page.getByRole('region', { name: 'Proposta de despesa' });

test('a sentence in a cellar without signal: card, one tap, and both phones have the right centavo', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.installed();
  racha.proxy.set({ refuse: true });

  await ana.app.send('paguei 120,01 de pizza, racha com a Bia');
  const card = cardOf(ana.page);
  const summary = card.getByRole('button', { name: /R\$\s120,01 pizza/ });
  await expect(summary).toContainText('Você pagou · Para todos (2)');
  await expect(card.getByLabel('Valor')).toBeHidden();
  await summary.click();
  await expect(card.getByLabel('Valor')).toHaveValue('120,01');
  await expect(card.getByLabel('O que foi')).toHaveValue('pizza');
  await expect(card.locator('mark').filter({ hasText: '120,01' })).toBeVisible();
  await ana.page.setViewportSize({ width: 360, height: 800 });
  await expectAccessible(ana.page, 'card');
  await ana.page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(ana.page, 'card');

  await card.getByRole('button', { name: 'Confirmar' }).click();
  await expect(card).toBeHidden();
  await expect(ana.page.getByRole('link', { name: /Nas contas: pizza/ })).toBeVisible();
  // Taken back, the card is there again; nothing was ever saved twice.
  await ana.page.getByRole('button', { name: 'Desfazer' }).click();
  await card.getByRole('button', { name: 'Confirmar' }).click();

  racha.proxy.set({});
  const anas = new Ledger(ana.page);
  const bias = new Ledger(bia.page);
  await ana.page.getByRole('link', { name: /Nas contas: pizza/ }).click();
  await expect(ana.page.getByText('R$ 120,01').first()).toBeVisible();
  await anas.back();
  await anas.open();
  await expect(anas.row('pizza')).toHaveCount(1);
  await expect(bia.app.messages.getByText(/Ana adicionou pizza/).first()).toBeVisible();
  await bias.open();
  await expect(bias.row('pizza')).toContainText('Ana pagou');
  await expect(bias.balance).toContainText('Você deve');
  const owed = await bias.balance.getByText('R$').textContent();
  expect(await anas.balance.getByText('R$').textContent()).toBe(owed);
});

test('somebody unknown is asked about and remembered; what is no expense is left alone; questions are answered', async ({
  racha,
}) => {
  const { ana } = await openGroupOfTwo(racha);
  const { page, app } = ana;
  const card = cardOf(page);
  await app.send('gastei 90 no mercado com o Rafa');
  await expect(card.getByLabel('Quem é Rafa?')).toBeVisible();
  await card.getByRole('button', { name: 'Confirmar' }).click();
  await expect(card.getByRole('alert')).toContainText('Diga primeiro quem é Rafa');
  await card.getByRole('button', { name: 'Adicionar Rafa ao grupo' }).click();
  await expect(card).toContainText('Para você e Rafa');
  await card.getByRole('button', { name: 'Confirmar' }).click();
  await expect(page.getByRole('link', { name: /Nas contas: mercado/ })).toBeVisible();

  // Known from now on.
  await app.send('o Rafa pagou 30 de gelo');
  await expect(card).toContainText('Rafa pagou');
  await expect(card.getByLabel('Quem é Rafa?')).toHaveCount(0);
  await card.getByRole('button', { name: 'Não é despesa' }).click();
  await expect(card).toHaveCount(0);
  await app.send('o Rafa pagou 45 de gelo');
  await app.send('quem me deve?');
  await expect(page.getByRole('region', { name: 'Resposta das contas' })).toContainText(
    'Rafa deve R$ 45,00 para você',
  );
  // The sentence like the one that was no expense made no card, and stays without one.
  await expect(card).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('region', { name: 'Resposta das contas' })).toBeVisible();
  await expect(card).toHaveCount(0);

  // A payment, and what nobody should write down.
  await app.send('te pago os 30 amanhã');
  await app.send('fiz um pix de 20 pra Bia');
  const payment = page.getByRole('region', { name: 'Proposta de pagamento' });
  await expect(payment.getByLabel('Valor')).toHaveValue('20,00');
  await payment.getByRole('button', { name: 'Confirmar' }).click();
  await expect(page.getByText(/Nas contas: você pagou R\$\s20,00 para Bia/)).toBeVisible();

  // To the form, with what is known.
  await app.send('uber 31,50');
  await card.getByRole('button', { name: 'Editar' }).click();
  const ledger = new Ledger(page);
  await expect(ledger.amount).toHaveValue('31,50');
  await expect(ledger.description).toHaveValue('uber');
});
