/** Styles and lists of a Word file: real ones, so that its outline, its contents and a change of look work there as in any other. */
import {
  AlignmentType,
  type ILevelsOptions,
  type INumberingOptions,
  type IStylesOptions,
  LevelFormat,
  LevelSuffix,
} from 'docx';

/** Names that the reader of such files (read-docx.ts) looks for too. */
export const STYLE = {
  code: 'RachaCode',
  inlineCode: 'RachaInlineCode',
  tableHead: 'RachaTableHead',
  afterTable: 'RachaAfterTable',
  divider: 'RachaDivider',
  mention: 'RachaMention',
  note: 'RachaNote',
  missing: 'RachaMissingImage',
} as const;

/** Of lists in lists; what Word takes. */
export const LEVELS = 9;
const INDENT_TWIPS = 360;

export function docxStyles(language: string): IStylesOptions {
  const heading = (size: number) => ({
    run: { size, bold: true, color: '1F2937' },
    paragraph: { spacing: { before: 240, after: 120 }, keepNext: true },
  });
  return {
    default: {
      document: {
        run: { font: 'Calibri', size: 22, language: { value: language } },
        paragraph: { spacing: { after: 120, line: 276 } },
      },
      title: { run: { size: 48, bold: true }, paragraph: { spacing: { after: 240 } } },
      heading1: heading(32),
      heading2: heading(28),
      heading3: heading(24),
      listParagraph: { paragraph: { spacing: { after: 60 } } },
    },
    paragraphStyles: [
      {
        id: 'Quote',
        name: 'Quote',
        basedOn: 'Normal',
        quickFormat: true,
        run: { italics: true, color: '404040' },
        paragraph: { indent: { left: 720, right: 720 } },
      },
      {
        id: STYLE.code,
        name: 'Racha Code',
        basedOn: 'Normal',
        run: { font: 'Courier New', size: 20 },
        paragraph: { spacing: { line: 240 }, indent: { left: 240 } },
      },
      { id: STYLE.tableHead, name: 'Racha Table Head', basedOn: 'Normal', run: { bold: true } },
      {
        id: STYLE.afterTable,
        name: 'Racha After Table',
        basedOn: 'Normal',
        run: { size: 8 },
        paragraph: { spacing: { after: 0, line: 120 } },
      },
      { id: STYLE.divider, name: 'Racha Divider', basedOn: 'Normal' },
      { id: STYLE.missing, name: 'Racha Missing Image', basedOn: 'Normal', run: { italics: true } },
    ],
    characterStyles: [
      { id: STYLE.inlineCode, name: 'Racha Inline Code', run: { font: 'Courier New' } },
      { id: STYLE.mention, name: 'Racha Mention', run: { bold: true } },
      { id: STYLE.note, name: 'Racha Note', run: { color: '595959' } },
    ],
  };
}

const BULLETS = ['•', '◦', '▪'];

/** `starts`: the numbers that ordered lists begin with; each has a definition of its own, each list an instance of it. */
export function docxNumbering(starts: ReadonlySet<number>): INumberingOptions {
  return {
    config: [
      {
        reference: 'bullets',
        levels: levels((at) => ({ format: LevelFormat.BULLET, text: BULLETS[at % 3] ?? '•' })),
      },
      // The box itself is in the text: a control that can be ticked.
      {
        reference: 'checks',
        levels: levels(() => ({ format: LevelFormat.BULLET, text: '', suffix: LevelSuffix.NOTHING })),
      },
      ...[...starts].map((start) => ({
        reference: orderedReference(start),
        levels: levels((at) => ({ format: LevelFormat.DECIMAL, text: `%${at + 1}.`, start })),
      })),
    ],
  };
}

export const orderedReference = (start: number): string => `ordered-${start}`;

function levels(of: (at: number) => Omit<ILevelsOptions, 'level'>): ILevelsOptions[] {
  return Array.from({ length: LEVELS }, (_, at) => ({
    level: at,
    alignment: AlignmentType.LEFT,
    style: { paragraph: { indent: { left: INDENT_TWIPS * (at + 1), hanging: INDENT_TWIPS } } },
    ...of(at),
  }));
}

export const indentOf = (level: number): number => INDENT_TWIPS * (level + 1);
