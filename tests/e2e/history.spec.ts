/** A group as it was: looked at, compared with now, brought back and undone; with the server and without. */
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { makeSmallPhoto } from '#tests/support/photo-files.ts';
import { expectAccessible } from './accessible.ts';
import { expectDrawn } from './drawn.ts';
import { test } from './fixtures.ts';
import { openGroupOfTwo } from './group-of-two.ts';
import { Ledger } from './ledger.ts';

test('what was deleted and changed is seen as it was, comes back for everybody, and goes again', async ({
  racha,
}) => {
  test.setTimeout(240_000);
  const { ana, bia } = await openGroupOfTwo(racha);
  const group = new URL(ana.page.url()).pathname;
  await bia.app.send('a chave fica com a Rita');
  await expect(ana.app.message('a chave fica com a Rita')).toBeVisible();
  const ledger = new Ledger(ana.page);
  await ledger.open();
  await ledger.add('gelo', '10,00');
  await ana.app.openConversation();
  // What happens to the group is a moment one finds again.
  await ana.page.getByRole('button', { name: 'Opções do grupo' }).click();
  await ana.page.getByRole('menuitem', { name: 'Mudar nome do grupo' }).click();
  await ana.page.getByRole('dialog').getByRole('textbox').first().fill('Floripa de novo');
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Salvar' }).click();
  await expect(bia.app.messages.getByText('Floripa de novo')).toBeVisible();

  // A message of nothing but a photo.
  const receipt = { name: 'recibo.webp', mimeType: 'image/webp', buffer: await makeSmallPhoto() };
  await bia.page.locator('input[type="file"][aria-label="Anexar foto"]').setInputFiles(receipt);
  await expect(bia.page.getByRole('list', { name: 'Fotos anexadas' }).getByRole('img')).toHaveCount(1);
  await bia.page.getByRole('button', { name: 'Enviar' }).click();
  await expect(ana.page.getByRole('button', { name: 'Foto de Bia' })).toBeVisible();

  await bia.app.act('a chave fica com a Rita', 'Apagar');
  await bia.page.getByRole('button', { name: 'Sua foto' }).click({ button: 'right' });
  await bia.page.getByRole('menuitem', { name: 'Apagar', exact: true }).click();
  await expect(ana.app.message('a chave fica com a Rita')).toHaveCount(0, { timeout: 20_000 });
  await expect(ana.page.getByRole('button', { name: 'Foto de Bia' })).toHaveCount(0);
  await ledger.open();
  await ledger.openExpense('gelo');
  await ledger.edit({ amount: '12,00' });
  await ledger.back();
  await ledger.add('carvão', '30,00');
  await ana.app.openConversation();

  await ana.page.getByRole('button', { name: 'Opções do grupo' }).click();
  await ana.page.getByRole('menuitem', { name: 'Ver como estava' }).click();
  // What was deleted by mistake has its moment.
  await expect(ana.page.getByRole('button', { name: /Floripa de novo/ })).toBeVisible();
  await ana.page.getByRole('button', { name: /Antes de 2 mensagens serem apagadas/ }).press('Enter');
  await expect(ana.page.getByText('Completo, conferido com o servidor.')).toBeVisible();
  await expectDrawn(ana.page.getByRole('button', { name: 'Foto de Bia' }).locator('img'));
  await expect(ana.page.getByRole('list', { name: 'Conversa' })).toContainText('a chave fica com a Rita');
  await ana.page.getByRole('radio', { name: 'Contas' }).check();
  await expect(ana.page.getByRole('list', { name: 'Despesas e pagamentos' })).toContainText('R$ 10,00');
  await expect(ana.page.getByRole('list', { name: 'Despesas e pagamentos' })).not.toContainText('carvão');

  // Back as it was, for everybody; and undone.
  await ana.page.getByRole('radio', { name: 'Comparar com agora' }).check();
  const accounts = ana.page.getByRole('list', { name: 'Contas' });
  await expect(accounts).toContainText('Entrou depois: carvão, R$ 30,00');
  await expect(accounts).toContainText('Mudou depois: gelo, de R$ 10,00 para R$ 12,00');
  await expectAccessible(ana.page, 'compared with now');
  await ana.page.getByRole('button', { name: 'Deixar as contas como estavam' }).click();
  const sheet = ana.page.getByRole('dialog', { name: 'Deixar as contas como estavam?' });
  await expect(sheet).toContainText('Isto fará 2 mudanças');
  await sheet.getByRole('button', { name: 'Restaurar' }).click();
  await expect(ana.page.getByText('As contas estão como estavam.')).toBeVisible();
  await bia.page.goto(`${group}/contas`);
  const bias = new Ledger(bia.page);
  await expect(bias.row('gelo')).toContainText('R$ 10,00');
  await expect(bias.row('carvão')).toHaveCount(0);
  // The app is opened anew, and the way back is still there; what somebody changed meanwhile is left alone.
  await bias.openExpense('gelo');
  await bias.edit({ amount: '11,00' });
  await ana.page.goto(`${group}/historico`);
  await expect(ana.page.getByText('1 já mudou de novo depois: fica como está.')).toBeVisible();
  await ana.page.getByRole('button', { name: 'Desfazer a restauração' }).click();
  await expect(ana.page.getByText(/^Restaurado em/)).toHaveCount(0);
  await bias.back();
  await expect(bias.row('carvão')).toContainText('R$ 30,00');
  await expect(bias.row('gelo')).toContainText('R$ 11,00');

  // Messages come back with their photos, on everybody's screen.
  await ana.page.getByRole('button', { name: /Antes de 2 mensagens serem apagadas/ }).click();
  await ana.page.getByRole('radio', { name: 'Comparar com agora' }).check();
  await expectDrawn(ana.page.getByRole('img', { name: 'Foto de Bia' }));
  await expectAccessible(ana.page, 'what can come back');
  await ana.page.getByRole('button', { name: 'Trazer 2 mensagens de volta' }).click();
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Restaurar' }).click();
  await bia.page.goto(group);
  await expect(bia.app.messages).toContainText('a chave fica com a Rita');
  await expectDrawn(bia.page.getByRole('button', { name: 'Foto de Ana' }).locator('img'));
  await ana.page.goto(`${group}/historico`);
  await ana.page.getByRole('button', { name: 'Desfazer a restauração' }).click();
  await expect(bia.page.getByRole('button', { name: 'Foto de Ana' })).toHaveCount(0);

  // Alone, the device says what it knows, and that it may lack something.
  await ana.app.installed();
  racha.proxy.set({ refuse: true });
  for (const [language, theme] of [
    ['pt-BR', 'dark'],
    ['en', 'light'],
    ['es', 'light'],
  ] as const) {
    await choose(ana.page, language, theme);
    await ana.page.goto(`${group}/historico`);
    const words = wordsOf(language);
    await ana.page.getByRole('button', { name: /Floripa de novo/ }).click();
    await expect(ana.page.getByText(words.fromDevice)).toBeVisible();
    await ana.page.getByRole('radio', { name: words.view.accounts }).check();
    await expect(ana.page.getByRole('list', { name: words.entries })).toContainText('gelo');
    await ana.page.getByRole('radio', { name: words.view.comparison }).check();
    await expect(ana.page.getByRole('button', { name: words.restoreAccounts })).toBeVisible();
    if (theme === 'dark') await expectAccessible(ana.page, `history alone, ${language}, dark`);
  }
});

function choose(page: Page, language: string, theme: string): Promise<void> {
  return page.evaluate(
    ([chosen, look]) => {
      localStorage.setItem('racha.language', chosen);
      localStorage.setItem('racha.theme', look);
    },
    [language, theme] as const,
  );
}

interface Words {
  readonly fromDevice: string;
  readonly entries: string;
  readonly restoreAccounts: string;
  readonly view: Readonly<Record<'accounts' | 'comparison', string>>;
}

const wordsOf = (language: string): Words =>
  JSON.parse(readFileSync(`locales/${language}/later/history.json`, 'utf8'));
