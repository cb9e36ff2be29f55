/** A whole export as the worker runs it, with the writers of the product; fonts and pictures from the disk. */
import { writeDocx } from '#client/documents/docx/write-docx.ts';
import {
  type ExportJob,
  type ExportPorts,
  type ExportText,
  runExport,
} from '#client/documents/export-job.ts';
import { writeHtml } from '#client/documents/html/write-html.ts';
import { writeMarkdown } from '#client/documents/markdown/write-markdown.ts';
import { writeScrivener } from '#client/documents/scrivener/write-scrivener.ts';
import { writeOptions, writePdf } from './written.ts';

export const AT = Date.UTC(2026, 10, 22, 5, 28);

export async function run(texts: readonly (ExportText | undefined)[], job: Partial<ExportJob> = {}) {
  const { words, fetchImage } = await writeOptions();
  const shares: number[] = [];
  const asked: number[] = [];
  const ports: ExportPorts = {
    readText: async (index) => {
      asked.push(index);
      return texts[index];
    },
    fetchImage,
    loadWriter: async (format) =>
      ({ docx: writeDocx, html: writeHtml, markdown: writeMarkdown, pdf: writePdf })[format],
    loadScrivener: async () => writeScrivener,
    newId: () => crypto.randomUUID(),
    onProgress: (share) => shares.push(share),
  };
  const exported = await runExport(
    {
      formats: ['pdf'],
      total: texts.length,
      name: 'Praia/2026',
      untitled: 'Sem título',
      madeAt: AT,
      words,
      ...job,
    },
    ports,
  );
  return { ...exported, bytes: new Uint8Array(await exported.file.arrayBuffer()), shares, asked };
}

export const text = (document: ExportText['document'], folder = ''): ExportText => ({
  folder,
  document,
  createdAt: AT,
  editedAt: AT,
});
