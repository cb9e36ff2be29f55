/** The last place of a link, asked for at two nodes of one PostgreSQL at once. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '#server/config.ts';
import { type RunningServer, startServer } from '#server/start-server.ts';
import { joinBy, makeLink, verdictOf } from '#tests/support/invites.ts';
import { type Postgres, startPostgres } from '#tests/support/postgres.ts';
import { openRawDevice } from '#tests/support/raw-device.ts';

let postgres: Postgres;
let nodes: RunningServer[];
beforeAll(async () => {
  postgres = await startPostgres();
  const env = {
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'silent',
    DATABASE_URL: await postgres.createDatabase(),
    LEDGER_DIR: join(postgres.dataDir, 'ledger'),
  };
  nodes = [await startServer(readConfig(env)), await startServer(readConfig(env))];
}, 120_000);
afterAll(async () => {
  for (const node of nodes) await node.close();
  await postgres[Symbol.asyncDispose]();
});

const at = (i: number) => openRawDevice(nodes[i % nodes.length]?.address ?? '');

test('exactly as many come in as the link allows, whichever node they ask', async () => {
  const ana = await at(0);
  const { groupId } = await ana.createGroup('Rolê');
  for (let round = 0; round < 5; round++) {
    const link = await makeLink(ana, groupId, { maxUses: 1 });
    const crowd = await Promise.all([0, 1, 2, 3, 4, 5].map(at));
    const verdicts = await Promise.all(crowd.map((device) => joinBy(device, link)));
    expect(verdicts.filter((verdict) => typeof verdict === 'number')).toHaveLength(1);
    expect(verdicts.filter((verdict) => verdict === 'invite-used-up')).toHaveLength(5);
  }
});

test('a link revoked at one node lets nobody in at the other', async () => {
  const ana = await at(0);
  const { groupId } = await ana.createGroup('Rolê');
  const link = await makeLink(ana, groupId);
  const [bia, caio] = [await at(1), await at(1)];
  expect(await joinBy(bia, link)).toBeTypeOf('number');
  const revoke = ana.newOp('invite.revoked', { inviteId: link.inviteId });
  expect(await verdictOf(ana.push(groupId, [revoke]))).toBeTypeOf('number');
  expect(await joinBy(caio, link)).toBe('invite-revoked');
});
