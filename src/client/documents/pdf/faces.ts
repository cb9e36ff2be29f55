/**
 * The letters a PDF is set in: Noto Sans (Open Font License, `fonts/`), in two files a style, the second of which is read only
 * when a text needs it. A letter that none of them has (an emoji, Chinese, Arabic) is drawn by the device with its own fonts
 * and set as a picture that knows which text it is; where nothing can draw, its code stands there. Never an empty box.
 */
import type PDFDocument from 'pdfkit/js/pdfkit.standalone.js';
import type { PdfImage } from 'pdfkit/js/pdfkit.standalone.js';

export type FaceStyle = 'regular' | 'bold' | 'italic' | 'bold-italic' | 'mono';

/** `width` and `height` in units of the letters' size; `above` of the height stands over the line they stand on. */
export interface DrawnText {
  readonly png: ArrayBuffer;
  readonly width: number;
  readonly height: number;
  readonly above: number;
}

export interface PdfPorts {
  readonly readFont: (url: URL) => Promise<ArrayBuffer>;
  /** Undefined when it cannot. */
  readonly drawText: (text: string) => Promise<DrawnText | undefined>;
}

export type Glyphs =
  | { readonly kind: 'set'; readonly text: string; readonly face: string }
  | { readonly kind: 'drawn'; readonly text: string; readonly drawn: DrawnText; readonly image: PdfImage };

const FILES: Readonly<Record<FaceStyle, readonly URL[]>> = {
  regular: [
    new URL('./fonts/noto-sans-latin-400-normal.woff', import.meta.url),
    new URL('./fonts/noto-sans-latin-ext-400-normal.woff', import.meta.url),
  ],
  bold: [
    new URL('./fonts/noto-sans-latin-700-normal.woff', import.meta.url),
    new URL('./fonts/noto-sans-latin-ext-700-normal.woff', import.meta.url),
  ],
  italic: [
    new URL('./fonts/noto-sans-latin-400-italic.woff', import.meta.url),
    new URL('./fonts/noto-sans-latin-ext-400-italic.woff', import.meta.url),
  ],
  'bold-italic': [
    new URL('./fonts/noto-sans-latin-700-italic.woff', import.meta.url),
    new URL('./fonts/noto-sans-latin-ext-700-italic.woff', import.meta.url),
  ],
  mono: [new URL('./fonts/noto-sans-mono-latin-400-normal.woff', import.meta.url)],
};

/** What changes nothing by itself: joins, selects a variant, is not seen. */
const INVISIBLE = /^[\p{Cf}\p{Zl}\p{Zp}\p{Variation_Selector}]+$/u;
const PLAIN = /^[\t\u0020-\u007e\u00a0-\u00ac\u00ae-\u00ff]*$/u;

interface Face {
  readonly name: string;
  readonly has: (codePoint: number) => boolean;
}

export class Faces {
  readonly #document: PDFDocument;
  readonly #ports: PdfPorts;
  readonly #faces = new Map<string, Face>();
  readonly #drawn = new Map<string, Extract<Glyphs, { kind: 'drawn' }> | null>();

  constructor(document: PDFDocument, ports: PdfPorts) {
    this.#document = document;
    this.#ports = ports;
  }

  /** Before a text is set: fetches what it needs. */
  async prepare(text: string, style: FaceStyle): Promise<void> {
    await this.#load(style, 0);
    if (PLAIN.test(text)) return;
    for (const cluster of clusters(text)) {
      if (this.#faceOf(cluster, style) || INVISIBLE.test(cluster)) continue;
      await this.#loadAll(style);
      if (!this.#faceOf(cluster, style)) await this.#draw(cluster);
    }
  }

  /** In pieces of one face each. */
  split(text: string, style: FaceStyle): Glyphs[] {
    if (PLAIN.test(text)) return [{ kind: 'set', text, face: nameOf(style, 0) }];
    const pieces: Glyphs[] = [];
    const set = (part: string, face: string): void => {
      const last = pieces.at(-1);
      if (last?.kind === 'set' && last.face === face)
        pieces[pieces.length - 1] = { ...last, text: last.text + part };
      else pieces.push({ kind: 'set', text: part, face });
    };
    for (const cluster of clusters(text)) {
      const face = this.#faceOf(cluster, style);
      const drawn = this.#drawn.get(cluster);
      if (face) set(cluster, face.name);
      else if (drawn) pieces.push(drawn);
      else if (!INVISIBLE.test(cluster)) set(codesOf(cluster), nameOf(style, 0));
    }
    return pieces;
  }

  #faceOf(cluster: string, style: FaceStyle): Face | undefined {
    const codePoints = Array.from(cluster, (letter) => letter.codePointAt(0) ?? 0);
    return candidates(style)
      .map((name) => this.#faces.get(name))
      .find((face) => face && codePoints.every((codePoint) => codePoint === 9 || face.has(codePoint)));
  }

  async #loadAll(style: FaceStyle): Promise<void> {
    for (const [index] of FILES[style].entries()) await this.#load(style, index);
    if (style === 'mono') await this.#loadAll('regular');
  }

  async #load(style: FaceStyle, index: number): Promise<void> {
    const name = nameOf(style, index);
    const url = FILES[style][index];
    if (!url || this.#faces.has(name)) return;
    this.#document.registerFont(name, await this.#ports.readFont(url));
    const { font } = this.#document.font(name)._font;
    this.#faces.set(name, { name, has: (codePoint) => font.hasGlyphForCodePoint(codePoint) });
  }

  async #draw(text: string): Promise<void> {
    if (this.#drawn.has(text)) return;
    const drawn = await this.#ports.drawText(text);
    this.#drawn.set(
      text,
      drawn ? { kind: 'drawn', text, drawn, image: this.#document.openImage(drawn.png) } : null,
    );
  }
}

const nameOf = (style: FaceStyle, index: number): string => `${style}-${index}`;

function candidates(style: FaceStyle): string[] {
  const own = FILES[style].map((_, index) => nameOf(style, index));
  return style === 'mono' ? [...own, ...candidates('regular')] : own;
}

const codesOf = (cluster: string): string =>
  `[${Array.from(cluster, (letter) => `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`).join(' ')}]`;

/** What a reader takes for one letter: a family of four is one. */
function clusters(text: string): string[] {
  if (typeof Intl.Segmenter !== 'function') return Array.from(text);
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}
