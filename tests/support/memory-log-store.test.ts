import { describeDigests } from '#tests/contract/digest-agreement.ts';
import { describeLogStore, type OpenedLogStore } from '#tests/contract/server-log-store.ts';
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
