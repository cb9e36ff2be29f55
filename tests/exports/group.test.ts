/**
 * A whole group as one zip, opened by what people use: its conversation of a thousand messages, its accounts and a plan. Every message
 * is in every format once, in order, with who wrote it.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  collectConversation,
  type SaidMessage,
} from '#client/documents/conversation/conversation-document.ts';
import { reportDocument } from '#client/documents/report/report-document.ts';
import { EXPORT_FORMATS } from '#client/documents/writer.ts';
import type { RichDocument } from '#domain/documents/document.ts';
import type { ExpenseRow } from '#domain/expenses/ledger-rows.ts';
import { summarise } from '#domain/expenses/summary.ts';
import { REPORT_HEADS } from '#tests/support/document-words.ts';
import { checkScrivener } from './check-scrivener.ts';
import { checkPdf, pdfFonts, pdfText, rtfText, textInLibreOffice, unzip } from './open-with.ts';
import { run, text } from './run-job.ts';
import { PHOTO, paragraph, SENTENCE } from './sample-document.ts';

const COUNT = 1_000;
const NOON = new Date(2026, 10, 21, 12, 0).getTime();
const EXTENT = 'A conversa inteira, desde 21 de novembro de 2026: 1000 mensagens.';

function conversation(): RichDocument {
  const words = {
    language: 'pt-BR',
    title: 'Conversa de Praia',
    edited: 'editada',
    deleted: 'Mensagem apagada',
    waiting: 'ainda não enviada',
    photo: 'Foto de',
  };
  const pages = collectConversation({ words, withPhotos: true });
  const messages = Array.from({ length: COUNT }, (_, i): SaidMessage => {
    return {
      authorName: i % 2 === 0 ? 'Conceição' : 'João',
      at: NOON + i * 7_200_000,
      text: `recado-${i} ação 🎉`,
      photos: i === 7 ? [PHOTO] : [],
      replyTo: i === 9 ? { authorName: 'João', text: 'o de antes' } : null,
      mentions: [],
      edited: false,
      deleted: i === 500,
      reactions: [],
      version: i + 1,
      notice: i === 3 ? 'João entrou no grupo (recado-3)' : null,
    };
  });
  for (let at = 0; at < COUNT; at += 300) pages.add(messages.slice(at, at + 300));
  return pages.end(EXTENT);
}

function report(): RichDocument {
  const expense = {
    date: '2026-11-20',
    description: 'Pão de açúcar',
    amountMinor: 123_456,
    category: 'food',
    payers: [{ memberId: 'ana', amountMinor: 123_456 }],
    shares: [{ memberId: 'ana', amountMinor: 123_456 }],
    voidedBy: null,
    version: 1,
  } as unknown as ExpenseRow;
  return reportDocument(
    { summary: summarise([expense]), debts: [], expenses: [expense], month: null },
    {
      title: 'Resumo das contas: Praia',
      total: 'Total: R$ 1.234,56',
      ...REPORT_HEADS,
      debt: ({ from }) => from,
      money: () => 'R$ 1.234,56',
      dayOf: (day) => day,
      categoryName: () => 'Comida',
      memberName: () => 'Ana',
    },
  );
}

/** Deleted ones say nothing any more. */
const SAID = Array.from({ length: COUNT }, (_, i) => i).filter((i) => i !== 500);
const saidIn = (found: string): number[] => [...found.matchAll(/recado-(\d+)/g)].map(([, i]) => Number(i));

describe('a whole group as one zip', () => {
  let files: ReadonlyMap<string, Buffer>;
  beforeAll(async () => {
    const plan = text({ title: 'Lista', blocks: [paragraph(SENTENCE)] }, 'Compras');
    const texts = [text(conversation()), text(report()), plan];
    const { bytes, missingTexts, asked } = await run(texts, { formats: EXPORT_FORMATS, name: 'Praia' });
    expect(missingTexts).toEqual([]);
    // Once for the pages, once for the project.
    expect(asked).toEqual([0, 1, 2, 0, 1, 2]);
    files = await unzip(bytes);
  });
  const file = (path: string): Buffer => files.get(path) ?? Buffer.alloc(0);

  it('holds each part under its name, and the plan in its folder', () => {
    const names = ['Conversa de Praia', 'Resumo das contas Praia', 'Compras/Lista'];
    const pages = names.flatMap((name) => ['docx', 'html', 'md', 'pdf'].map((ending) => `${name}.${ending}`));
    const outside = [...files.keys()].filter((path) => !path.startsWith('Praia.scriv/'));
    expect(outside.sort()).toEqual([...pages, `imagens/${PHOTO.blobId}.jpg`, 'manifesto.json'].sort());
    const manifest = JSON.parse(file('manifesto.json').toString('utf8'));
    expect(manifest.files).toHaveLength(files.size - 1);
  });

  it('tells the conversation in Markdown and on a page', () => {
    for (const ending of ['md', 'html']) {
      const found = file(`Conversa de Praia.${ending}`).toString('utf8');
      expect(found).toContain(EXTENT);
      expect(found).toContain('Mensagem apagada');
      expect(saidIn(found)).toEqual(SAID);
    }
  });

  it('tells it in Word, as LibreOffice reads it', async () => {
    const found = await textInLibreOffice(file('Conversa de Praia.docx'), 'docx');
    expect(found).toContain(EXTENT);
    expect(found).toContain('Conceição · 12:00\nrecado-0 ação 🎉');
    expect(saidIn(found)).toEqual(SAID);
  });

  it('tells it in a PDF that is whole and carries its letters', async () => {
    const pdf = file('Conversa de Praia.pdf');
    await checkPdf(pdf);
    const found = await pdfText(pdf);
    expect(found).toContain(EXTENT);
    expect(saidIn(found)).toEqual(SAID);
    expect((await pdfFonts(pdf)).every(({ isEmbedded, hasUnicode }) => isEmbedded && hasUnicode)).toBe(true);
    const accounts = file('Resumo das contas Praia.pdf');
    await checkPdf(accounts);
    expect(await pdfText(accounts)).toMatch(/Pão de açúcar\s+Ana\s+R\$ 1\.234,56/);
  });

  it('is a Scrivener project, as far as one can be checked, and unrtf reads the conversation in it', async () => {
    const project = new Map([...files].filter(([path]) => path.startsWith('Praia.scriv/')));
    const { problems, entries } = checkScrivener(project);
    expect(problems).toEqual([]);
    const entry = entries.find(({ title }) => title === 'Conversa de Praia');
    const rtf = file(`Praia.scriv/Files/Data/${entry?.id}/content.rtf`);
    const found = await rtfText(rtf);
    expect(found).toContain('Conceição');
    expect(saidIn(found)).toEqual(SAID);
    expect(saidIn(await textInLibreOffice(rtf, 'rtf'))).toEqual(SAID);
  });
});
