/**
 * A conversation → document: a heading a day, a paragraph a message, in the order of the log. Who wrote and when stand in front;
 * what a message answers is quoted; what was edited, deleted or not sent yet says so; photos follow their message, notices are lines.
 *
 * Structural on purpose: what screens read (`MessageView`) is such a message, and documents know nothing of rows.
 */
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { Block, Inline, RichDocument } from '#domain/documents/document.ts';
import { safeLink } from '#domain/documents/links.ts';

export interface SaidMessage {
  readonly authorName: string;
  readonly at: number;
  readonly text: string;
  readonly photos: readonly Attachment[];
  readonly replyTo: { readonly authorName: string; readonly text: string } | null;
  readonly mentions: readonly { readonly memberId: string; readonly name: string }[];
  readonly edited: boolean;
  readonly deleted: boolean;
  readonly reactions: readonly { readonly emoji: string; readonly names: readonly string[] }[];
  /** null: it is not in the log yet. */
  readonly version: number | null;
  /** Of a notice: its line. */
  readonly notice: string | null;
}

export interface ConversationWords {
  readonly language: string;
  readonly title: string;
  readonly edited: string;
  readonly deleted: string;
  readonly waiting: string;
  readonly photo: string;
}

export interface ConversationOptions {
  readonly words: ConversationWords;
  /** False: a photo is said and not shown. */
  readonly withPhotos: boolean;
}

export interface ConversationPages {
  /** Oldest first, page by page: what a page was made of need not be held. */
  readonly add: (messages: readonly SaidMessage[]) => void;
  /** `extent` says from when on the messages are in it, or that it is all of them. */
  readonly end: (extent: string) => RichDocument;
}

export function collectConversation(options: ConversationOptions): ConversationPages {
  const { language, title } = options.words;
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'full' });
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short' });
  const blocks: Block[] = [];
  let today = '';
  return {
    add: (messages) => {
      for (const message of messages) {
        const on = day.format(message.at);
        if (on !== today) blocks.push({ kind: 'heading', level: 2, inlines: [{ kind: 'text', text: on }] });
        today = on;
        blocks.push(...messageBlocks(message, time.format(message.at), options));
      }
    },
    end: (extent) => ({
      title,
      blocks: [paragraph([{ kind: 'text', text: extent, italic: true }]), ...blocks],
    }),
  };
}

function messageBlocks(
  message: SaidMessage,
  time: string,
  { words, withPhotos }: ConversationOptions,
): Block[] {
  if (message.notice !== null) {
    return [paragraph([{ kind: 'text', text: `${time} · ${message.notice}`, italic: true }])];
  }
  const head: Inline[] = [
    { kind: 'text', text: message.authorName, bold: true },
    { kind: 'text', text: ` · ${[time, ...marksOf(message, words)].join(' · ')}` },
  ];
  if (message.deleted)
    return [paragraph([...head, { kind: 'break' }, { kind: 'text', text: words.deleted, italic: true }])];
  const said: Inline[] = message.text === '' ? [] : [{ kind: 'break' }, ...inlinesOf(message)];
  return [
    ...(message.replyTo ? [quoteOf(message.replyTo, words)] : []),
    paragraph([...head, ...said]),
    ...message.photos.map((photo): Block => {
      const alt = `${words.photo}: ${message.authorName}`;
      return withPhotos
        ? { kind: 'image', photo, alt }
        : paragraph([{ kind: 'text', text: `[${alt}]`, italic: true }]);
    }),
    ...(message.reactions.length > 0 ? [paragraph([{ kind: 'text', text: reactionsOf(message) }])] : []),
  ];
}

function marksOf({ edited, version }: SaidMessage, words: ConversationWords): string[] {
  return [...(edited ? [words.edited] : []), ...(version === null ? [words.waiting] : [])];
}

function quoteOf(
  { authorName, text }: { authorName: string; text: string },
  words: ConversationWords,
): Block {
  const said = text === '' ? words.deleted : text;
  return {
    kind: 'quote',
    blocks: [
      paragraph([
        { kind: 'text', text: authorName, bold: true },
        { kind: 'text', text: `: ${said}` },
      ]),
    ],
  };
}

const reactionsOf = ({ reactions }: SaidMessage): string =>
  reactions.map(({ emoji, names }) => `${emoji} ${names.join(', ')}`).join(' · ');

/** Names that were called and addresses; everything else as it was typed. */
function inlinesOf({ text, mentions }: SaidMessage): Inline[] {
  const people = [...mentions].sort((one, other) => other.name.length - one.name.length);
  const inlines: Inline[] = [];
  for (const piece of text.split(/(https?:\/\/[^\s<>"]+)/)) {
    const link = safeLink(piece);
    if (link !== undefined) inlines.push({ kind: 'text', text: piece, link });
    else inlines.push(...withMentions(piece, people));
  }
  return inlines;
}

function withMentions(text: string, people: SaidMessage['mentions']): Inline[] {
  const inlines: Inline[] = [];
  let from = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const person = people.find(({ name }) => name !== '' && text.startsWith(name, at + 1));
    if (!person) continue;
    inlines.push({ kind: 'text', text: text.slice(from, at) }, { kind: 'mention', ...person });
    from = at + 1 + person.name.length;
  }
  return [...inlines, { kind: 'text', text: text.slice(from) }];
}

const paragraph = (inlines: readonly Inline[]): Block => ({ kind: 'paragraph', inlines });
