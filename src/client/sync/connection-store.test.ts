/** What a connection still writes when it is over, and what the next one finds. */
import { describe, expect, test } from 'vitest';
import type { DeviceStore } from '#client/platform/device-store.ts';
import { EngineWorld } from '#tests/support/engine-world.ts';
import { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { ConnectionStore } from './connection-store.ts';
import { StoppedError } from './link.ts';

/** A disk on which one write, of the tables a welcome is noted in, has to wait. */
class SlowDatabase extends MemoryDeviceDatabase {
  hold: Promise<void> | undefined;
  held = 0;

  override connect(): ReturnType<MemoryDeviceDatabase['connect']> {
    const connection = super.connect();
    const write = connection.write.bind(connection);
    connection.write = async (tables, run) => {
      const { hold } = this;
      if (hold && tables.includes('kept') && tables.includes('marks')) {
        this.hold = undefined;
        this.held += 1;
        await hold;
      }
      return write(tables, run);
    };
    return connection;
  }
}

describe('a connection that is over', () => {
  test('writes nothing more, and is over only when what it was writing is', async () => {
    const device = new MemoryDeviceDatabase().connect();
    const store = new ConnectionStore(device);
    const order: string[] = [];
    const write = (name: string) => putProfile(store, name).then(() => order.push(name));
    const first = write('first');
    const closed = store.close().then(() => order.push('closed'));
    await expect(write('late')).rejects.toBeInstanceOf(StoppedError);
    await Promise.all([first, closed]);
    expect(order).toEqual(['first', 'closed']);
    expect(await device.read(['meta'], (tx) => tx.get('meta', 'profile'))).toEqual({
      name: 'profile',
      value: { name: 'first' },
    });
  });

  test('cannot bring back the history of a server that was restored meanwhile', async () => {
    const world = new EngineWorld();
    const database = new SlowDatabase();
    const ana = world.device('ana', undefined, { database });
    const { groupId } = await ana.createGroup();
    await world.pass(1_000);
    const backup = world.database.image;
    await ana.send(groupId, 'depois do backup');
    await world.pass(20_000);

    const { promise, resolve } = Promise.withResolvers<void>();
    database.hold = promise;
    ana.engine.wake();
    await world.pass();
    expect(database.held).toBe(1);
    await world.restore(backup, world.clock.now() + 1_000_000);
    await world.pass(5_000);
    resolve();
    await world.pass(60_000);

    const epoch = ana.rows('meta').find(({ name }) => name === 'epoch');
    expect(epoch?.value).toBe(world.database.image.epoch.epoch);
    expect(await world.log(groupId)).toEqual(['group.created', 'depois do backup']);
    expect(ana.texts(groupId)).toEqual(['group-created', 'depois do backup']);
    expect(ana.faults).toEqual([]);
  });
});

function putProfile(store: DeviceStore, name: string): Promise<void> {
  return store.write(['meta'], (tx) => tx.put('meta', [{ name: 'profile', value: { name } }]));
}
