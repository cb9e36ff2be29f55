/** Settling by Pix: a code for the exact amount, read by a scanner that is not ours, and the word of both sides. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';
import { parsePix } from 'pix-utils';
import { newId, openRawDevice } from '../support/raw-device.ts';
import { type Racha, test } from './fixtures.ts';
import { openGroupOfTwo, type Person } from './group-of-two.ts';

const KEY = '+5511987654321';

test('a debt is paid by Pix offline, waits for the creditor’s word, and everybody is even', async ({
  racha,
}) => {
  test.setTimeout(150_000);
  const { ana, bia, balances } = await openDebts(racha);

  // Ana says where she wants to be paid: a bare number is asked about.
  await ana.page.goto(balances);
  await expect(ana.page.getByRole('region', { name: 'Seu saldo' })).toContainText('R$ 80,10');
  await ana.page.getByRole('button', { name: 'Minha chave Pix: Cadastrar chave' }).click();
  await ana.page.getByRole('textbox', { name: 'Chave Pix' }).fill('11987654320x');
  await ana.page.getByRole('button', { name: 'Salvar chave' }).click();
  await expect(ana.page.getByRole('alert')).toContainText('não parece uma chave Pix');
  await ana.page.getByRole('textbox', { name: 'Chave Pix' }).fill('11987654321');
  await ana.page.getByRole('button', { name: 'Salvar chave' }).click();
  await expectAccessible(ana.page, 'the key is asked about');
  await ana.page.getByRole('button', { name: 'celular (11) 98765-4321' }).click();
  await expect(ana.page.getByRole('dialog')).toHaveCount(0);
  await expect(ana.page.getByText('(11) 98765-4321')).toBeVisible();
  await expectAccessible(ana.page, 'balances of a creditor, dark');

  // Bia has heard of it, goes offline, and pays.
  await expect(bia.app.messages.getByText('Ana cadastrou uma chave Pix')).toBeVisible();
  await bia.app.installed();
  racha.proxy.set({ refuse: true });
  await bia.page.goto(balances);
  await expect(bia.page.getByRole('region', { name: 'Seu saldo' })).toContainText('Você deve');
  await expectAccessible(bia.page, 'balances of a debtor, offline');
  await bia.page.getByRole('button', { name: 'Pagar R$ 40,05 a Ana' }).click();
  const sheet = bia.page.getByRole('dialog', { name: 'Pagar Ana' });
  await expect(sheet.getByText('Ana cadastrou esta chave')).toBeVisible();
  await expect(sheet.getByText('confira no app do banco se o nome é o de Ana')).toBeVisible();
  const qr = sheet.getByRole('img', { name: 'QR Code Pix de R$ 40,05 para Ana' });
  await expect(qr).toBeVisible();
  await expectAccessible(bia.page, 'a Pix code');
  const code = await sheet.getByRole('textbox', { name: 'Código Pix copia e cola' }).inputValue();
  expect(await scan(qr)).toBe(code);
  expect(parsePix(code)).toMatchObject({ pixKey: KEY, transactionAmount: 40.05, merchantName: 'Ana' });
  await bia.device.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await sheet.getByRole('button', { name: 'Copiar código Pix' }).click();
  await expect.poll(() => bia.page.evaluate(() => navigator.clipboard.readText())).toBe(code);

  // A part of it first: the code follows what is typed.
  await sheet.getByRole('textbox', { name: 'Valor' }).fill('40');
  expect(await scan(sheet.getByRole('img', { name: 'QR Code Pix de R$ 40,00 para Ana' }))).toContain(
    '540540.00',
  );
  await sheet.getByRole('button', { name: 'Já paguei' }).click();
  await expect(bia.page.getByText('Você anotou que pagou R$ 40,00 a Ana')).toBeVisible();
  await expect(bia.page.getByRole('region', { name: 'Seu saldo' })).toContainText('R$ 0,05');

  // Back online: the creditor's word.
  racha.proxy.set({});
  await expect(ana.page.getByText('Bia anotou que te pagou R$ 40,00')).toBeVisible();
  await expect(ana.page.getByRole('region', { name: 'Seu saldo' })).toContainText('R$ 40,10');
  await ana.page.getByRole('button', { name: 'Não recebi' }).click();
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Não recebi' }).click();
  await expect(ana.page.getByRole('region', { name: 'Seu saldo' })).toContainText('R$ 80,10');
  await ana.page.getByRole('button', { name: 'Desfazer' }).click();
  await expect(ana.page.getByRole('region', { name: 'Seu saldo' })).toContainText('R$ 40,10');
  await ana.page.getByRole('button', { name: 'Recebi', exact: true }).click();
  await expect(ana.page.getByRole('region', { name: 'Pagamentos para confirmar' })).toHaveCount(0);
  await expect(bia.page.getByText('Você anotou que pagou')).toHaveCount(0);

  // Noted payments are all there, and go out and come back to the centavo.
  await bia.page.getByRole('button', { name: 'Ver pagamentos anotados' }).click();
  const noted = bia.page.getByRole('list', { name: 'Pagamentos anotados' }).getByRole('listitem');
  await expect(noted).toContainText('Você pagou Ana');
  await expect(noted).toContainText('confirmado');
  await expectAccessible(bia.page, 'noted payments');
  await noted.getByRole('button', { name: 'Tirar: Você pagou Ana, R$ 40,00' }).click();
  await expect(noted).toContainText('fora das contas');
  await noted.getByRole('button', { name: 'Devolver: Você pagou Ana, R$ 40,00' }).click();
  await expect(noted).toContainText('confirmado');
  await bia.page.keyboard.press('Escape');
  await expect(bia.page.getByRole('region', { name: 'Seu saldo' })).toContainText('R$ 0,05');

  // Why is it what it is?
  await bia.page.getByRole('button', { name: 'Por quê? Seu saldo' }).click();
  const why = bia.page.getByRole('list', { name: 'O que forma o saldo' });
  await expect(why.getByRole('listitem')).toHaveCount(2);
  await expect(why.getByRole('listitem').first()).toContainText('pagou Ana');
  await expect(why.getByRole('listitem').last()).toContainText('Mercado da praia');
  await expectAccessible(bia.page, 'why');
});

test('who is owed reminds with a code that works, and a pasted code is read out before paying', async ({
  racha,
}) => {
  const { ana, balances } = await openDebts(racha);
  await ana.page.goto(balances);
  await ana.page.getByRole('button', { name: 'Minha chave Pix: Cadastrar chave' }).click();
  await ana.page.getByRole('textbox', { name: 'Chave Pix' }).fill('529.982.247-25');
  await ana.page.getByRole('button', { name: 'Salvar chave' }).click();
  await expect(ana.page.getByRole('dialog')).toHaveCount(0);

  await ana.page.getByRole('button', { name: 'Cobrar R$ 40,05 de Caio' }).click();
  await ana.page.getByRole('button', { name: 'Lembrar Caio' }).click();
  await ana.device.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await ana.page.getByRole('button', { name: 'Copiar texto' }).click();
  await expect.poll(() => ana.page.evaluate(() => navigator.clipboard.readText())).toContain('Oi, Caio.');
  const text = await ana.page.evaluate(() => navigator.clipboard.readText());
  await expect(ana.page.getByRole('link', { name: 'Abrir no WhatsApp' })).toHaveAttribute(
    'href',
    `https://wa.me/?text=${encodeURIComponent(text)}`,
  );
  await expectAccessible(ana.page, 'a reminder');
  await ana.page.keyboard.press('Escape');

  await ana.page.getByRole('button', { name: 'Conferir um código Pix' }).click();
  const field = ana.page.getByRole('textbox', { name: 'Cole o código aqui' });
  await field.fill(text);
  await ana.page.getByRole('button', { name: 'Conferir', exact: true }).click();
  const facts = ana.page.getByRole('region', { name: 'O que o código diz' });
  await expect(facts).toContainText('CPF 529.982.247-25');
  await expect(facts).toContainText('R$ 40,05');
  await expect(facts).toContainText('É a chave que Ana cadastrou neste grupo.');
  await expectAccessible(ana.page, 'what a code says');
  await field.fill(text.replace('540540.05', '540540.06'));
  await ana.page.getByRole('button', { name: 'Conferir', exact: true }).click();
  await expect(ana.page.getByText('Não pague por ele.')).toBeVisible();
  await ana.page.keyboard.press('Escape');

  // Taken away, with a way back.
  await ana.page.getByRole('button', { name: 'Minha chave Pix: Trocar' }).click();
  await ana.page.getByRole('button', { name: 'Apagar chave' }).click();
  await expect(ana.page.getByText('529.982.247-25')).toHaveCount(0);
  await ana.page.getByRole('button', { name: 'Desfazer' }).click();
  await expect(ana.page.getByText('529.982.247-25')).toBeVisible();
});

/** Ana paid R$ 120,15 for herself, Bia and Caio, whose phone wrote it down: 40,05 each. Ana's phone is dark. */
async function openDebts(racha: Racha): Promise<{ ana: Person; bia: Person; balances: string }> {
  const { ana, bia, link } = await openGroupOfTwo(racha, { colorScheme: 'dark', reducedMotion: 'reduce' });
  await bia.page.emulateMedia({ reducedMotion: 'reduce' });
  const [groupId = '', secret = ''] = new URL(link).hash.slice(1).split('.');
  const caio = await openRawDevice(`http://127.0.0.1:${racha.server.port}`);
  await caio.join({ groupId, secret }, 'Caio');
  const log = await caio.readLog(groupId);
  const ids = log
    .filter(({ type }) => type === 'group.created' || type === 'member.joined')
    .map(({ actorId }) => actorId);
  const [anaId = ''] = ids;
  await caio.push(groupId, [
    caio.newOp('expense.added', {
      expenseId: newId(),
      description: 'Mercado da praia',
      date: '2026-11-20',
      category: 'mercado',
      amountMinor: 12_015,
      payers: [{ memberId: anaId, amountMinor: 12_015 }],
      split: { mode: 'equal', parts: ids.map((memberId) => ({ memberId })) },
      shares: ids.map((memberId) => ({ memberId, amountMinor: 4_005 })),
    }),
  ]);
  return { ana, bia, balances: `/g/${groupId}/contas/saldos` };
}

/** What zbar reads from a photo of the screen. */
async function scan(qr: Locator): Promise<string> {
  await expect(qr).toBeVisible();
  const picture = test.info().outputPath('qr.png');
  writeFileSync(picture, await qr.screenshot());
  return execFileSync('zbarimg', ['--quiet', '--raw', picture], {
    encoding: 'utf8',
    // It looks for a system bus, and says that there is none.
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
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
