import { describeLogStore } from '#tests/contract/server-log-store.ts';
import { MemoryLogDatabase } from './memory-log-store.ts';

const EPOCH = { epoch: 'ZXBvY2gAAAAAAAAAAAAAAA', healingUntil: null };

describeLogStore('memory', async () => ({
  store: new MemoryLogDatabase(EPOCH).connect(),
  close: async () => {},
}));
