/** What one member's phone brings for another, through the whole server: once, as the author's own, and nothing else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle, CarriedPush } from '#protocol/bundle.ts';
import type { WireOp } from '#protocol/fields.ts';
import { BUNDLE_LIMITS, LIMITS } from '#protocol/limits.ts';
import { makeRawKey, type PostAnswer, postAs, type RawKey } from '#tests/support/carried-bundle.ts';
import { newId, openRawDevice, type RawDevice } from '#tests/support/raw-device.ts';
import { startTestServer, type TestServer } from '#tests/support/test-server.ts';

interface Author {
  readonly device: RawDevice;
  readonly key: RawKey;
}

/** `environment`: of the server, DATABASE_URL for one. */
export function describeBundles(
  name: string,
  prepare: () => Promise<{ readonly environment: Record<string, string>; close(): Promise<void> }>,
): void {
  let running: TestServer;
  let prepared: Awaited<ReturnType<typeof prepare>>;
  beforeAll(async () => {
    prepared = await prepare();
    running = await startTestServer(prepared.environment);
  }, 120_000);
  afterAll(async () => {
    await running[Symbol.asyncDispose]();
    await prepared.close();
  });

  async function newAuthor(): Promise<Author> {
    const device = await openRawDevice(running.origin);
    const key = await makeRawKey();
    expect(await bind(device, key)).toEqual({ status: 200, body: {} });
    return { device, key };
  }
  const bind = (device: RawDevice, { publicKey }: RawKey): Promise<PostAnswer> =>
    postAs(device, `${running.origin}/api/account/device/key`, { publicKey });
  const deliver = (carrier: RawDevice, bundle: unknown): Promise<PostAnswer> =>
    postAs(carrier, `${running.origin}/api/bundle`, bundle);
  const say = ({ device }: Author, text: string): WireOp =>
    device.newOp('message.sent', { messageId: newId(), text });
  const textsOf = async (reader: RawDevice, groupId: string): Promise<unknown[]> =>
    (await reader.readLog(groupId))
      .filter(({ type }) => type === 'message.sent')
      .map(({ body }) => body.text);

  /** Ana owns the group and carries; Bia is in it and writes. */
  async function groupOfTwo(): Promise<{
    ana: RawDevice;
    bia: Author;
    groupId: string;
    lane: (ops: readonly WireOp[], firstSeq?: number) => Promise<CarriedPush>;
    remove: () => Promise<void>;
  }> {
    const ana = await openRawDevice(running.origin);
    const bia = await newAuthor();
    const group = await ana.createGroup('Viagem');
    await bia.device.join(group, 'Bia');
    const { groupId } = group;
    const { epoch } = await ana.hello();
    return {
      ana,
      bia,
      groupId,
      // Her join has used the lane's first number.
      lane: async (ops, firstSeq = 2) => ({
        epoch,
        deviceId: bia.device.deviceId,
        groupId,
        firstSeq,
        ops: [...ops],
      }),
      remove: async () => {
        await ana.push(groupId, [ana.newOp('member.removed', { memberId: bia.device.memberId })]);
      },
    };
  }

  describe(name, () => {
    test('what is brought is the author’s own, and is there once, however often it comes and by whatever way', async () => {
      const { ana, bia, groupId, lane } = await groupOfTwo();
      const ops = [say(bia, 'um'), say(bia, 'dois')];
      const bundle = await bia.key.sign(await lane(ops));
      const taken = { status: 200, body: { accepted: 2, refused: 0, left: 0 } };
      expect(await deliver(ana, bundle)).toEqual(taken);
      expect(await deliver(ana, bundle)).toEqual(taken);
      // The author comes online, and sends what it has no answer for.
      const reply = await bia.device.push(groupId, ops);
      expect(reply.verdicts).toHaveLength(2);
      await bia.device.push(groupId, [say(bia, 'três')]);
      expect(await textsOf(ana, groupId)).toEqual(['um', 'dois', 'três']);
      const log = await ana.readLog(groupId);
      expect(log.filter(({ opId }) => opId === ops[0]?.opId).map(({ actorId }) => actorId)).toEqual([
        bia.device.memberId,
      ]);
    });

    test('more than one frame holds comes in whole, in order', async () => {
      const { ana, bia, groupId, lane } = await groupOfTwo();
      const ops = Array.from({ length: LIMITS.pushMaxOps * 2 + 5 }, (_, i) => say(bia, `linha ${i}`));
      expect((await deliver(ana, await bia.key.sign(await lane(ops)))).body).toEqual({
        accepted: ops.length,
        refused: 0,
        left: 0,
      });
      expect(await textsOf(ana, groupId)).toEqual(ops.map(({ body }) => body.text));
    });

    test('nothing in it can be changed, nor the file be taken to another group', async () => {
      const { ana, bia, groupId, lane } = await groupOfTwo();
      const other = await ana.createGroup('Outro');
      await bia.device.join(other, 'Bia');
      const { push, ...rest } = await bia.key.sign(await lane([say(bia, 'devo 10')]));
      const [op] = push.ops;
      if (!op) throw new Error('the bundle is empty');
      const forgeries: Bundle[] = [
        { ...rest, push: { ...push, ops: [{ ...op, body: { ...op.body, text: 'devo 1000' } }] } },
        { ...rest, push: { ...push, ops: [{ ...op, opId: newId() }] } },
        { ...rest, push: { ...push, ops: [op, { ...op, opId: newId() }] } },
        { ...rest, push: { ...push, firstSeq: 3 } },
        { ...rest, push: { ...push, groupId: other.groupId } },
        { ...rest, push: { ...push, deviceId: ana.deviceId } },
        {
          ...rest,
          push,
          signature: `${rest.signature.startsWith('A') ? 'B' : 'A'}${rest.signature.slice(1)}`,
        },
      ];
      for (const forged of forgeries) {
        expect(await deliver(ana, forged)).toEqual({ status: 403, body: { error: 'unproven' } });
      }
      expect(await textsOf(ana, groupId)).toEqual([]);
      expect(await textsOf(ana, other.groupId)).toEqual([]);
    });

    test('another device’s key signs nothing of hers, be it bound or not', async () => {
      const { ana, bia, groupId, lane } = await groupOfTwo();
      const forger = await makeRawKey();
      const forged = await forger.sign(await lane([say(bia, 'não fui eu')]));
      expect((await deliver(ana, forged)).body).toEqual({ error: 'unproven' });
      // The carrier's own key, bound to the carrier's own device.
      expect((await bind(ana, forger)).status).toBe(200);
      expect((await deliver(ana, forged)).body).toEqual({ error: 'unproven' });
      // Signed by herself, in her lane, with another member's name on the op.
      const asAna = { ...say(bia, 'em nome de outra'), actorId: ana.memberId };
      expect((await deliver(ana, await bia.key.sign(await lane([asAna])))).body).toEqual({
        accepted: 0,
        refused: 0,
        left: 1,
        stop: 'unproven',
      });
      expect(await textsOf(ana, groupId)).toEqual([]);
    });

    test('who is not in the group brings nothing, and does not learn whether there is one', async () => {
      const { ana, bia, groupId, lane } = await groupOfTwo();
      const bundle = await bia.key.sign(await lane([say(bia, 'oi')]));
      const stranger = await openRawDevice(running.origin);
      const nowhere = await bia.key.sign({ ...bundle.push, groupId: newId() });
      for (const one of [bundle, nowhere]) {
        expect(await deliver(stranger, one)).toEqual({ status: 403, body: { error: 'not-a-member' } });
      }
      expect(await textsOf(ana, groupId)).toEqual([]);
    });

    test('of who was removed meanwhile it is refused as from themselves: the verdict is theirs to hear', async () => {
      const { ana, bia, groupId, lane, remove } = await groupOfTwo();
      const op = say(bia, 'tarde demais');
      const bundle = await bia.key.sign(await lane([op]));
      await remove();
      expect((await deliver(ana, bundle)).body).toEqual({ accepted: 0, refused: 1, left: 0 });
      const [own] = await bia.device.post<{ verdicts: unknown[] }>('push', [bundle.push]);
      expect(own?.verdicts).toEqual(['not-a-member']);
      expect(await textsOf(ana, groupId)).toEqual([]);
    });

    test('a device that was signed out signs nothing any more', async () => {
      const { ana, bia, groupId, lane } = await groupOfTwo();
      const bundle = await bia.key.sign(await lane([say(bia, 'de antes')]));
      await postAs(bia.device, `${running.origin}/api/account/leave`, {});
      expect((await deliver(ana, bundle)).body).toEqual({ error: 'unproven' });
      expect(await textsOf(ana, groupId)).toEqual([]);
    });

    test('two files with the same numbers: the first is in, the other is told apart, nothing is lost or doubled', async () => {
      const { ana, bia, groupId, lane } = await groupOfTwo();
      const [first, other] = [say(bia, 'primeira'), say(bia, 'outra')];
      expect((await deliver(ana, await bia.key.sign(await lane([first])))).body).toMatchObject({
        accepted: 1,
      });
      expect((await deliver(ana, await bia.key.sign(await lane([other])))).body).toEqual({
        accepted: 0,
        refused: 0,
        left: 1,
        stop: 'stale',
      });
      // A gap: what lies between was never brought.
      expect((await deliver(ana, await bia.key.sign(await lane([other], 9)))).body).toMatchObject({
        accepted: 0,
        stop: 'stale',
      });
      expect(await textsOf(ana, groupId)).toEqual(['primeira']);
    });

    test('of another epoch, nothing is consumed', async () => {
      const { ana, bia, groupId, lane } = await groupOfTwo();
      const push = { ...(await lane([say(bia, 'oi')])), epoch: newId() };
      expect((await deliver(ana, await bia.key.sign(push))).body).toMatchObject({ left: 1, stop: 'stale' });
      expect(await textsOf(ana, groupId)).toEqual([]);
    });

    test('what needs a secret of its author’s cannot be carried, and its number is not used up', async () => {
      const { ana, bia, groupId, lane } = await groupOfTwo();
      const join = bia.device.newOp('member.joined', { name: 'Bia' });
      const bundle = await bia.key.sign(await lane([join]));
      expect((await deliver(ana, bundle)).body).toEqual({ error: 'not-carriable' });
      expect((await bia.device.push(groupId, [say(bia, 'oi')])).verdicts).toHaveLength(1);
    });

    test('too much, too long, or nothing that is a bundle is refused at the door', async () => {
      const { ana, bia, lane } = await groupOfTwo();
      const many = Array.from({ length: BUNDLE_LIMITS.maxOps + 1 }, () => say(bia, 'x'));
      expect((await deliver(ana, await bia.key.sign(await lane(many)))).status).toBe(400);
      const wide = Array.from({ length: 20 }, () => say(bia, 'x'.repeat(30_000)));
      expect((await deliver(ana, await bia.key.sign(await lane(wide)))).status).toBe(413);
      const bundle = await bia.key.sign(await lane([say(bia, 'x')]));
      expect((await deliver(ana, { ...bundle, v: 2 })).body).toEqual({ error: 'malformed' });
      const proofs = { ...bundle, push: { ...bundle.push, proofs: {} } };
      expect((await deliver(ana, proofs)).body).toEqual({ error: 'malformed' });
    });

    test('a key that is no point of the curve is not taken', async () => {
      const device = await openRawDevice(running.origin);
      const key = await makeRawKey();
      expect((await bind(device, { ...key, publicKey: 'A'.repeat(87) })).status).toBe(400);
    });

    test('who brings one after another is told to wait', async () => {
      const carrier = await openRawDevice(running.origin);
      const answers: number[] = [];
      for (let i = 0; i < 70; i++) answers.push((await deliver(carrier, {})).status);
      expect(answers).toContain(429);
      expect(answers.slice(0, 50)).not.toContain(429);
    });
  });
}
