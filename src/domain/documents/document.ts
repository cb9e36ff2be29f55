/**
 * The document model: what a text is to everything but the editor. Plans, conversations and reports become one; each format has
 * one writer that knows only this.
 *
 *   Y.XmlFragment ─┐                       ┌→ Markdown, HTML, DOCX, PDF, Scrivener
 *   Markdown, DOCX ┼→ RichDocument ────────┤
 *   templates ─────┘                       └→ Y.XmlFragment (import, template, restore), plain text (search, counts)
 *
 * A document is plain JSON: it goes to workers and into tests as it is.
 */
import type { Attachment } from '../attachments/attachment.ts';
import type { MemberId } from '../ids.ts';

export interface RichDocument {
  readonly title: string;
  readonly blocks: readonly Block[];
  /** Those that inlines name by `commentIds`, oldest first. */
  readonly comments?: readonly DocumentComment[];
}

export type Block =
  | Paragraph
  | Heading
  | List
  | CheckList
  | Quote
  | CodeBlock
  | Table
  | Image
  | { readonly kind: 'divider' };

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly inlines: readonly Inline[];
}

export interface Heading {
  readonly kind: 'heading';
  readonly level: 1 | 2 | 3;
  readonly inlines: readonly Inline[];
}

export interface List {
  readonly kind: 'list';
  readonly ordered: boolean;
  /** Of an ordered list; 1 when absent. */
  readonly start?: number;
  readonly items: readonly ListItem[];
}

/** The first block is a paragraph; further lists may follow it. */
export interface ListItem {
  readonly blocks: readonly Block[];
}

export interface CheckList {
  readonly kind: 'check-list';
  readonly items: readonly CheckItem[];
}

export interface CheckItem extends ListItem {
  readonly checked: boolean;
  readonly assignee?: { readonly memberId: MemberId; readonly name: string };
  /** A day, `2026-11-22`. */
  readonly due?: string;
}

export interface Quote {
  readonly kind: 'quote';
  readonly blocks: readonly Block[];
}

export interface CodeBlock {
  readonly kind: 'code';
  readonly language?: string;
  readonly text: string;
}

/** Rows may have fewer cells than the widest: cells that span stand in their place. */
export interface Table {
  readonly kind: 'table';
  readonly rows: readonly { readonly cells: readonly TableCell[] }[];
}

export interface TableCell {
  readonly header: boolean;
  /** 1 when absent. */
  readonly columns?: number;
  readonly rows?: number;
  readonly blocks: readonly Block[];
}

/** Its bytes are fetched by whoever writes it; a picture that is not on the device is written as its description. */
export interface Image {
  readonly kind: 'image';
  readonly photo: Attachment;
  readonly alt: string;
}

export type Inline =
  | TextInline
  | { readonly kind: 'break' }
  | { readonly kind: 'mention'; readonly memberId: MemberId; readonly name: string };

export interface TextInline {
  readonly kind: 'text';
  readonly text: string;
  readonly bold?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly strike?: true;
  readonly code?: true;
  /** http, https, mailto or tel. */
  readonly link?: string;
  readonly commentIds?: readonly string[];
}

export interface DocumentComment {
  readonly id: string;
  readonly author: string;
  /** Epoch ms. */
  readonly at: number;
  readonly text: string;
}
