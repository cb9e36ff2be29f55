/** A program that opens anything proves nothing: each of them refuses what is damaged, and reads what is whole. */

import { downloadZip } from 'client-zip';
import { expect, it } from 'vitest';
import {
  checkPdf,
  convertInLibreOffice,
  pdfFonts,
  pdfText,
  rtfText,
  textInLibreOffice,
  unzip,
} from './open-with.ts';

const SENTENCE = 'Pão, coração e R$ 1.234,56';

it('opens a text, and a PDF made of it, and finds the sentence', async () => {
  const source = Buffer.from(SENTENCE, 'utf8');
  const pdf = await convertInLibreOffice(source, { from: 'txt', to: 'pdf' });
  await checkPdf(pdf);
  expect(await pdfText(pdf)).toContain(SENTENCE);
  expect(await pdfFonts(pdf)).toMatchObject([{ isEmbedded: true, hasUnicode: true }]);
  await expect(checkPdf(pdf.subarray(0, pdf.length - 200))).rejects.toThrow();
});

it('opens rich text, in LibreOffice and in unrtf', async () => {
  const rtf = Buffer.from(String.raw`{\rtf1\ansi\uc1 P\u227\'3fo e cora\u231\'3f\u227\'3fo\par}`, 'ascii');
  expect(await textInLibreOffice(rtf, 'rtf')).toBe('Pão e coração\n');
  expect(await rtfText(rtf)).toContain('Pão e coração');
});

it('opens a zip, and not one with a wrong byte', async () => {
  const zip = new Uint8Array(await downloadZip([{ name: 'Pão.txt', input: SENTENCE }]).arrayBuffer());
  expect((await unzip(zip)).get('Pão.txt')?.toString('utf8')).toBe(SENTENCE);
  const damaged = zip.slice();
  damaged[45] = (damaged[45] ?? 0) ^ 0xff;
  await expect(unzip(damaged)).rejects.toThrow();
});
