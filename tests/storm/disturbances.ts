/**
 * What is done to servers, database and Redis in the middle of a round. Each brings back what it broke before it
 * resolves; nobody is asked to be gentle.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { must } from '#domain/assert.ts';
import { RESERVED_BYTES } from '#server/db/free-space.ts';
import type { Prng } from '#tests/sim/prng.ts';
import type { StormWorld, Topology } from './storm-world.ts';

export const DISTURBANCES = [
  'kill-server',
  'stop-server',
  'jump-server-clock',
  'fill-disk',
  'kill-postgres',
  'lose-commit-answers',
  'cut-database',
  'hole-database',
  'slow-database',
  'hold-locks',
  'take-connections',
  'kill-redis',
  'flush-redis',
  'freeze-redis',
  'lose-hints',
] as const;
export type DisturbanceName = (typeof DISTURBANCES)[number] | 'nothing';

type Disturbance = (world: StormWorld, random: Prng) => Promise<void>;

export function isPossible(name: (typeof DISTURBANCES)[number], topology: Topology): boolean {
  if (name in OF_POSTGRES) return topology !== 'pglite';
  if (name in OF_REDIS) return topology === 'three-nodes';
  return name !== 'fill-disk' || topology === 'pglite';
}

export function disturb(name: DisturbanceName, world: StormWorld, random: Prng): Promise<void> {
  const all: Readonly<Record<DisturbanceName, Disturbance>> = { ...OF_SERVERS, ...OF_POSTGRES, ...OF_REDIS };
  return all[name](world, random);
}

const OF_SERVERS = {
  nothing: async () => undefined,

  'kill-server': async ({ servers }, random) => {
    const server = random.pick(servers);
    await server.kill();
    await wait(random.below(300));
    await server.start();
  },

  'stop-server': async ({ servers }, random) => {
    const server = random.pick(servers);
    const code = await server.stop();
    if (code !== 0) throw new Error(`a server that was told to stop ended with ${code}`);
    await server.start();
  },

  'jump-server-clock': async ({ clock }, random) => {
    must(clock, 'a clock of this world').set(random.pick([-1, 1]));
    await wait(1_000 + random.below(1_000));
    must(clock, 'a clock of this world').set(0);
  },

  'fill-disk': async ({ disk }) => {
    // Where nothing may be mounted this does nothing, and the disk's own test is listed as not run.
    disk?.fill(RESERVED_BYTES / 2);
    // The server looks once a second.
    await wait(1_500);
    disk?.free();
  },
} satisfies Record<string, Disturbance>;

const OF_POSTGRES = {
  'kill-postgres': async (world, random) => {
    const { postgres } = databaseOf(world);
    await postgres.kill();
    await wait(random.below(300));
    await postgres.start();
  },

  'lose-commit-answers': async (world, random) => {
    const { link } = databaseOf(world);
    // A commit takes five answers of the database: any of them may be the one that is lost.
    for (let i = 0; i < 6; i += 1) {
      link.set(random.chance(0.5) ? { cutOnReply: 'once' } : { cutAtByte: random.below(40_000) });
      await wait(random.below(60));
    }
    link.set({});
  },

  'cut-database': async (world, random) => {
    const { link } = databaseOf(world);
    link.set({ refuse: true });
    await wait(random.below(1_500));
    link.set({});
  },

  'hole-database': async (world, random) => {
    const { link } = databaseOf(world);
    link.set({ blackHole: random.pick(['up', 'down', 'both'] as const) });
    await wait(random.below(1_500));
    link.set({});
    // What was forgotten on the way is reset in the end, as by a keep-alive.
    link.cut();
  },

  'slow-database': async (world, random) => {
    const { link } = databaseOf(world);
    link.set({ upMs: 50 + random.below(200), downMs: 50 + random.below(200) });
    await wait(1_000 + random.below(1_000));
    link.set({});
  },

  'hold-locks': async (world, random) => {
    const client = new Client({ connectionString: databaseOf(world).url });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('begin');
    await client.query('select from group_heads for update');
    // Around the server's own patience of three seconds.
    await wait(500 + random.below(4_000));
    await client.query('commit');
    await client.end();
  },

  // All there are, while the server's own are cut: it has to ask for new ones.
  'take-connections': async (world, random) => {
    const { url, link } = databaseOf(world);
    const taken: Client[] = [];
    for (let isLeft = true; isLeft; ) {
      const client = new Client({ connectionString: url });
      client.on('error', () => undefined);
      isLeft = await client.connect().then(
        () => true,
        () => false,
      );
      if (isLeft) taken.push(client);
      if (taken.length % 20 === 0) link.cut();
    }
    await wait(500 + random.below(1_000));
    await Promise.all(taken.map((client) => client.end()));
  },
} satisfies Record<string, Disturbance>;

const OF_REDIS = {
  'kill-redis': async (world, random) => {
    const { server } = redisOf(world);
    await server.kill();
    await wait(random.below(1_000));
    await server.start();
  },

  'flush-redis': (world) => redisOf(world).server.flush(),

  'freeze-redis': async (world, random) => {
    const { server } = redisOf(world);
    server.freeze();
    await wait(500 + random.below(2_000));
    server.thaw();
  },

  'lose-hints': async (world) => {
    const { link } = redisOf(world);
    link.set({ blackHole: 'both' });
    await wait(2_000);
    link.set({});
    link.cut();
  },
} satisfies Record<string, Disturbance>;

const databaseOf = (world: StormWorld) => must(world.database, 'a PostgreSQL of this world');
const redisOf = (world: StormWorld) => must(world.redis, 'a Redis of this world');
