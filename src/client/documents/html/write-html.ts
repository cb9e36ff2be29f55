/**
 * Document → one page of HTML that needs nothing else: its style is in it, pictures are data URLs, nothing is loaded and nothing runs.
 * Text is escaped, addresses were checked (documents/links.ts); no attribute holds what a person wrote but `href`, `alt` and `lang`.
 */
import type {
  Block,
  CheckItem,
  DocumentComment,
  Inline,
  RichDocument,
  Table,
  TextInline,
} from '#domain/documents/document.ts';
import { normalDocument } from '#domain/documents/normal-document.ts';
import { escapeXml } from '../escape-xml.ts';
import { formatMoment } from '../format-moment.ts';
import { paceOf } from '../pacing.ts';
import { gridOf } from '../table-grid.ts';
import { taskNote } from '../task-note.ts';
import type { DocumentImage, WriteOptions } from '../writer.ts';
import { PAGE_STYLE } from './page-style.ts';

interface Setting {
  readonly options: WriteOptions;
  readonly numbers: ReadonlyMap<string, number>;
  readonly parts: string[];
}

export async function writeHtml(
  document: RichDocument,
  options: WriteOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { title, blocks, comments = [] } = normalDocument(document);
  const parts = [headOf(title, options.words.language)];
  const setting: Setting = {
    options,
    parts,
    numbers: new Map(comments.map(({ id }, at) => [id, at + 1])),
  };
  const pace = paceOf(blocks.length, options);
  for (const block of blocks) {
    await addBlock(block, setting);
    await pace.step();
  }
  parts.push(commentsOf(comments, options), '</body>\n</html>\n');
  return encodeParts(parts);
}

function headOf(title: string, language: string): string {
  const name = escapeXml(title);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${name}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
${title === '' ? '' : `<h1>${name}</h1>\n`}`;
}

/** Piece by piece: one string of a long page would be held twice. */
function encodeParts(parts: readonly string[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const pieces = parts.map((part) => encoder.encode(part));
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

async function addBlocks(blocks: readonly Block[], setting: Setting): Promise<void> {
  for (const block of blocks) await addBlock(block, setting);
}

async function addBlock(block: Block, setting: Setting): Promise<void> {
  const { parts, options } = setting;
  switch (block.kind) {
    case 'paragraph':
      parts.push(`<p dir="auto">${lineOf(block.inlines, setting)}</p>\n`);
      return;
    case 'heading': {
      // The title is the page's first heading.
      const level = block.level + 1;
      parts.push(`<h${level} dir="auto">${lineOf(block.inlines, setting)}</h${level}>\n`);
      return;
    }
    case 'list': {
      const start = block.start === undefined ? '' : ` start="${block.start}"`;
      const name = block.ordered ? 'ol' : 'ul';
      parts.push(`<${name}${start}>\n`);
      for (const item of block.items) {
        parts.push('<li>');
        await addBlocks(item.blocks, setting);
        parts.push('</li>\n');
      }
      parts.push(`</${name}>\n`);
      return;
    }
    case 'check-list':
      parts.push('<ul class="tasks">\n');
      for (const item of block.items) await addTask(item, setting);
      parts.push('</ul>\n');
      return;
    case 'quote':
      parts.push('<blockquote>\n');
      await addBlocks(block.blocks, setting);
      parts.push('</blockquote>\n');
      return;
    case 'code':
      // A first line end would be left out by who reads it.
      parts.push(
        `<pre><code>${block.text.startsWith('\n') ? '\n' : ''}${escapeXml(block.text)}</code></pre>\n`,
      );
      return;
    case 'table':
      await addTable(block, setting);
      return;
    case 'image': {
      const image = await options.fetchImage(block.photo);
      parts.push(image ? figureOf(image, block.alt) : missingOf(block.alt, options));
      return;
    }
    case 'divider':
      parts.push('<hr>\n');
  }
}

async function addTask(item: CheckItem, setting: Setting): Promise<void> {
  const [first, ...rest] = item.blocks;
  const words = first?.kind === 'paragraph' ? lineOf(first.inlines, setting) : '';
  const note = escapeXml(taskNote(item, setting.options.words.language));
  const box = `<input type="checkbox" disabled${item.checked ? ' checked' : ''}>`;
  setting.parts.push(
    `<li><p dir="auto"><label>${box} ${words}</label>${note === '' ? '' : `<em>${note}</em>`}</p>`,
  );
  await addBlocks(rest, setting);
  setting.parts.push('</li>\n');
}

async function addTable(table: Table, setting: Setting): Promise<void> {
  const { rows } = gridOf(table);
  setting.parts.push('<table>\n');
  for (const places of rows) {
    setting.parts.push('<tr>');
    for (const place of places) {
      if (!place?.isOrigin) continue;
      const name = place.cell.header ? 'th' : 'td';
      const across = place.columns > 1 ? ` colspan="${place.columns}"` : '';
      const down = place.rows > 1 ? ` rowspan="${place.rows}"` : '';
      setting.parts.push(`<${name}${across}${down}>`);
      await addBlocks(place.cell.blocks, setting);
      setting.parts.push(`</${name}>`);
    }
    setting.parts.push('</tr>\n');
  }
  setting.parts.push('</table>\n');
}

function figureOf({ bytes, mime, width, height }: DocumentImage, alt: string): string {
  const said = escapeXml(alt);
  return `<figure><img src="data:${mime};base64,${base64(bytes)}" width="${width}" height="${height}" alt="${said}"></figure>\n`;
}

function missingOf(alt: string, { words }: WriteOptions): string {
  return `<p><em>[${escapeXml(words.missingImage)}${alt === '' ? '' : `: ${escapeXml(alt)}`}]</em></p>\n`;
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 32_768) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  }
  return btoa(binary);
}

function lineOf(inlines: readonly Inline[], { numbers }: Setting): string {
  const last = new Map<string, number>();
  for (const [at, inline] of inlines.entries()) {
    if (inline.kind === 'text') for (const id of inline.commentIds ?? []) last.set(id, at);
  }
  return inlines
    .map((inline, at) => {
      if (inline.kind === 'break') return '<br>';
      if (inline.kind === 'mention') return `<span class="mention">@${escapeXml(inline.name)}</span>`;
      const ended = (inline.commentIds ?? []).filter((id) => last.get(id) === at);
      return markedOf(inline) + ended.map((id) => numberOf(numbers.get(id))).join('');
    })
    .join('');
}

const numberOf = (number: number | undefined): string =>
  number === undefined ? '' : `<sup><a href="#c${number}">[${number}]</a></sup>`;

function markedOf(inline: TextInline): string {
  let html = escapeXml(inline.text);
  if (inline.code) html = `<code>${html}</code>`;
  if (inline.commentIds) html = `<mark>${html}</mark>`;
  if (inline.strike) html = `<s>${html}</s>`;
  if (inline.underline) html = `<u>${html}</u>`;
  if (inline.italic) html = `<em>${html}</em>`;
  if (inline.bold) html = `<strong>${html}</strong>`;
  return inline.link === undefined
    ? html
    : `<a href="${escapeXml(inline.link)}" rel="noreferrer">${html}</a>`;
}

function commentsOf(comments: readonly DocumentComment[], { words }: WriteOptions): string {
  if (comments.length === 0) return '';
  const items = comments.map(({ author, at, text }, index) => {
    const when = escapeXml(formatMoment(at, words.language));
    const said = escapeXml(text).replaceAll('\n', '<br>');
    return `<li id="c${index + 1}"><strong>${escapeXml(author)}</strong> (${when}): ${said}</li>\n`;
  });
  return `<section><h2>${escapeXml(words.comments)}</h2>\n<ol>\n${items.join('')}</ol></section>\n`;
}
