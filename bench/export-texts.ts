/** What is exported in `bench/exports.ts`, made in the page: it is sent there as source, so that it stands alone. */

export interface Shape {
  /** How many texts. */
  readonly count: number;
  /** Of plain text each has, with a heading, a list and a table now and then. */
  readonly kilobytes: number;
  /** Above 0: a conversation of so many, instead. */
  readonly messages: number;
}

/** Leaves `texts` in the page, as `ExportText`. */
export function makeTexts({ count, kilobytes, messages }: Shape): void {
  const sentence = 'A gente combinou de levar gelo, pão de alho e R$ 40,00 cada um até sexta às 19h. ';
  const text = (said: string, more = {}) => ({ kind: 'text', text: said, ...more });
  const paragraph = (...inlines: object[]) => ({ kind: 'paragraph', inlines });
  const cell = (said: string, header: boolean) => ({ header, blocks: [paragraph(text(said))] });
  const plan = (index: number) => {
    const blocks: object[] = [];
    for (let bytes = 0, at = 0; bytes < kilobytes * 1_000; at++) {
      const said = `${at} ${sentence.repeat(5)}`;
      bytes += said.length;
      if (at % 20 === 0) blocks.push({ kind: 'heading', level: 2, inlines: [text(`Parte ${at}`)] });
      if (at % 20 === 7) {
        const items = [said, 'Gelo'].map((one) => ({ blocks: [paragraph(text(one))] }));
        blocks.push({ kind: 'list', ordered: false, items });
      } else if (at % 20 === 13) {
        const rows = [
          { cells: [cell('Quem', true), cell('O quê', true)] },
          { cells: [cell('Ana', false), cell(said, false)] },
        ];
        blocks.push({ kind: 'table', rows });
      } else blocks.push(paragraph(text(said, at % 3 === 0 ? { bold: true } : {})));
    }
    return { title: `Plano ${index}`, blocks };
  };
  const conversation = () => {
    const blocks = Array.from({ length: messages }, (_, at) =>
      at % 100 === 0
        ? { kind: 'heading', level: 2, inlines: [text(`Dia ${at / 100 + 1}`)] }
        : paragraph(
            text(at % 2 === 0 ? 'Ana' : 'Conceição', { bold: true }),
            text(' · 12:00'),
            { kind: 'break' },
            text(sentence),
          ),
    );
    return { title: 'Conversa', blocks };
  };
  const documents =
    messages > 0 ? [conversation()] : Array.from({ length: count }, (_, index) => plan(index));
  const texts = documents.map((document) => ({ folder: '', document, createdAt: 0, editedAt: 0 }));
  Object.assign(globalThis, { texts });
}
