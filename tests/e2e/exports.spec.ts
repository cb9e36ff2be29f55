/**
 * What leaves as files: a plan in each format on a phone without a network, a whole group with the messages that its phone did not
 * hold, and two hundred plans at once, with a way out half-way.
 */
import { readFile } from 'node:fs/promises';
import { type Download, expect, type Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { makeSmallPhoto } from '#tests/support/photo-files.ts';
import { expectAccessible } from './accessible.ts';
import { expectDrawn } from './drawn.ts';
import { test } from './fixtures.ts';
import { GROUP_NAME, openGroupOfTwo, person } from './group-of-two.ts';
import { Ledger } from './ledger.ts';

const SENTENCE = 'Pão, coração e R$ 10,00 na sexta 🎉';

async function exportAs(page: Page, format: string): Promise<Download> {
  for (const box of await page.getByRole('group', { name: 'Formatos' }).getByRole('checkbox').all())
    await box.setChecked((await box.getAttribute('aria-label')) === format);
  await page.getByRole('button', { name: /^Exportar \d+ (plano|ite)/ }).click();
  await expect(page.getByRole('heading', { name: 'Arquivo pronto' })).toBeVisible();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Salvar arquivo' }).click();
  const download = await downloading;
  await page.getByRole('button', { name: 'Exportar outra coisa' }).click();
  return download;
}

const bytesOf = async (download: Download): Promise<Uint8Array> =>
  new Uint8Array(await readFile(await download.path()));
const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

interface PlanFile {
  readonly name: string;
  readonly text: string | Buffer;
}

/** Files become plans by the app's own import. */
async function importPlans(page: Page, files: readonly PlanFile[]): Promise<void> {
  await page.getByRole('button', { name: 'Opções dos planos' }).click();
  await page.getByRole('menuitem', { name: 'Trazer de um arquivo' }).click();
  await page.locator('input[type=file]').setInputFiles(
    files.map(({ name, text }) => ({
      name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.isBuffer(text) ? text : Buffer.from(text),
    })),
  );
  await expect(page.getByText(`${files.length} de ${files.length} arquivos`)).toBeVisible({
    timeout: 240_000,
  });
  await expect(page.getByText('Ficou de fora')).toHaveCount(0);
  await page.getByRole('button', { name: 'Fechar' }).click();
}

test('a plan with a picture leaves in each format from a phone without a network, and comes in again', async ({
  racha,
}) => {
  const { ana } = await openGroupOfTwo(racha);
  const { page } = ana;
  const group = new URL(page.url()).pathname;
  await page.goto(`${group}/planos`);
  const photo = `data:image/webp;base64,${(await makeSmallPhoto()).toString('base64')}`;
  const source = `# Viagem\n\n${SENTENCE}\n\n![A praia ao longe](${photo})\n\n- [x] gelo\n`;
  await importPlans(page, [{ name: 'Viagem.md', text: source }]);
  await ana.app.installed();
  racha.proxy.set({ refuse: true });
  await page.goto(`${group}/exportar`);
  await expect(page.getByRole('checkbox', { name: 'Viagem' })).toBeChecked();
  await expectAccessible(page, 'exportar');

  const pdf = await exportAs(page, 'PDF');
  expect(pdf.suggestedFilename()).toBe('Viagem.pdf');
  expect(textOf((await bytesOf(pdf)).slice(0, 5))).toBe('%PDF-');
  const docx = await bytesOf(await exportAs(page, 'Word (DOCX)'));
  expect(textOf(unzipSync(docx)['word/document.xml'])).toContain('coração');
  const html = await exportAs(page, 'Página (HTML)');
  expect(textOf(await bytesOf(html))).toContain(SENTENCE);
  const markdown = unzipSync(await bytesOf(await exportAs(page, 'Markdown')));
  expect(textOf(markdown['Viagem.md'])).toContain(SENTENCE);
  const project = unzipSync(await bytesOf(await exportAs(page, 'Scrivener 3')));
  expect(textOf(project['Viagem.scriv/Files/version.txt'])).toBe('23');
  expect(textOf(project['Viagem.scriv/Viagem.scrivx'])).toContain('<Title>Viagem</Title>');

  await page.goto(`${group}/planos`);
  await importPlans(page, [{ name: 'de volta.docx', text: Buffer.from(docx) }]);
  await page
    .getByRole('link', { name: /^Viagem/ })
    .last()
    .click();
  await expect(page.getByRole('textbox', { name: 'Texto do plano' })).toContainText(SENTENCE);
  await expectDrawn(page.getByRole('button', { name: 'A praia ao longe', exact: true }).locator('img'));
});

test('a whole group leaves as one zip, with the messages that the phone did not hold', async ({ racha }) => {
  test.setTimeout(240_000);
  const ana = await person(racha);
  await ana.app.start('Ana');
  await ana.app.createGroup(GROUP_NAME);
  const link = await ana.app.inviteLink();
  const said = Array.from({ length: 260 }, (_, i) => `recado ${i}`);
  await ana.app.sendAll(said);
  const group = new URL(ana.page.url()).pathname;
  const ledger = new Ledger(ana.page);
  await ledger.open();
  await ledger.add('Gelo', '30,00');
  await ana.page.goto(`${group}/planos`);
  await importPlans(ana.page, [{ name: 'Lista.md', text: `# Lista\n\n${SENTENCE}\n` }]);
  await expect(ana.page.getByRole('link', { name: /^Lista/ })).toBeVisible();

  const bia = await person(racha);
  const { page } = bia;
  // The share sheet is the system's, and Chromium on Linux has none: what would be handed to it is looked at.
  await page.addInitScript(() => {
    const shared: string[] = [];
    const share = async ({ files = [] }: ShareData) =>
      void shared.push(...files.map(({ name, type, size }) => `${name} ${type} ${size > 0}`));
    Object.assign(navigator, { shared, canShare: () => true, share });
  });
  await bia.app.join(link, 'Bia');
  await expect(bia.app.message('recado 259')).toBeVisible();
  await page.getByRole('button', { name: 'Opções do grupo' }).click();
  await page.getByRole('menuitem', { name: 'Exportar' }).click();
  await expect(page.getByRole('checkbox', { name: 'Conversa', exact: true })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Resumo das contas' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Lista' })).toBeChecked();
  await page.getByRole('checkbox', { name: 'PDF' }).uncheck();
  await page.getByRole('checkbox', { name: 'Markdown' }).check();
  await page.getByRole('button', { name: 'Exportar 3 itens' }).click();
  await expect(page.getByRole('heading', { name: 'Arquivo pronto' })).toBeVisible({ timeout: 90_000 });
  await expectAccessible(page, 'arquivo pronto');
  await expect(page.getByText('ficaram de fora')).toHaveCount(0);
  await page.getByRole('button', { name: 'Compartilhar' }).click();
  await expect
    .poll(() => page.evaluate(() => (navigator as unknown as { shared: string[] }).shared))
    .toEqual([`${GROUP_NAME}.zip application/zip true`]);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Salvar arquivo' }).click();
  const zip = unzipSync(await bytesOf(await downloading));
  expect(Object.keys(zip).sort()).toEqual([
    `Conversa de ${GROUP_NAME}.md`,
    'Lista.md',
    `Resumo das contas ${GROUP_NAME}.md`,
    'manifesto.json',
  ]);
  const conversation = textOf(zip[`Conversa de ${GROUP_NAME}.md`]);
  expect(conversation).toContain('A conversa inteira, desde');
  expect(conversation.match(/recado \d+/g)).toEqual(said);
  expect(textOf(zip[`Resumo das contas ${GROUP_NAME}.md`])).toContain('Gelo');
  expect(textOf(zip['Lista.md'])).toContain(SENTENCE);
});

test('two hundred plans leave as one zip, after a cancel, and the page answers meanwhile', async ({
  racha,
}) => {
  test.setTimeout(480_000);
  const { ana } = await openGroupOfTwo(racha);
  const { page } = ana;
  const group = new URL(page.url()).pathname;
  await page.goto(`${group}/planos`);
  const files = Array.from({ length: 200 }, (_, at) => ({
    name: `Plano ${at}.md`,
    text: `# Plano ${at}\n\n${SENTENCE}\n`,
  }));
  await importPlans(page, files);
  await page.getByRole('button', { name: 'Opções dos planos' }).click();
  await page.getByRole('menuitem', { name: 'Exportar' }).click();
  await page.getByRole('button', { name: 'Exportar 200 planos' }).click();
  await expect(page.getByRole('progressbar', { name: 'Exportando' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancelar' }).click();
  await expect(page.getByRole('button', { name: 'Exportar 200 planos' })).toBeVisible();
  const zip = unzipSync(await bytesOf(await exportAs(page, 'Página (HTML)')));
  expect(Object.keys(zip)).toHaveLength(201);
  expect(textOf(zip['Plano 7.html'])).toContain(SENTENCE);
});
