/** The person's copy: what goes in, what is said when something is missing, and that other programs can open it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AccountDoor } from '#client/session/account-door.ts';
import type { OwnData, Reader } from '#client/store/read-types.ts';
import { idOf, sent } from '#tests/support/ops.ts';
import { collectExport } from './collect-export.ts';
import { type ExportWords, renderExport } from './render-export.ts';
import { crc32, writeZip } from './write-zip.ts';

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
  const call = async (name: string) =>
    name === 'account/export/begin' ? { ok: true, value: head } : answers[asked++];
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

test('the zip is one that other programs open', async () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  const folder = mkdtempSync(join(tmpdir(), 'racha-zip-'));
  try {
    const files = [
      { name: 'dados.json', text: '{"olá":"👋🏽"}' },
      { name: 'leia.html', text: '<p>' },
    ];
    const zip = writeZip(files, new Date(2026, 10, 21, 12, 30, 10));
    writeFileSync(join(folder, 'a.zip'), Buffer.from(await zip.arrayBuffer()));
    const script = `import zipfile,sys
z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None
print([(i.filename,i.date_time,z.read(i).decode()) for i in z.infolist()])`;
    const read = execFileSync('python3', ['-c', script, join(folder, 'a.zip')], { encoding: 'utf8' });
    expect(read.trim()).toBe(
      `[('dados.json', (2026, 11, 21, 12, 30, 10), '{"olá":"👋🏽"}'), ('leia.html', (2026, 11, 21, 12, 30, 10), '<p>')]`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
