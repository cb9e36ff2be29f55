/** The person's copy: what goes in, what is said when something is missing. */
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { AccountDoor } from '#client/session/account-door.ts';
import type { PhotoDoor } from '#client/session/photos.ts';
import type { OwnData, Reader } from '#client/store/read-types.ts';
import { base64url } from '#domain/ids.ts';
import { idOf, makeOp, sent } from '#tests/support/ops.ts';
import { typeParagraph } from '#tests/support/plan-edits.ts';
import { collectExport } from './collect-export.ts';
import { collectPhotos } from './collect-photos.ts';
import { type ExportWords, renderExport } from './render-export.ts';

const EVIL = '<script>alert("1")</script> & co';
const device: OwnData = {
  name: 'Ana',
  groups: [
    {
      groupId: idOf('g'),
      memberId: idOf('ana'),
      state: 'member',
      groupName: EVIL,
      memberName: 'Ana',
      pixKey: null,
      messages: [],
    },
  ],
  unsent: [sent('ana', 'm9', 'na fila')],
  refused: [],
  drafts: [],
};
const WORDS: ExportWords = {
  language: 'pt-BR',
  title: 'Meus dados',
  made: 'agora',
  incomplete: 'INCOMPLETO',
  account: 'Conta',
  devices: 'Aparelhos',
  consents: 'Permiti',
  group: 'Grupo',
  asMember: (name) => `Como ${name}`,
  unsent: 'Não enviado',
  message: 'Mensagem',
  edited: 'Editada',
  inPlan: (title) => `Escrevi em ${title}`,
  onPlan: (title) => `Comentei em ${title}`,
  when: (at) => `t${at}`,
};
const ops = ['um', EVIL, 'três'].map((text, i) => ({ version: i + 1, op: sent('ana', `m${i}`, text) }));
const theirs = { version: 4, op: sent('bia', 'b', 'da Bia') };
const head = {
  account: {
    accountId: idOf('account'),
    isProven: false,
    passkeys: [],
    email: null,
    recoveryMadeAt: null,
    devices: [],
    offersEmail: false,
  },
  madeAt: 1,
  consents: [],
  memberships: [
    {
      groupId: idOf('g'),
      memberId: idOf('ana'),
      groupName: EVIL,
      memberName: 'Ana',
      role: 'owner',
      active: true,
    },
  ],
};

/** Answers in turn to the asks for ops. */
function doorOf(answers: readonly object[]): AccountDoor {
  let asked = 0;
  const photos = [{ groupId: idOf('g'), blobId: idOf('foto'), mime: 'image/webp', madeAt: 1 }];
  const call = async (name: string) => {
    if (name === 'account/export/begin') return { ok: true, value: head };
    return name === 'account/export/photos' ? { ok: true, value: { photos } } : answers[asked++];
  };
  return { call } as unknown as AccountDoor;
}
const collect = (door: AccountDoor) =>
  collectExport({
    reader: { exportOwn: async () => device } as unknown as Reader,
    door,
    now: 5,
    onStep: () => {},
    sleep: async () => {},
  });

test('pages of the server are read to their end, “too many” is waited for, and others’ ops are not taken', async () => {
  const data = await collect(
    doorOf([
      { ok: true, value: { ops: ops.slice(0, 2), next: 2 } },
      { ok: false, error: 'too-many' },
      { ok: true, value: { ops: [...ops.slice(2), theirs], next: 4 } },
      { ok: true, value: { ops: [], next: null } },
    ]),
  );
  expect(data.isComplete).toBe(true);
  expect(data.server?.groups[0]?.ops).toEqual(ops);
  expect(data.server?.photos).toMatchObject([{ blobId: idOf('foto') }]);
});

test('a server that is away, or goes away, leaves a copy that says it is not whole', async () => {
  const none = { call: async () => ({ ok: false, error: 'unreachable' }) } as unknown as AccountDoor;
  const alone = await collect(none);
  expect(alone).toMatchObject({ isComplete: false, server: null, device });
  expect(renderExport(alone, WORDS)).toContain('INCOMPLETO');
  const cut = await collect(doorOf([{ ok: false, error: 'unreachable' }]));
  expect(cut.isComplete).toBe(false);
});

test('the page shows what was written, as text and never as markup', async () => {
  const html = renderExport(await collect(doorOf([{ ok: true, value: { ops, next: null } }])), WORDS);
  expect(html).toContain('três');
  expect(html).toContain('na fila');
  expect(html).not.toContain('<script');
  expect(html).not.toContain('INCOMPLETO');
});

test('what was written in plans is there to read, not as bytes for a program alone', async () => {
  const [planId, other] = [idOf('plan'), idOf('other')];
  const doc = new Y.Doc();
  const typed: string[] = [];
  doc.on('update', (update: Uint8Array) => typed.push(base64url(update)));
  typeParagraph(doc, 'Sair às sete & levar água');
  typeParagraph(doc, 'e protetor');
  typeParagraph(doc, 'no outro dia');
  const edited = (i: number, at: number, into = planId) =>
    makeOp('ana', 'plan.edited', { planId: into, update: typed[i] ?? '', seen: 0 }, { at });
  const said = [
    makeOp('ana', 'plan.created', { planId, title: EVIL, position: 'V' }, { at: 1 }),
    edited(0, 2),
    edited(1, 5_000),
    makeOp(
      'ana',
      'plan.comment-added',
      { planId, commentId: idOf('c'), text: 'e o pneu?', quote: '' },
      { at: 6_000 },
    ),
    edited(2, 90_000_000),
    edited(0, 90_000_001, other),
    // Old: the log has its words no more.
    makeOp('ana', 'plan.edited', { planId, seen: 0, erased: 'x'.repeat(43) }, { at: 90_000_002 }),
  ].map((op, i) => ({ version: i + 1, op }));
  const data = await collect(doorOf([{ ok: true, value: { ops: said, next: null } }]));
  expect(data.server?.groups[0]?.writings).toEqual([
    {
      at: 2,
      kind: 'text',
      planId,
      title: EVIL,
      text: expect.stringMatching(/^Sair às sete & levar água\s*e protetor$/),
    },
    { at: 6_000, kind: 'comment', planId, title: EVIL, text: 'e o pneu?' },
    { at: 90_000_000, kind: 'text', planId, title: EVIL, text: 'no outro dia' },
    { at: 90_000_001, kind: 'text', planId: other, text: 'Sair às sete & levar água' },
  ]);
  const html = renderExport(data, WORDS);
  expect(html).toContain('Sair às sete &amp; levar água');
  expect(html).toContain('e o pneu?');
  expect(html).not.toContain(typed[0]);
  expect(html).not.toContain('<script');
  const waiting = { ...data, device: { ...device, unsent: [edited(0, 7)] } };
  expect(renderExport(waiting, WORDS).split('Sair às sete &amp;')).toHaveLength(4);
});

test('photos are files of the copy, and those that cannot be had are missed', async () => {
  const photo = (name: string, mime: string) => ({ groupId: idOf('g'), blobId: idOf(name), mime, madeAt: 1 });
  const door = {
    show: async ({ attachment }: { attachment: { blobId: string } }) =>
      attachment.blobId === idOf('gone')
        ? { state: 'gone' }
        : { state: 'here', blob: new Blob([Uint8Array.of(0xff, 0xd8)]) },
  } as unknown as PhotoDoor;
  const all = [photo('a', 'image/jpeg'), photo('b', 'image/webp')];
  const { entries, isComplete } = await collectPhotos(door, all);
  expect(isComplete).toBe(true);
  expect(entries).toEqual([
    { path: `fotos/${idOf('a')}.jpg`, content: Uint8Array.of(0xff, 0xd8) },
    { path: `fotos/${idOf('b')}.webp`, content: Uint8Array.of(0xff, 0xd8) },
  ]);
  expect(await collectPhotos(door, [...all, photo('gone', 'image/webp')])).toMatchObject({
    isComplete: false,
  });
});
