/** Several processes on one PostgreSQL, with Redis between them and without. Here: several servers in one process. */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PushReply, Verdict } from '#protocol/push.ts';
import { verifyAudit } from '#server/audit/verify-audit.ts';
import { readConfig } from '#server/config.ts';
import { type RunningServer, startServer } from '#server/start-server.ts';
import { type Postgres, startPostgres } from '#tests/support/postgres.ts';
import { newId, openRawDevice, type RawDevice } from '#tests/support/raw-device.ts';
import { type Redis, startRedis } from '#tests/support/redis.ts';
import { openTestDatabase } from '#tests/support/test-database.ts';

let postgres: Postgres;
let redis: Redis;
beforeAll(async () => {
  postgres = await startPostgres();
  redis = await startRedis();
}, 120_000);
afterAll(async () => {
  await redis[Symbol.asyncDispose]();
  await postgres[Symbol.asyncDispose]();
});

const start = (env: Record<string, string>): Promise<RunningServer> =>
  startServer(
    readConfig({ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent', LEDGER_DIR: ledgerIn(postgres), ...env }),
  );
const ledgerIn = ({ dataDir }: Postgres): string => join(dataDir, 'ledger');
const message = (device: RawDevice, text: string) =>
  device.newOp('message.sent', { messageId: newId(), text });

/** Two members on two servers; what the second one's socket hears. */
async function twoNodes(env: Record<string, string>) {
  const [here, there] = [await start(env), await start(env)];
  const ana = await openRawDevice(here.address);
  const bia = await openRawDevice(there.address);
  const group = await ana.createGroup('Far');
  await bia.join(group, 'Bia');
  const heard: string[] = [];
  const socket = await bia.openSocket((text) => heard.push(text));
  const close = async (): Promise<void> => {
    socket.close();
    await Promise.all([here.close(), there.close()]);
  };
  return { here, there, ana, bia, group, heard, close };
}

async function until(isTrue: () => boolean): Promise<number> {
  const start = performance.now();
  while (!isTrue()) await wait(5);
  return performance.now() - start;
}

describe('two servers', () => {
  test('with Redis a message is on the other one at once', async () => {
    const nodes = await twoNodes({ DATABASE_URL: await postgres.createDatabase(), REDIS_URL: redis.url });
    const ms: number[] = [];
    for (const text of ['first', 'second', 'third']) {
      await nodes.ana.push(nodes.group.groupId, [message(nodes.ana, text)]);
      ms.push(await until(() => nodes.heard.some((line) => line.includes(text))));
    }
    // The poll would take up to two seconds each time.
    expect(Math.min(...ms)).toBeLessThan(1_000);
    await nodes.close();
  }, 60_000);

  test('fault 60: without Redis, or with Redis gone, the poll finds it', async () => {
    const nodes = await twoNodes({ DATABASE_URL: await postgres.createDatabase() });
    await nodes.ana.push(nodes.group.groupId, [message(nodes.ana, 'polled')]);
    await until(() => nodes.heard.some((line) => line.includes('polled')));
    await nodes.close();
  }, 60_000);

  test('fault 68: who leaves by one node hears nothing later on the other, though its socket is open', async () => {
    const nodes = await twoNodes({ DATABASE_URL: await postgres.createDatabase(), REDIS_URL: redis.url });
    const { groupId } = nodes.group;
    const caio = await openRawDevice(nodes.there.address);
    await caio.join(nodes.group, 'Caio');
    const heardByCaio: string[] = [];
    const socket = await caio.openSocket((text) => heardByCaio.push(text));
    await nodes.ana.push(groupId, [message(nodes.ana, 'before')]);
    await until(() => nodes.heard.some((line) => line.includes('before')));

    const twin = await openRawDevice(nodes.here.address, { twinOf: nodes.bia });
    await twin.push(groupId, [twin.newOp('member.left', {})]);
    await nodes.ana.push(groupId, [message(nodes.ana, 'after')]);
    // One node tells its sockets in the order of versions: what Caio has heard, Bia would have.
    await until(() => heardByCaio.some((line) => line.includes('after')));
    await nodes.ana.push(groupId, [message(nodes.ana, 'and after')]);
    await until(() => heardByCaio.some((line) => line.includes('and after')));
    expect(nodes.heard.filter((line) => line.includes('after'))).toEqual([]);
    const [reply] = await nodes.bia.post('catch-up', [
      { epoch: (await nodes.ana.hello()).epoch, groupId, after: 0, maxBytes: 64 * 1024 },
    ]);
    expect(reply).toMatchObject({ gone: 'left' });
    socket.close();
    await nodes.close();
  }, 60_000);

  test('fault 68: who is removed by one node hears nothing later on the other, though their socket is open', async () => {
    const nodes = await twoNodes({ DATABASE_URL: await postgres.createDatabase(), REDIS_URL: redis.url });
    const { groupId } = nodes.group;
    const caio = await openRawDevice(nodes.there.address);
    await caio.join(nodes.group, 'Caio');
    const heardByCaio: string[] = [];
    const socket = await caio.openSocket((text) => heardByCaio.push(text));
    await nodes.ana.push(groupId, [message(nodes.ana, 'before')]);
    await until(() => nodes.heard.some((line) => line.includes('before')));

    const removal = nodes.ana.newOp('member.removed', { memberId: nodes.bia.memberId });
    await nodes.ana.push(groupId, [removal, message(nodes.ana, 'after')]);
    await until(() => heardByCaio.some((line) => line.includes('after')));
    expect(nodes.heard.filter((line) => line.includes('after'))).toEqual([]);
    const [reply] = await nodes.bia.post('catch-up', [
      { epoch: (await nodes.ana.hello()).epoch, groupId, after: 0, maxBytes: 64 * 1024 },
    ]);
    expect(reply).toMatchObject({ gone: 'removed' });
    socket.close();
    await nodes.close();
  }, 60_000);

  test('who signs out by one node has no socket left on the other', async () => {
    const nodes = await twoNodes({ DATABASE_URL: await postgres.createDatabase(), REDIS_URL: redis.url });
    const socket = await nodes.bia.openSocket();
    const closed = new Promise((resolve) => socket.ws.once('close', resolve));
    await nodes.here.revokeSession(nodes.bia.cookie.slice(nodes.bia.cookie.indexOf('=') + 1));
    await closed;
    await nodes.close();
  }, 60_000);

  test('two nodes write one audit log, whole and in one chain', async () => {
    const url = await postgres.createDatabase();
    const nodes = await twoNodes({ DATABASE_URL: url });
    const people = [nodes.here, nodes.there].flatMap((node) =>
      Array.from({ length: 10 }, async () => {
        const device = await openRawDevice(node.address);
        await device.createGroup('Outro');
      }),
    );
    await Promise.all(people);
    await nodes.close();
    const database = await openTestDatabase({ url });
    const report = await verifyAudit(database.audit, []);
    const kinds = (await database.audit.listAfter(0, 1_000)).map(({ kind }) => kind);
    await database.close();
    expect(report.faults).toEqual([]);
    expect(kinds.filter((kind) => kind === 'server.started')).toHaveLength(2);
    expect(kinds.filter((kind) => kind === 'device.bound')).toHaveLength(22);
    expect(kinds.filter((kind) => kind === 'group.created')).toHaveLength(21);
  }, 60_000);

  test('fault 70: messages race with a leave from another device of the same person: before it or refused, and it stays so', async () => {
    const nodes = await twoNodes({ DATABASE_URL: await postgres.createDatabase(), REDIS_URL: redis.url });
    const { groupId } = nodes.group;
    const { epoch } = await nodes.bia.hello();
    const twin = await openRawDevice(nodes.here.address, { twinOf: nodes.bia });
    // Bia's own lane has its join; the messages follow it.
    const pushes = Array.from({ length: 40 }, (_, i) => ({
      epoch,
      deviceId: nodes.bia.deviceId,
      groupId,
      firstSeq: 2 + i,
      ops: [message(nodes.bia, `racing ${i}`)],
    }));
    const racing = pushes.slice(0, 39).map((push) => () => nodes.bia.post<PushReply>('push', [push]));
    const verdicts: Verdict[] = [];
    const writing = (async () => {
      for (const send of racing) verdicts.push((await send())[0]?.verdicts[0] ?? 'invalid');
    })();
    await until(() => verdicts.length >= 5);
    const left = await twin.push(groupId, [twin.newOp('member.left', {})]);
    await writing;
    const [last] = await nodes.bia.post<PushReply>('push', pushes.slice(39));
    verdicts.push(last?.verdicts[0] ?? 'invalid');

    const leftAt = left.verdicts[0] as number;
    const committed = verdicts.filter((verdict) => typeof verdict === 'number');
    expect(Math.max(...committed)).toBeLessThan(leftAt);
    expect(verdicts.slice(committed.length)).toEqual(
      Array.from({ length: verdicts.length - committed.length }, () => 'not-a-member'),
    );
    expect(verdicts.at(-1)).toBe('not-a-member');
    // Asked again, each gets the same answer: which side of the leave it fell on was decided once.
    const again: Verdict[] = [];
    for (const push of pushes) {
      const [reply] = await nodes.bia.post<PushReply>('push', [push]);
      again.push(reply?.verdicts[0] ?? 'invalid');
    }
    expect(again).toEqual(verdicts);
    const log = await nodes.ana.readLog(groupId);
    expect(log.filter(({ type }) => type === 'message.sent')).toHaveLength(committed.length);
    await nodes.close();
  }, 60_000);

  test('fault 59: Redis killed in between loses nothing', async () => {
    const nodes = await twoNodes({ DATABASE_URL: await postgres.createDatabase(), REDIS_URL: redis.url });
    await redis.kill();
    await nodes.ana.push(nodes.group.groupId, [message(nodes.ana, 'dark')]);
    await until(() => nodes.heard.some((line) => line.includes('dark')));
    await redis.start();
    await nodes.ana.push(nodes.group.groupId, [message(nodes.ana, 'light')]);
    await until(() => nodes.heard.some((line) => line.includes('light')));
    expect(await nodes.bia.readLog(nodes.group.groupId)).toHaveLength(4);
    await nodes.close();
  }, 60_000);
});

test('fault 51: a server whose database was killed is not ready, has pushes wait, and recovers by itself', async () => {
  const own = await startPostgres();
  const server = await start({ DATABASE_URL: await own.createDatabase() });
  const ana = await openRawDevice(server.address);
  const group = await ana.createGroup('Back');
  await own.kill();
  expect((await fetch(`${server.address}/readyz`)).status).toBe(503);
  expect((await fetch(`${server.address}/livez`)).status).toBe(200);
  await expect(ana.push(group.groupId, [message(ana, 'lost?')])).rejects.toThrow(/busy|503|terminated/);
  await own.start();
  while (!(await fetch(`${server.address}/readyz`)).ok) await wait(50);
  expect(await ana.readLog(group.groupId)).toHaveLength(1);
  await server.close();
  await own[Symbol.asyncDispose]();
}, 120_000);

test('a new epoch begun beside a running server is noticed by its next commit, and told who only listens', async () => {
  const url = await postgres.createDatabase();
  const server = await start({ DATABASE_URL: url });
  const ana = await openRawDevice(server.address);
  const group = await ana.createGroup('Again');
  const heard: string[] = [];
  const socket = await ana.openSocket((text) => heard.push(text));
  const operator = await openTestDatabase({ url });
  const epoch = newId();
  await operator.beginEpoch(epoch);
  await operator.close();
  await until(() => heard.some((line) => line.includes('"poke"') && line.includes(epoch)));
  socket.close();
  await expect(ana.push(group.groupId, [message(ana, 'old')])).rejects.toThrow(/wait/);
  expect((await ana.hello()).epoch).toBe(epoch);
  await server.close();
}, 60_000);
