/**
 * L1: the database goes back in time under the server. What was acknowledged and is not there any more comes back
 * from the devices that wrote it, once, in order, and everybody shows the same again.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { must } from '#domain/assert.ts';
import { openFproxy } from '#tests/support/fproxy.ts';
import { freePort } from '#tests/support/free-port.ts';
import { type Postgres, startPostgres, startPostgresOn } from '#tests/support/postgres.ts';
import { findViolations } from './check-rest.ts';
import { type Crowd, comeToRest, epochOf, openCrowd, within } from './crowd.ts';
import { write } from './people.ts';
import { readPostgresLog, type StoredLog } from './stored-log.ts';
import { createStormServer, type StormServer } from './storm-world.ts';

const NEW_EPOCH = fileURLToPath(new URL('../../src/server/new-epoch.ts', import.meta.url));
const run = promisify(execFile);
const MESSAGES = 25;
const CATCH_UP_MAX_MS = 60_000;
const NOTICE_MAX_MS = 60_000;

for (const [seed, server] of [
  [53_001, 'goes on running'],
  [53_002, 'starts again'],
] as const) {
  test(`fault 53: a stale standby is promoted, the server ${server}: what was acknowledged and lost comes back`, async () => {
    await using scene = await openScene(seed);
    const { crowd, primary } = scene;
    const replication = scene.own(await openFproxy({ target: { port: primary.port } }));
    const standby = scene.own(
      await startPostgresOn(await primary.backUp({ port: replication.port, isStandby: true })),
    );
    await writeAll(crowd);
    await caughtUp(primary, standby);

    replication.set({ refuse: true });
    await writeAll(crowd);
    const before = await readPostgresLog(scene.url());
    // Somebody wrote on without a network; the others' newest are only on the primary.
    const offline = must(crowd.people[2], 'a third member');
    offline.device.link.set({ refuse: true });
    await write(offline, crowd.circle, MESSAGES);

    await primary.kill();
    if (server === 'starts again') await scene.server.kill();
    await standby.promote();
    scene.moveTo(standby);
    const { after } = await tellLoss(scene, before);
    expect(after.ops.length).toBeLessThan(before.ops.length);
    if (server === 'starts again') await scene.server.start();
    else {
      // Nobody writes, nobody reconnects: who only listens is told all the same.
      const listening = crowd.devices.filter((device) => device !== offline.device);
      const haveHeard = async (): Promise<boolean> => {
        const epochs = await Promise.all(listening.map(epochOf));
        return epochs.every((epoch) => epoch !== undefined && epoch !== before.epoch);
      };
      expect(await within(NOTICE_MAX_MS, haveHeard)).toBe(true);
    }
    await expectHealed(scene, before);
  });
}

test.each([
  ['the operator says so', 54_001],
  ['nobody says so', 54_002],
] as const)(
  'fault 54: a base backup is restored and %s: devices ahead of it bring the rest',
  async (who, seed) => {
    await using scene = await openScene(seed);
    const { crowd, primary } = scene;
    await writeAll(crowd);
    const backup = await primary.backUp();
    await writeAll(crowd);
    const before = await readPostgresLog(scene.url());
    const absent = must(crowd.people[1], 'a second member');
    absent.device.link.set({ refuse: true });

    // In good order: the mark is as new as the database.
    expect(await scene.server.stop()).toBe(0);
    await primary.stop();
    const restored = scene.own(await startPostgresOn(backup));
    scene.moveTo(restored);
    const { after } = await tellLoss(scene, before);
    expect(after.ops.length).toBeLessThan(before.ops.length);
    // A restored copy goes on under the old timeline. What nobody says, the mark beside the database does.
    if (who === 'the operator says so') {
      const said = await run(process.execPath, [NEW_EPOCH], {
        env: { PATH: process.env.PATH, DATABASE_URL: scene.url(), LEDGER_DIR: scene.ledger },
      });
      expect(said.stdout).toContain('a new epoch has begun');
    }
    await scene.server.start();
    // Life goes on before everybody is back: what they wrote stands between.
    for (const person of crowd.people) if (person !== absent) await write(person, crowd.circle, MESSAGES);
    await expectHealed(scene, before);
  },
);

test('a standby is never served from: its server does not start', async () => {
  await using scene = await openScene(53_003);
  const standby = scene.own(await startPostgresOn(await scene.primary.backUp({ isStandby: true })));
  await caughtUp(scene.primary, standby);
  await scene.server.kill();
  scene.moveTo(standby);
  await expect(scene.server.start()).rejects.toThrow(/DATABASE_URL: the database does not answer/);
});

interface Scene extends AsyncDisposable {
  readonly primary: Postgres;
  readonly server: StormServer;
  readonly crowd: Crowd;
  /** The server's address of its database stays; what answers there is another one. */
  moveTo(postgres: Postgres): void;
  /** Where the server keeps its mark and its ledger: not in the database. */
  readonly ledger: string;
  /** Of the database, past the server. */
  url(): string;
  own<T extends AsyncDisposable>(thing: T): T;
}

async function openScene(seed: number): Promise<Scene> {
  await using opened = new AsyncDisposableStack();
  const primary = opened.use(await startPostgres());
  const direct = new URL(await primary.createDatabase());
  const target = { port: primary.port };
  const link = opened.use(await openFproxy({ target }));
  const proxied = new URL(direct);
  proxied.port = String(link.port);
  const ledger = mkdtempSync(join(tmpdir(), 'racha-ledger-'));
  opened.defer(() => rmSync(ledger, { recursive: true, force: true }));
  const env = { DATABASE_URL: proxied.href, LEDGER_DIR: ledger, LOG_LEVEL: 'warn' };
  const server = createStormServer(await freePort(), env);
  opened.defer(() => server.kill());
  await server.start();
  const crowd = opened.use(await openCrowd([server], seed));
  const kept = opened.move();
  return {
    primary,
    server,
    crowd,
    ledger,
    moveTo: (postgres) => {
      target.port = postgres.port;
      direct.port = String(postgres.port);
      link.cut();
    },
    url: () => direct.href,
    own: (thing) => kept.use(thing),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Everybody writes, and everybody has everything. */
async function writeAll(crowd: Crowd): Promise<void> {
  for (const person of crowd.people) await write(person, crowd.circle, MESSAGES);
  expect(await comeToRest(crowd)).toBe(true);
}

async function tellLoss({ url }: Scene, before: StoredLog): Promise<{ after: StoredLog }> {
  const after = await readPostgresLog(url());
  // Else the run would have tested nothing.
  const lost = before.ops.length - after.ops.length;
  if (lost < MESSAGES) throw new Error(`only ${lost} ops were lost`);
  return { after };
}

async function expectHealed(scene: Scene, before: StoredLog): Promise<void> {
  const { crowd, server } = scene;
  expect(await comeToRest(crowd)).toBe(true);
  const log = await readPostgresLog(scene.url());
  expect(log.epoch).not.toBe(before.epoch);
  const there = new Set(log.ops.map(({ op }) => op.opId));
  expect(before.ops.filter(({ op }) => !there.has(op.opId))).toEqual([]);
  for (const device of crowd.devices) await device.app().close();
  await server.kill();
  expect(await findViolations(crowd.devices, log)).toEqual([]);
}

async function caughtUp(primary: Postgres, standby: Postgres): Promise<void> {
  const goal = await ask(primary, 'select pg_current_wal_lsn() as lsn');
  const isThere = async (): Promise<boolean> =>
    (await ask(standby, `select pg_last_wal_replay_lsn() >= '${goal}'::pg_lsn as lsn`)) === 'true';
  if (!(await within(CATCH_UP_MAX_MS, isThere))) throw new Error('the standby does not follow');
}

async function ask({ url }: Postgres, sql: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ lsn: unknown }>(sql);
    return String(rows[0]?.lsn);
  } finally {
    await client.end();
  }
}
