/** What we use of pdfkit's browser build, which has no types of its own; the same build runs in Node. */
declare module 'pdfkit/js/pdfkit.standalone.js' {
  export interface PdfContent {
    readonly refs: readonly unknown[];
  }

  export interface PdfElement {
    readonly dictionary: { readonly data: Record<string, unknown> };
    add(child: PdfElement | PdfContent): PdfElement;
    end(): void;
  }

  export interface PdfOutline {
    addItem(title: string, options?: { readonly expanded?: boolean }): PdfOutline;
  }

  export interface PdfTextOptions {
    readonly lineBreak: false;
    readonly baseline: 'alphabetic';
  }

  /** Its insides are fontkit's. */
  export interface PdfFont {
    readonly id: string;
    readonly font: { hasGlyphForCodePoint(codePoint: number): boolean };
    ref(): unknown;
    encode(text: string): readonly [hex: readonly string[], positions: readonly unknown[]];
  }

  export interface PdfImage {
    readonly width: number;
    readonly height: number;
  }

  export default class PDFDocument {
    constructor(options: Record<string, unknown>);
    info: Record<string, unknown>;
    readonly page: { readonly height: number; readonly fonts: Record<string, unknown> };
    readonly outline: PdfOutline;
    /** The one that is set. */
    readonly _font: PdfFont;
    addPage(): this;
    registerFont(name: string, source: ArrayBuffer): this;
    font(name: string): this;
    fontSize(size: number): this;
    widthOfString(text: string): number;
    text(text: string, x: number, y: number, options: PdfTextOptions): this;
    fillColor(color: string): this;
    strokeColor(color: string): this;
    lineWidth(width: number): this;
    lineJoin(join: 'round'): this;
    lineCap(cap: 'round'): this;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    rect(x: number, y: number, width: number, height: number): this;
    roundedRect(x: number, y: number, width: number, height: number, radius: number): this;
    circle(x: number, y: number, radius: number): this;
    stroke(): this;
    fill(): this;
    save(): this;
    transform(a: number, b: number, c: number, d: number, e: number, f: number): this;
    addContent(commands: string): this;
    restore(): this;
    openImage(source: ArrayBuffer): PdfImage;
    image(
      source: PdfImage,
      x: number,
      y: number,
      size: { readonly width: number; readonly height: number },
    ): this;
    link(
      x: number,
      y: number,
      width: number,
      height: number,
      url: string,
      options: Record<string, unknown>,
    ): this;
    struct(type: string, options?: Record<string, unknown>): PdfElement;
    addStructure(element: PdfElement): this;
    markStructureContent(type: string, options?: Record<string, unknown>): PdfContent;
    markContent(type: string, options?: Record<string, unknown>): this;
    endMarkedContent(): this;
    endMetadata(): void;
    on(event: 'data', listener: (chunk: Uint8Array) => void): this;
    on(event: 'end', listener: () => void): this;
    on(event: 'error', listener: (error: unknown) => void): this;
    end(): void;
  }
}
