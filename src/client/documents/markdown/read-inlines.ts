/** What stands in a line of Markdown → inlines, and pictures, which the model has only as blocks. */
import type { Inline, TextInline } from '#domain/documents/document.ts';
import type { MemberId } from '#domain/ids.ts';
import type { MarkdownNode } from './mdast.ts';

export interface Person {
  readonly memberId: MemberId;
  readonly name: string;
}

/** Addresses by the name that a text gives them (`[a][name]`). */
export type Definitions = ReadonlyMap<string, string>;

interface Picture {
  readonly kind: 'picture';
  readonly url: string;
  readonly alt: string;
}

type Marks = Omit<TextInline, 'text'>;

interface Around {
  readonly definitions: Definitions;
  /** Longest name first. */
  readonly people: readonly Person[];
}

const ELEMENTS: Readonly<Record<string, 'bold' | 'italic' | 'underline' | 'strike' | 'code'>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strike',
  del: 'strike',
  strike: 'strike',
  code: 'code',
};

export function linesOf(nodes: readonly MarkdownNode[], around: Around): (Inline | Picture)[] {
  return piecesOf(nodes, { kind: 'text' }, around);
}

function piecesOf(nodes: readonly MarkdownNode[], outer: Marks, around: Around): (Inline | Picture)[] {
  const pieces: (Inline | Picture)[] = [];
  const opened: { readonly element: string; readonly marks: Marks }[] = [];
  for (const node of nodes) {
    const marks = opened.at(-1)?.marks ?? outer;
    if (node.type !== 'html') {
      pieces.push(...piecesOfNode(node, marks, around));
      continue;
    }
    const [, end, element = ''] = /^<(\/?)([a-z]+)\s*\/?>$/i.exec(node.value) ?? [];
    const mark = ELEMENTS[element.toLowerCase()];
    if (element.toLowerCase() === 'br') pieces.push({ kind: 'break' });
    else if (mark && end === '') opened.push({ element, marks: { ...marks, [mark]: true } });
    else if (mark) {
      const at = opened.findLastIndex((one) => one.element === element);
      if (at >= 0) opened.splice(at);
    }
  }
  return pieces;
}

function piecesOfNode(node: MarkdownNode, marks: Marks, around: Around): (Inline | Picture)[] {
  const inside = (nodes: readonly MarkdownNode[], more: Partial<TextInline>) =>
    piecesOf(nodes, { ...marks, ...more }, around);
  switch (node.type) {
    case 'text':
      // A line end in the source is a space; a break is a node of its own.
      return withMentions(node.value.replaceAll('\n', ' '), marks, around.people);
    case 'inlineCode':
      return [{ ...marks, code: true, text: node.value }];
    case 'strong':
      return inside(node.children, { bold: true });
    case 'emphasis':
      return inside(node.children, { italic: true });
    case 'delete':
      return inside(node.children, { strike: true });
    case 'break':
      return [{ kind: 'break' }];
    case 'link':
      return inside(node.children, { link: node.url });
    case 'linkReference':
      return inside(node.children, { link: around.definitions.get(node.identifier) ?? '' });
    case 'image':
      return [{ kind: 'picture', url: node.url, alt: node.alt ?? '' }];
    case 'imageReference':
      return [{ kind: 'picture', url: around.definitions.get(node.identifier) ?? '', alt: node.alt ?? '' }];
    case 'footnoteReference':
      return [{ ...marks, text: `[${node.label ?? node.identifier}]` }];
    default:
      return [{ ...marks, text: nodeText(node) }];
  }
}

function withMentions(text: string, marks: Marks, people: readonly Person[]): Inline[] {
  if (people.length === 0 || !text.includes('@')) return [{ ...marks, text }];
  const inlines: Inline[] = [];
  let said = '';
  for (let at = 0; at < text.length; ) {
    const person = text[at] === '@' ? people.find(({ name }) => isNamed(text, at + 1, name)) : undefined;
    if (!person) {
      said += text.charAt(at++);
      continue;
    }
    inlines.push({ ...marks, text: said }, { kind: 'mention', ...person });
    said = '';
    at += 1 + person.name.length;
  }
  return [...inlines, { ...marks, text: said }];
}

/** The whole name: `@Ana` does not name Anabela. */
function isNamed(text: string, at: number, name: string): boolean {
  return text.startsWith(name, at) && !/^[\p{L}\p{N}\p{M}]/u.test(text.slice(at + name.length));
}

/** The words of a node and what is in it, by a stack of its own: nesting has no bound here. */
export function nodeText(node: MarkdownNode): string {
  const words: string[] = [];
  const waiting: MarkdownNode[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.type === 'html') words.push(visibleText(next.value));
    else if ('value' in next) words.push(next.value);
    else if ('alt' in next) words.push(next.alt ?? '');
    else if ('children' in next) waiting.push(...[...next.children].reverse());
  }
  return words.join('');
}

/** What would be seen of a piece of HTML. The rest is not interpreted, only left out. */
export function visibleText(html: string): string {
  return html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/?[a-z][^>]*>/gi, '');
}
