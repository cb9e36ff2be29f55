import { describe, expect, it } from 'vitest';
import type { RichDocument } from '#domain/documents/document.ts';
import { normalDocument } from '#domain/documents/normal-document.ts';
import { plainText } from '#domain/documents/plain-text.ts';
import { PHOTO } from '#tests/support/document-parts.ts';
import { PORTUGUESE } from '#tests/support/document-words.ts';
import { writeDocx } from '../docx/write-docx.ts';
import { writeHtml } from '../html/write-html.ts';
import { writeMarkdown } from '../markdown/write-markdown.ts';
import { type ConversationWords, collectConversation, type SaidMessage } from './conversation-document.ts';

const WORDS: ConversationWords = {
  language: 'pt-BR',
  title: 'Praia',
  edited: 'editada',
  deleted: 'Mensagem apagada',
  waiting: 'ainda não enviada',
  photo: 'Foto de',
};
/** In pages of two: where one ends must not be seen. */
function conversationDocument(messages: readonly SaidMessage[], withPhotos = true): RichDocument {
  const pages = collectConversation({ words: WORDS, withPhotos });
  for (let at = 0; at < messages.length; at += 2) pages.add(messages.slice(at, at + 2));
  return pages.end('Desde o começo');
}

const NOON = new Date(2026, 10, 21, 12, 0).getTime();
const said = (text: string, more: Partial<SaidMessage> = {}): SaidMessage => ({
  authorName: 'Ana',
  at: NOON,
  text,
  photos: [],
  replyTo: null,
  mentions: [],
  edited: false,
  deleted: false,
  reactions: [],
  version: 1,
  notice: null,
  ...more,
});

describe('a conversation as a document', () => {
  it('says who said what, day by day', () => {
    const document = conversationDocument([
      said('', { notice: 'Ana criou o grupo' }),
      said('oi @Zé, veja https://a.b/c', { mentions: [{ memberId: 'z', name: 'Zé' }], edited: true }),
      said('sim', {
        authorName: 'Zé',
        at: NOON + 86_400_000,
        replyTo: { authorName: 'Ana', text: 'oi' },
        photos: [PHOTO],
        reactions: [{ emoji: '👍', names: ['Ana', 'Bia'] }],
      }),
      said('segredo', { deleted: true, at: NOON + 86_400_000 }),
      said('já vai', { version: null, at: NOON + 86_400_000 }),
    ]);
    expect(plainText(normalDocument(document))).toBe(`Desde o começo
sábado, 21 de novembro de 2026
12:00 · Ana criou o grupo
Ana · 12:00 · editada
oi @Zé, veja https://a.b/c
domingo, 22 de novembro de 2026
Ana: oi
Zé · 12:00
sim
Foto de: Zé
👍 Ana, Bia
Ana · 12:00
Mensagem apagada
Ana · 12:00 · ainda não enviada
já vai`);
    expect(JSON.stringify(document)).toContain('"kind":"mention","memberId":"z"');
    expect(JSON.stringify(document)).toContain('"link":"https://a.b/c"');
    expect(JSON.stringify(document)).not.toContain('segredo');
  });

  it('says where a photo was when photos are left out', () => {
    const document = conversationDocument([said('veja', { photos: [PHOTO] })], false);
    expect(plainText(normalDocument(document))).toContain('veja\n[Foto de: Ana]');
    expect(JSON.stringify(document)).not.toContain(PHOTO.blobId);
  });

  it('of ten thousand messages is written in each format, every message once and in order', async () => {
    const messages = Array.from({ length: 10_000 }, (_, at) =>
      said(`mensagem-${at} ação`, { at: NOON + at * 60_000 }),
    );
    const document = conversationDocument(messages);
    const options = { words: PORTUGUESE, fetchImage: async () => undefined };
    for (const write of [writeMarkdown, writeHtml]) {
      const text = new TextDecoder().decode(await write(document, options));
      const found = [...text.matchAll(/mensagem-(\d+)/g)].map(([, number]) => Number(number));
      expect(found).toEqual(messages.map((_, at) => at));
    }
    const heard: number[] = [];
    const docx = await writeDocx(document, { ...options, onProgress: (share) => heard.push(share) });
    expect(docx.length).toBeGreaterThan(50_000);
    expect(heard.at(-1)).toBe(1);
    expect(heard.length).toBeLessThanOrEqual(101);
  });
});
