import { expect, test } from 'vitest';
import type { MessageRow, RowChange } from '#domain/rows.ts';
import { listLost, sayAgain, unsay, withoutGone } from './lost-messages.ts';

const row = (id: string, authorId: string, over: Partial<MessageRow> = {}): MessageRow => ({
  groupId: 'g',
  id,
  version: 1,
  rowVersion: 1,
  kind: 'text',
  authorId,
  at: 1,
  text: `texto de ${id}`,
  replyTo: null,
  mentions: [],
  editedAt: null,
  deletedBy: null,
  reactions: {},
  notice: null,
  ...over,
});
const gone = (id: string, authorId: string) => row(id, authorId, { text: '', deletedBy: authorId });
const images = (...rows: MessageRow[]): ReadonlyMap<string, RowChange> =>
  new Map(rows.map((one) => [one.id, { table: 'messages', row: one }]));

test('a member brings back their own, who looks after the group everybody’s, and nobody what nobody has', () => {
  const changed = [gone('a', 'ana'), gone('b', 'bia'), gone('c', 'ana'), row('d', 'ana')];
  const then = images(row('a', 'ana'), row('b', 'bia'), gone('c', 'ana'), row('d', 'ana'));
  const idsFor = (myRole: 'admin' | 'member') =>
    listLost(changed, then, { myMemberId: 'ana', myRole }).map(({ id }) => id);
  expect(idsFor('member')).toEqual(['a']);
  expect(idsFor('admin')).toEqual(['a', 'b']);
  expect(listLost(changed, null, { myMemberId: 'ana', myRole: 'owner' })).toEqual([]);
});

const photo = (blobId: string) => ({ blobId, mime: 'image/webp', bytes: 1, width: 1, height: 1 }) as const;

test('one’s own is said again, another’s is quoted, with their photos, and undoing deletes exactly what was said', () => {
  const photos = [photo('p1'), photo('p2')];
  const lost = listLost(
    [gone('a', 'ana'), gone('b', 'bia'), gone('c', 'ana'), gone('d', 'bia')],
    images(
      row('a', 'ana'),
      row('b', 'bia'),
      row('c', 'ana', { text: '', photos }),
      row('d', 'bia', { text: '', photos }),
    ),
    { myMemberId: 'ana', myRole: 'owner' },
  );
  let made = 0;
  const { intents, messageIds } = sayAgain(
    lost,
    { groupId: 'g', myMemberId: 'ana' },
    { newId: () => `new ${++made}`, quote: ({ authorId, text }) => `${authorId}: ${text}`.trimEnd() },
  );
  expect(intents.map((intent) => [intent.type, 'v' in intent ? intent.v : 1, intent.body])).toEqual([
    ['message.sent', 1, { messageId: 'new 1', text: 'texto de a', mentions: [] }],
    ['message.sent', 1, { messageId: 'new 2', text: 'bia: texto de b' }],
    ['message.sent', 2, { messageId: 'new 3', text: '', mentions: [], photos }],
    ['message.sent', 2, { messageId: 'new 4', text: 'bia:', photos }],
  ]);
  expect(unsay('g', messageIds).map(({ type, body }) => [type, body])).toEqual(
    [1, 2, 3, 4].map((i) => ['message.deleted', { messageId: `new ${i}` }]),
  );
});

test('photos that nobody has any more are counted, and a message of nothing else does not come back', () => {
  const lost = listLost(
    [gone('a', 'ana'), gone('b', 'ana'), gone('c', 'ana')],
    images(
      row('a', 'ana', { photos: [photo('p1'), photo('p2')] }),
      row('b', 'ana', { text: '', photos: [photo('p3')] }),
      row('c', 'ana', { text: '', photos: [photo('p4')] }),
    ),
    { myMemberId: 'ana', myRole: 'member' },
  );
  const { messages, gonePhotos } = withoutGone(lost, new Set(['p1', 'p3']));
  expect(messages.map(({ id, photos }) => [id, photos.map(({ blobId }) => blobId)])).toEqual([
    ['a', ['p2']],
    ['c', ['p4']],
  ]);
  expect(gonePhotos).toBe(2);
});
