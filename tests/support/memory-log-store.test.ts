import { describe, expect, it } from 'vitest';
import { describeDigests } from '#tests/contract/digest-agreement.ts';
import { describePast } from '#tests/contract/past-agreement.ts';
import { describeLogStore, type OpenedLogStore } from '#tests/contract/server-log-store.ts';
import { describePlanTexts } from '#tests/contract/server-plan-texts.ts';
import { MemoryLogDatabase } from './memory-log-store.ts';

const EPOCH = { epoch: 'ZXBvY2gAAAAAAAAAAAAAAA', healingUntil: null };

async function open(): Promise<OpenedLogStore> {
  return {
    store: new MemoryLogDatabase(EPOCH).connect(),
    close: async () => {},
  };
}

describeLogStore('memory', open);
describeDigests('memory', open);
describePast('memory', open);
describePlanTexts('memory', open);

describe('processes that crash together', () => {
  it('leave no lock behind, whatever the first hands on to the second', async () => {
    const database = new MemoryLogDatabase(EPOCH);
    const [first, second, third] = [database.connect(), database.connect(), database.connect()];
    const both = new Set(['a', 'b']);
    const takenByFirst = Promise.withResolvers<void>();
    void first.transact(async (tx) => {
      await tx.lockHeads(['a'], both);
      takenByFirst.resolve();
      await new Promise<never>(() => {});
    });
    await takenByFirst.promise;
    let isSecondThrough = false;
    void second.transact(async (tx) => {
      await tx.lockHeads(['a', 'b'], both);
      isSecondThrough = true;
    });
    await new Promise(setImmediate);
    first.drop();
    second.drop();
    await new Promise(setImmediate);

    const heads = await third.transact((tx) => tx.lockHeads(['a', 'b'], both));
    expect(heads).toHaveLength(2);
    expect(isSecondThrough).toBe(false);
  });
});
