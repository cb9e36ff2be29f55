/**
 * A4 pages that are written out as they fill: what is held is the page at hand. Everything drawn is either content of an
 * element of the document's structure, which is what a screen reader walks, or an artifact that it passes over.
 */
import PDFDocument, { type PdfElement, type PdfTextOptions } from 'pdfkit/js/pdfkit.standalone.js';
import type { Glyphs } from './faces.ts';
import type { Line, Piece, TextStyle } from './lay-lines.ts';

export const MARGIN = 56;
/** A4 in points. */
export const PAGE = { width: 595.28, height: 841.89 } as const;
export const FRAME = { x: MARGIN, width: PAGE.width - 2 * MARGIN } as const;
const BOTTOM = PAGE.height - MARGIN;
export const PAGE_ROOM = BOTTOM - MARGIN;

/** A piece of a page that is not cut. */
export interface Slice {
  readonly height: number;
  /** Not at the top of a page. */
  readonly spaceBefore?: number;
  /** Heads what comes next and stays with its first slice. */
  readonly staysWithNext?: boolean;
  /** Said again at the top of the page when a page ends before this slice. */
  readonly repeated?: Slice;
  readonly draw: (paper: Paper, x: number, y: number) => void;
}

interface Said {
  readonly text: string;
  readonly element: PdfElement | undefined;
  readonly x: number;
  /** Of the line it stands on. */
  readonly y: number;
  readonly width: number;
  readonly size: number;
}

const SET: PdfTextOptions = { lineBreak: false, baseline: 'alphabetic' };

/** pdfkit writes titles into its XML as they are. */
class Pdf extends PDFDocument {
  override endMetadata(): void {
    const escaped = Object.entries(this.info).map(([key, value]) => [
      key,
      typeof value === 'string' ? escapeXml(value) : value,
    ]);
    this.info = Object.fromEntries(escaped);
    super.endMetadata();
  }
}

export interface PaperOptions {
  readonly title: string;
  readonly language: string;
}

export class Paper {
  readonly pdf: PDFDocument;
  readonly #chunks: Uint8Array[] = [];
  readonly #finished: Promise<void>;
  #y = MARGIN;
  #pages = 0;
  #marked: PdfElement | undefined;
  #isArtifact = false;
  #drawFooter: (paper: Paper, page: number) => void = () => undefined;
  #held: Slice[] = [];

  constructor({ title, language }: PaperOptions) {
    this.pdf = new Pdf({
      size: 'A4',
      margin: 0,
      pdfVersion: '1.7',
      lang: language,
      tagged: true,
      displayTitle: true,
      autoFirstPage: false,
      info: { Title: title, Creator: 'Racha', Producer: 'Racha' },
    });
    this.#finished = new Promise((resolve, reject) => {
      this.pdf.on('end', resolve).on('error', reject);
    });
    this.pdf.on('data', (chunk) => this.#chunks.push(chunk));
  }

  set footer(draw: (paper: Paper, page: number) => void) {
    this.#drawFooter = draw;
  }

  element(type: string, parent: PdfElement, options: Record<string, unknown> = {}): PdfElement {
    const element = this.pdf.struct(type, options);
    parent.add(element);
    return element;
  }

  /** Sets it below what is there, on a new page when it does not fit. */
  place(slice: Slice): void {
    if (slice.staysWithNext) {
      this.#held.push(slice);
      return;
    }
    const together = [...this.#held, slice];
    this.#held = [];
    const height = together.reduce((sum, { height: own, spaceBefore = 0 }) => sum + own + spaceBefore, 0);
    if (this.#pages === 0) this.#turn();
    else if (this.#y + height > BOTTOM && this.#y > MARGIN) {
      this.#turn();
      const [{ repeated } = slice] = together;
      if (repeated) {
        this.artifact(() => repeated.draw(this, FRAME.x, this.#y));
        this.#y += repeated.height;
      }
    }
    for (const each of together) this.#draw(each);
  }

  /** Content of that element from here on. */
  mark(element: PdfElement): void {
    if (this.#isArtifact || this.#marked === element) return;
    this.#closeMark();
    element.add(this.pdf.markStructureContent(String(element.dictionary.data.S)));
    this.#marked = element;
  }

  artifact(draw: () => void): void {
    if (this.#isArtifact) {
      draw();
      return;
    }
    this.#closeMark();
    this.pdf.markContent('Artifact', { type: 'Layout' });
    this.#isArtifact = true;
    draw();
    this.#isArtifact = false;
    this.pdf.endMarkedContent();
  }

  /**
   * Something drawn that is read as that text. What copies and searches takes a place from letters alone: an unseen one stands
   * there, as wide as what was drawn. Its font and its axes must hold where the span ends, so it is spelled out here: pdfkit
   * restores both before.
   */
  say({ text, element, x, y, width, size }: Said, draw: () => void): void {
    this.artifact(draw);
    if (!element || this.#isArtifact) return;
    const font = this.pdf.font('regular-0').fontSize(size)._font;
    this.pdf.page.fonts[font.id] ??= font.ref();
    const scale = Math.max(1, Math.round((width / this.pdf.widthOfString(' ')) * 100));
    const [[unseen = '']] = font.encode('\u00a0');
    const at = `1 0 0 1 ${x.toFixed(2)} ${(this.pdf.page.height - y).toFixed(2)} Tm`;
    const span = this.element('Span', element, { actual: text });
    this.pdf.save().transform(1, 0, 0, -1, 0, this.pdf.page.height);
    span.add(this.pdf.markStructureContent('Span', { actual: text }));
    this.pdf.addContent(`BT ${at} /${font.id} ${size} Tf ${scale} Tz <${unseen}> Tj ET`);
    this.pdf.endMarkedContent().restore();
  }

  /** Without an element: inside an artifact. */
  line({ pieces }: Line, x: number, baseline: number, element?: PdfElement): void {
    for (const piece of pieces) this.#piece(piece, x + piece.x, baseline, element);
  }

  measure(glyphs: Glyphs, { size }: TextStyle): number {
    if (glyphs.kind === 'drawn') return glyphs.drawn.width * size;
    return this.pdf.font(glyphs.face).fontSize(size).widthOfString(glyphs.text);
  }

  async finish(): Promise<Uint8Array<ArrayBuffer>> {
    for (const held of this.#held.splice(0)) this.place({ ...held, staysWithNext: false });
    if (this.#pages === 0) this.#turn();
    this.#endPage();
    this.pdf.end();
    await this.#finished;
    return joined(this.#chunks);
  }

  #draw(slice: Slice): void {
    const space = this.#y > MARGIN ? (slice.spaceBefore ?? 0) : 0;
    slice.draw(this, FRAME.x, this.#y + space);
    this.#y += space + slice.height;
  }

  #turn(): void {
    if (this.#pages > 0) this.#endPage();
    this.pdf.addPage();
    this.#pages += 1;
    this.#y = MARGIN;
  }

  #endPage(): void {
    this.#closeMark();
    this.artifact(() => this.#drawFooter(this, this.#pages));
  }

  #closeMark(): void {
    if (this.#marked) this.pdf.endMarkedContent();
    this.#marked = undefined;
  }

  #piece(piece: Piece, x: number, baseline: number, element: PdfElement | undefined): void {
    const { style } = piece;
    if (style.highlight) this.#ground(piece, x, baseline, style.highlight);
    if (style.link && element && !this.#isArtifact) {
      const link = this.element('Link', element);
      this.mark(link);
      this.#ink(piece, x, baseline, link);
      this.#closeMark();
      this.pdf.link(x, baseline - style.size, piece.width, style.size * 1.3, style.link, {
        structParent: link,
      });
      // Here and not later: its place on this page is written with it.
      link.end();
      return;
    }
    if (element) this.mark(element);
    this.#ink(piece, x, baseline, element);
  }

  #ground({ style, width }: Piece, x: number, baseline: number, color: string): void {
    this.artifact(() =>
      this.pdf
        .rect(x, baseline - style.size * 0.95, width, style.size * 1.25)
        .fillColor(color)
        .fill(),
    );
  }

  #ink({ glyphs, style, width }: Piece, x: number, baseline: number, element?: PdfElement): void {
    const y = baseline - (style.raised ?? 0);
    if (glyphs.kind === 'drawn') {
      const { drawn, image } = glyphs;
      const shown = { width: drawn.width * style.size, height: drawn.height * style.size };
      this.say({ text: glyphs.text, element, x, y, width, size: style.size }, () =>
        this.pdf.image(image, x, y - drawn.above * style.size, shown),
      );
    } else {
      this.pdf.font(glyphs.face).fontSize(style.size).fillColor(style.color);
      this.pdf.text(glyphs.text, x, y, SET);
    }
    if (style.underline) this.#rule(style, x, y + style.size * 0.14, width);
    if (style.strike) this.#rule(style, x, y - style.size * 0.27, width);
  }

  #rule({ color, size }: TextStyle, x: number, y: number, width: number): void {
    this.pdf
      .lineWidth(size / 18)
      .strokeColor(color)
      .moveTo(x, y)
      .lineTo(x + width, y)
      .stroke();
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
