/** Somebody's words go out of a group: out of every device that hears it, out of the log, and the log is still provable. */
import { expect, test } from 'vitest';
import { applyOp, judgeOp, listReads } from '#domain/apply-op.ts';
import { ERASED_AT_ONCE_MAX } from '#domain/erasure-ops.ts';
import { listDefinitions } from '#domain/op-types.ts';
import { type Row, RowDraft } from '#domain/rows.ts';
import { chainNext, chainStart } from '#protocol/canonical.ts';
import { type EngineDevice, EngineWorld } from '#tests/support/engine-world.ts';
import { idOf, sent } from '#tests/support/ops.ts';
import { newId } from '#tests/support/test-database.ts';
import { eraseMember } from './erase-member.ts';

const WORD = 'segredo';

/** Ana's group with Bia and Caio in it, and a conversation in which Bia's words stand in every way they can. */
async function openGroup(world: EngineWorld) {
  const ana = world.device('Ana');
  const made = await ana.createGroup();
  const bia = world.device(WORD);
  const caio = world.device('Caio');
  await world.pass();
  await bia.join(made);
  await caio.join(made);
  await world.pass();
  const { groupId } = made;
  const say = async (device: EngineDevice, ...intents: Parameters<EngineDevice['engine']['commit']>[0]) => {
    expect(await device.engine.commit(intents)).toMatchObject({ ok: true });
    await world.pass();
  };
  const [first, second, third, reply] = [newId(), newId(), newId(), newId()];
  await say(
    bia,
    { type: 'message.sent', groupId, body: { messageId: first, text: `${WORD} um` } },
    { type: 'message.sent', groupId, body: { messageId: second, text: `${WORD} dois` } },
    { type: 'message.edited', groupId, body: { messageId: first, text: `${WORD} corrigido` } },
    { type: 'member.renamed', groupId, body: { name: `${WORD} de novo` } },
  );
  await say(
    ana,
    { type: 'message.sent', groupId, body: { messageId: reply, text: 'respondo', replyTo: first } },
    { type: 'reaction.added', groupId, body: { messageId: first, emoji: '👍' } },
    { type: 'message.deleted', groupId, body: { messageId: second } },
  );
  await say(
    bia,
    { type: 'message.sent', groupId, body: { messageId: third, text: `${WORD} três`, replyTo: reply } },
    { type: 'reaction.added', groupId, body: { messageId: reply, emoji: '❤️' } },
  );
  const [membership] = bia.rows('memberships');
  const [pizza, rent, paid] = [newId(), newId(), newId()];
  const me = membership?.memberId ?? '';
  const money = {
    amountMinor: 900,
    payers: [{ memberId: me, amountMinor: 900 }],
    split: { mode: 'equal' as const, parts: [{ memberId: me }] },
    shares: [{ memberId: me, amountMinor: 900 }],
  };
  const words = { description: `${WORD} pizza`, category: 'restaurante', note: `${WORD} nota`, ...money };
  const terms = { fromId: me, toId: ana.rows('memberships')[0]?.memberId ?? '', amountMinor: 5 };
  await say(
    bia,
    { type: 'expense.added', groupId, body: { expenseId: pizza, date: '2026-11-20', ...words } },
    { type: 'plan.created', groupId, body: { planId: pizza, title: 'Roteiro', position: 'V' } },
    {
      type: 'plan.comment-added',
      groupId,
      body: { planId: pizza, commentId: rent, text: `${WORD} levar`, quote: `${WORD} lista` },
    },
    {
      type: 'plan.comment-edited',
      groupId,
      body: { planId: pizza, commentId: rent, text: `${WORD} levar dois` },
    },
    {
      type: 'recurrence.added',
      groupId,
      body: { recurrenceId: rent, every: 'month', from: '2026-11-20', ...words },
    },
    {
      type: 'settlement.recorded',
      groupId,
      body: { settlementId: paid, ...terms, method: 'pix', date: '2026-11-20', note: WORD },
    },
  );
  await say(ana, {
    type: 'expense.edited',
    groupId,
    body: { expenseId: pizza, description: 'Pizza da Ana' },
  });
  await say(bia, { type: 'expense.edited', groupId, body: { expenseId: pizza, note: `${WORD} outra nota` } });
  return { ana, bia, caio, groupId, memberId: membership?.memberId ?? '', first, say };
}

async function erase(world: EngineWorld, groupId: string, memberId: string): Promise<number | undefined> {
  const access = world.database.image.groups.get(groupId)?.access.get(memberId);
  const options = { store: world.database.connect(), now: () => world.clock.now(), newId };
  return eraseMember(options, { groupId, memberId, accountId: access?.accountId ?? '' });
}

/** The log folded anew from its beginning, by nothing but the domain. */
function foldAnew(world: EngineWorld, groupId: string): { rows: Row[]; chain: string } {
  const rows = new RowDraft();
  let chain = chainStart(groupId);
  const group = world.database.image.groups.get(groupId);
  for (const { op, version } of group?.entries ?? []) {
    listReads(op);
    chain = chainNext(chain, op);
    const applied = applyOp(rows, op, version);
    if (applied.outcome === 'changed') rows.apply(applied.changes);
    else throw new Error(`${op.type} at ${version}: ${applied.outcome}`);
  }
  return { rows: rows.changed().map(({ row }) => row), chain };
}

const sorted = (rows: readonly Row[]): Row[] => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));

test('no word is left on any device or in the log, the log folds to the same rows, and the chain still proves it', async () => {
  const world = new EngineWorld();
  const { ana, bia, caio, groupId, memberId, first } = await openGroup(world);
  // Caio is away while it happens, and comes back to a log that has been erased behind him.
  await caio.engine[Symbol.asyncDispose]();
  expect(JSON.stringify(ana.rows('messages'))).toContain(WORD);

  const head = await erase(world, groupId, memberId);
  world.server.hear({ groupId, head: head ?? 0 });
  await world.pass(3_000);
  const back = world.device('Caio', caio);
  await world.pass(10_000);

  const group = world.database.image.groups.get(groupId);
  expect(JSON.stringify([...(group?.entries ?? [])])).not.toContain(WORD);
  expect(JSON.stringify([...(group?.rows.values() ?? [])])).not.toContain(WORD);
  const fresh = foldAnew(world, groupId);
  expect(fresh.chain).toBe(group?.chain);
  expect(sorted(fresh.rows)).toEqual(sorted([...(group?.rows.values() ?? [])].map(({ row }) => row)));
  for (const device of [ana, back]) {
    expect(JSON.stringify(device.rows('messages'))).not.toContain(WORD);
    expect(JSON.stringify(device.rows('members'))).not.toContain(WORD);
    for (const table of ['expenses', 'settlements', 'recurrences'] as const) {
      expect(JSON.stringify(device.rows(table))).not.toContain(WORD);
    }
    // What others wrote stands, and so do the amounts.
    expect(device.rows('expenses')).toMatchObject([{ description: 'Pizza da Ana', amountMinor: 900 }]);
    expect(device.rows('settlements')).toMatchObject([{ amountMinor: 5 }]);
    const [cursor] = device.rows('cursors');
    expect(cursor).toMatchObject({ version: group?.head, chain: group?.chain });
    const tombstone = device.rows('messages').find(({ id }) => id === first);
    expect(tombstone).toMatchObject({ text: '', deletedBy: memberId, authorId: memberId, reactions: {} });
    expect(device.rows('members').find(({ id }) => id === memberId)).toMatchObject({
      name: '',
      nameHidden: true,
      status: 'left',
    });
    expect(device.texts(groupId)).toContain('respondo');
  }
  // The rows agree by digest, so nothing had to be repaired.
  expect(world.divergences).toEqual([]);
  expect(bia.rows('memberships')).toMatchObject([{ state: 'gone' }]);
  // Once is enough.
  expect(await erase(world, groupId, memberId)).toBeUndefined();
});

test('a device that held other words of it apart lets go of those too: set aside, waiting, on an older page', async () => {
  const world = new EngineWorld();
  const { ana, groupId, memberId, first } = await openGroup(world);
  const [row] = ana.rows('messages').filter(({ id }) => id === first);
  const op = { ...sent('bia', 'm', `${WORD} à parte`), groupId };
  await ana.store.write(['aside', 'parked'], async (tx) => {
    if (row) await tx.put('aside', [row]);
    await tx.put('parked', [{ groupId, version: 1, targetId: first, op }]);
  });
  world.server.hear({ groupId, head: (await erase(world, groupId, memberId)) ?? 0 });
  await world.pass(3_000);
  expect(ana.rows('aside')).toEqual([]);
  expect(ana.rows('parked')).toEqual([]);
  const [cursor] = ana.rows('cursors');
  expect(cursor?.erasedAt).toBeGreaterThan(0);
});

test('a long history goes in several commits, and one that was cut goes on', async () => {
  const world = new EngineWorld();
  const { ana, bia, groupId, memberId } = await openGroup(world);
  const texts = Array.from({ length: ERASED_AT_ONCE_MAX + 50 }, (_, i) => `${WORD} ${i}`);
  await bia.send(groupId, ...texts);
  await world.pass(5_000);
  const store = world.database.connect();
  let commits = 0;
  const failing: typeof store.transact = (run) => {
    commits += 1;
    if (commits === 2) throw new Error('killed');
    return store.transact(run);
  };
  const options = { now: () => world.clock.now(), newId };
  const member = { groupId, memberId, accountId: '' };
  const cut = { transact: failing, read: store.read.bind(store), raiseMarks: store.raiseMarks.bind(store) };
  await expect(eraseMember({ ...options, store: cut }, member)).rejects.toThrow('killed');
  expect(JSON.stringify(world.database.image.groups.get(groupId)?.entries)).toContain(WORD);
  const head = await eraseMember({ ...options, store }, member);
  const group = world.database.image.groups.get(groupId);
  expect(JSON.stringify(group?.entries)).not.toContain(WORD);
  expect(sorted(foldAnew(world, groupId).rows)).toEqual(
    sorted([...(group?.rows.values() ?? [])].map(({ row }) => row)),
  );
  world.server.hear({ groupId, head: head ?? 0 });
  await world.pass(3_000);
  expect(JSON.stringify(ana.rows('messages'))).not.toContain(WORD);
});

test('the mark of an erasure is the server’s: pushed, it is refused, and so are its ops', () => {
  const rows = new RowDraft();
  const forged = sent('ana', 'm1', 'oi');
  const body = { ...forged.body, erased: 'A'.repeat(43) };
  expect(judgeOp(rows, { ...forged, body }, 1)).toBe('invalid');
  const member = {
    groupId: forged.groupId,
    id: forged.actorId,
    version: 1,
    rowVersion: 1,
    name: 'Ana',
    role: 'owner' as const,
    status: 'active' as const,
    joinedAt: 1,
  };
  rows.load('members', member);
  for (const [type, made] of [
    ['message.erased', { messageIds: [idOf('m1')] }],
    ['member.erased', {}],
  ] as const) {
    expect(judgeOp(rows, { ...forged, type, body: made }, 2)).toBe('not-allowed');
  }
});

test('every type that holds a person’s words or name says which fields they are', () => {
  // Names that belong to the group, and people without the app whom others named: not the actor's own.
  const OTHERS = [
    // Of days and steps alone; the server's own word.
    'group.renamed',
    'ledger.erased',
    'member.added',
    'member.name-corrected',
    // Titles, names of versions and texts are the group's.
    'plan.archived',
    'plan.created',
    'plan.edited',
    'plan.moved',
    'plan.renamed',
    'plan.restored',
    'plan.version-named',
    'reaction.added',
    'reaction.removed',
    'recurrence.ended',
  ];
  const silent = listDefinitions()
    .filter(({ erases }) => erases === undefined)
    .filter((definition) => 'entries' in definition.body)
    .filter(({ body }) => {
      const fields = Object.keys((body as unknown as { entries: object }).entries);
      return fields.some((field) => !/Id$|Ids$|^(role|hash|expiresAt|maxUses|needsApproval)$/.test(field));
    })
    .map(({ type }) => type);
  expect(silent.sort()).toEqual(OTHERS);
});
