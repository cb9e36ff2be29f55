/** A Pix key that is nobody's any more is nowhere: not in rows, not in the log, and the log still proves itself. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyOp } from '#domain/apply-op.ts';
import type { JsonObject } from '#domain/json.ts';
import type { PixKey } from '#domain/pix/pix-key.ts';
import { type Row, RowDraft } from '#domain/rows.ts';
import { chainNext, chainStart } from '#protocol/canonical.ts';
import type { WireOp } from '#protocol/fields.ts';
import { type EngineDevice, EngineWorld } from '#tests/support/engine-world.ts';
import { createWorld } from '#tests/support/sync-world.ts';

const CPF: PixKey = { keyType: 'cpf', key: '52998224725' };
const EMAIL: PixKey = { keyType: 'email', key: 'bia@exemplo.com' };

async function openGroup(world: EngineWorld) {
  const ana = world.device('Ana');
  const made = await ana.createGroup();
  const bia = world.device('Bia');
  await world.pass();
  await bia.join(made);
  await world.pass();
  const { groupId } = made;
  const say = async (device: EngineDevice, ...intents: Parameters<EngineDevice['engine']['commit']>[0]) => {
    expect(await device.engine.commit(intents)).toMatchObject({ ok: true });
    await world.pass();
  };
  const memberId = bia.rows('memberships')[0]?.memberId ?? '';
  const logged = () => JSON.stringify(world.database.image.groups.get(groupId)?.entries);
  const shown = () => ana.rows('members').find(({ id }) => id === memberId);
  return { ana, bia, groupId, memberId, say, logged, shown };
}

/** What somebody has who folds the log from its beginning, as it is now. */
function foldAnew(world: EngineWorld, groupId: string): { rows: Row[]; chain: string } {
  const rows = new RowDraft();
  let chain = chainStart(groupId);
  for (const { op, version } of world.database.image.groups.get(groupId)?.entries ?? []) {
    chain = chainNext(chain, op);
    const applied = applyOp(rows, op, version);
    if (applied.outcome !== 'changed') throw new Error(`${op.type} at ${version}: ${applied.outcome}`);
    rows.apply(applied.changes);
  }
  return { rows: rows.changed().map(({ row }) => row), chain };
}

const sorted = (rows: readonly Row[]): Row[] => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));

function expectSameFold(world: EngineWorld, groupId: string): void {
  const group = world.database.image.groups.get(groupId);
  const fresh = foldAnew(world, groupId);
  expect(fresh.chain).toBe(group?.chain);
  expect(sorted(fresh.rows)).toEqual(sorted([...(group?.rows.values() ?? [])].map(({ row }) => row)));
  expect(world.divergences).toEqual([]);
}

test('set, it is with everybody in the group, and said in the conversation without the key', async () => {
  const world = new EngineWorld();
  const { ana, bia, groupId, say, shown } = await openGroup(world);
  await say(bia, { type: 'member.pix-key-set', groupId, body: CPF });
  expect(shown()?.pixKey).toMatchObject(CPF);
  const notices = ana.rows('messages').filter(({ notice }) => notice?.what === 'pix-key-set');
  expect(notices.map(({ notice }) => notice)).toEqual([{ what: 'pix-key-set', name: 'Bia', changed: false }]);
  expect(JSON.stringify(notices)).not.toContain(CPF.key);
});

test('changed, the old one leaves the log in the same commit, and the change is told as one', async () => {
  const world = new EngineWorld();
  const { ana, bia, groupId, say, logged, shown } = await openGroup(world);
  await say(bia, { type: 'member.pix-key-set', groupId, body: CPF });
  expect(logged()).toContain(CPF.key);
  await say(bia, { type: 'member.pix-key-set', groupId, body: EMAIL });
  expect(logged()).not.toContain(CPF.key);
  expect(logged()).toContain(EMAIL.key);
  expect(shown()?.pixKey).toMatchObject(EMAIL);
  expect(ana.rows('messages').map(({ notice }) => notice)).toContainEqual({
    what: 'pix-key-set',
    name: 'Bia',
    changed: true,
  });
  expectSameFold(world, groupId);
});

test('two set offline and sent together: only the last one stays, and taken away none does', async () => {
  const world = new EngineWorld();
  const { bia, groupId, say, logged, shown } = await openGroup(world);
  await say(
    bia,
    { type: 'member.pix-key-set', groupId, body: CPF },
    { type: 'member.pix-key-set', groupId, body: EMAIL },
  );
  expect(logged()).not.toContain(CPF.key);
  await say(bia, { type: 'member.pix-key-removed', groupId, body: {} });
  expect(logged()).not.toContain(EMAIL.key);
  expect(shown()).not.toHaveProperty('pixKey');
  expectSameFold(world, groupId);
});

test('taken away and set anew, it is still told as a change: nobody hides one so', async () => {
  const world = new EngineWorld();
  const { bia, groupId, say, shown } = await openGroup(world);
  await say(bia, { type: 'member.pix-key-set', groupId, body: CPF });
  await say(bia, { type: 'member.pix-key-removed', groupId, body: {} });
  await say(bia, { type: 'member.pix-key-set', groupId, body: EMAIL });
  expect(shown()).toMatchObject({ pixKeysSet: 2, pixKey: EMAIL });
  expectSameFold(world, groupId);
});

test.each(['member.left', 'member.removed'] as const)('by %s it goes from rows and log', async (type) => {
  const world = new EngineWorld();
  const { ana, bia, groupId, memberId, say, logged, shown } = await openGroup(world);
  await say(bia, { type: 'member.pix-key-set', groupId, body: CPF });
  if (type === 'member.left') await say(bia, { type, groupId, body: {} });
  else await say(ana, { type, groupId, body: { memberId } });
  expect(logged()).not.toContain(CPF.key);
  expect(shown()).not.toHaveProperty('pixKey');
  expect(JSON.stringify(bia.rows('members'))).not.toContain(CPF.key);
  expectSameFold(world, groupId);
});

test('a device that was away folds the log without the old key to the same rows', async () => {
  const world = new EngineWorld();
  const { ana, bia, groupId, say } = await openGroup(world);
  await ana.engine[Symbol.asyncDispose]();
  await say(bia, { type: 'member.pix-key-set', groupId, body: CPF });
  await say(bia, { type: 'member.pix-key-set', groupId, body: EMAIL });
  const back = world.device('Ana', ana);
  await world.pass(10_000);
  expect(back.rows('members').find(({ name }) => name === 'Bia')).toMatchObject({
    pixKeysSet: 2,
    pixKey: EMAIL,
  });
  expect(JSON.stringify(back.rows('messages'))).not.toContain(CPF.key);
  expectSameFold(world, groupId);
});

type Deed =
  | 'set'
  | 'set twice'
  | 'take away'
  | 'leave and come back'
  | 'is put out and let back'
  | 'say again';

test('whatever people do, the log holds the keys of present members alone, and folds to the same rows', async () => {
  const deed = fc.constantFrom<Deed>(
    'set',
    'set twice',
    'take away',
    'leave and come back',
    'is put out and let back',
    'say again',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(1), deed), { maxLength: 25 }), async (deeds) => {
      const world = createWorld();
      const ana = world.device();
      const group = await ana.createGroup();
      const { groupId } = group;
      const others = [world.device(), world.device()];
      for (const other of others) await other.join(group);
      let made = 0;
      const key = (): JsonObject => ({ keyType: 'email', key: `k${made++}@exemplo.com` });
      const said = new Map<string, WireOp>();
      for (const [i, what] of deeds) {
        const who = others[i] ?? ana;
        const { memberId } = who;
        if (what === 'set' || what === 'set twice') {
          const ops = [key(), ...(what === 'set twice' ? [key()] : [])].map((body) =>
            who.op('member.pix-key-set', body),
          );
          said.set(memberId, ops[0] as WireOp);
          await who.push(groupId, ops);
        } else if (what === 'take away') {
          await who.push(groupId, [who.op('member.pix-key-removed', {})]);
        } else if (what === 'leave and come back') {
          await who.push(groupId, [who.op('member.left', {})]);
          await who.join(group);
        } else if (what === 'is put out and let back') {
          const about = (type: string): WireOp => ana.op(type, { memberId });
          await ana.push(groupId, [about('member.removed'), about('member.readmitted')]);
          // The link died with the removal: they stay out.
        } else {
          // A reply that was lost: what was erased since is known all the same.
          const again = said.get(memberId);
          if (again) expect((await who.push(groupId, [again])).verdicts).toHaveLength(1);
        }
      }
      const held = world.database.image.groups.get(groupId);
      const members = [...(held?.rows.values() ?? [])].flatMap((one) =>
        one.table === 'members' ? [one.row] : [],
      );
      const keys = members.flatMap(({ status, pixKey }) => {
        expect(pixKey === undefined || status === 'active').toBe(true);
        return pixKey ? [pixKey.key] : [];
      });
      const inLog = JSON.stringify(held?.entries).match(/k\d+@exemplo\.com/g) ?? [];
      expect([...new Set(inLog)].sort()).toEqual(keys.sort());
      const rows = new RowDraft();
      let chain = chainStart(groupId);
      for (const { op, version } of held?.entries ?? []) {
        chain = chainNext(chain, op);
        const applied = applyOp(rows, op, version);
        if (applied.outcome === 'changed') rows.apply(applied.changes);
      }
      expect(chain).toBe(held?.chain);
      expect(sorted(rows.changed().map(({ row }) => row))).toEqual(
        sorted([...(held?.rows.values() ?? [])].map(({ row }) => row)),
      );
    }),
    { numRuns: 60 },
  );
});
