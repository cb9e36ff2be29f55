/** The tree that Markdown is read into and written from, and the extensions: GitHub's tables, tasks, strikes, footnotes and addresses. */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown, gfmToMarkdown } from 'mdast-util-gfm';
import { type Options, toMarkdown } from 'mdast-util-to-markdown';
import { gfm } from 'micromark-extension-gfm';

export type MarkdownNode = Parameters<typeof toMarkdown>[0];
export type Root = Extract<MarkdownNode, { type: 'root' }>;
export type Flow = Root['children'][number];
export type Phrasing = Extract<MarkdownNode, { type: 'paragraph' }>['children'][number];
export type ListNode = Extract<MarkdownNode, { type: 'list' }>;
export type ItemNode = Extract<MarkdownNode, { type: 'listItem' }>;

export function parseMarkdown(text: string): Root {
  return fromMarkdown(text, {
    extensions: [gfm()],
    // Without the second look for addresses in what is text by now: an escaped address is none.
    mdastExtensions: [gfmFromMarkdown().map(({ transforms: _, ...extension }) => extension)],
  });
}

const OPTIONS: Options = {
  bullet: '-',
  emphasis: '_',
  rule: '-',
  listItemIndent: 'one',
  // Columns need not be of one width: a long cell would make every line as long.
  extensions: [gfmToMarkdown({ tablePipeAlign: false })],
  handlers: {
    text(node: { readonly value: string }, _parent, state, info) {
      return state
        .safe(node.value, info)
        .replace(/[\t\u00a0\ufeff\u2000-\u200a\u202f\u205f\u3000\u1680]/g, encoded);
    },
  },
};

/** Spaces that are trimmed by one reader or another, and the mark that a file begins with. */
const encoded = (character: string): string => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`;

export const printMarkdown = (root: Root): string => toMarkdown(root, OPTIONS);
