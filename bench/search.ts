/**
 * Search over 100,000 messages, keystroke by keystroke: `node --expose-gc bench/search.ts [--messages N] [--cpu 4]`. The product's own
 * index on a real IndexedDB schema in memory; `--cpu N`: figures times N, as on a phone N times as slow. Beside it one MiniSearch
 * over everything, asked for the same, which is what the parts and steps of ours are measured against.
 */
import { parseArgs } from 'node:util';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import MiniSearch from 'minisearch';
import { openSearchDesk } from '#client/search-index/search-desk.ts';
import { listWords } from '#client/search-index/words.ts';
import { openDatabase } from '#client/store/database.ts';
import { createDexieStore } from '#client/store/dexie-store.ts';
import type { MessageRow } from '#domain/rows.ts';
import { idOf } from '#tests/support/ops.ts';
import { KEYSTROKES, makeCorpus } from './search-corpus.ts';

const { values } = parseArgs({
  options: { messages: { type: 'string', default: '100000' }, cpu: { type: 'string', default: '4' } },
});
const count = Number(values.messages);
const slower = Number(values.cpu);
const GROUP = idOf('group');
const corpus = makeCorpus(count);

const db = openDatabase({ name: 'bench', indexedDB: new IDBFactory(), IDBKeyRange });
const rows = corpus.map(
  ({ id, text, authorId, at }, i): MessageRow => ({
    groupId: GROUP,
    id,
    version: i + 1,
    rowVersion: i + 1,
    kind: 'text',
    authorId,
    at,
    text,
    replyTo: null,
    mentions: [],
    editedAt: null,
    deletedBy: null,
    reactions: {},
    notice: null,
  }),
);
await db.messages.bulkPut(rows);
await db.memberships.put({
  groupId: GROUP,
  memberId: idOf('ana'),
  state: 'member',
  inviteSecret: null,
  invitedName: 'Sítio',
  waiting: null,
});
const chain = 'A'.repeat(43);
await db.cursors.put({
  groupId: GROUP,
  version: count,
  chain,
  head: count,
  olderThan: null,
  ledgerOlderThan: null,
});

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const open = () =>
  openSearchDesk({
    db,
    words: { hiddenName: () => 'Alguém', photo: () => '' },
    fetchFound: async () => undefined,
    breathe,
    onChanged: () => undefined,
    onFault: (error) => {
      throw error;
    },
  });

const heap = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
};
const report = (what: string, figures: Readonly<Record<string, number>>): void => {
  const rounded = Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, Math.round(value * 10) / 10]),
  );
  console.log(JSON.stringify({ what, ...rounded }));
};
const at = (times: readonly number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * share)] ?? 0;

async function keystrokes(ask: (text: string) => unknown): Promise<Record<string, number>> {
  for (const text of KEYSTROKES.slice(0, 20)) await ask(text);
  const times: number[] = [];
  for (const text of KEYSTROKES) {
    const start = performance.now();
    await ask(text);
    times.push((performance.now() - start) * slower);
  }
  return { p50: at(times, 0.5), p95: at(times, 0.95), max: Math.max(...times), asks: times.length };
}

let start = performance.now();
const before = heap();
const first = open();
await first.whole;
report('made from rows, ms', { ms: (performance.now() - start) * slower, heapMB: heap() - before });
report('keystroke to answer, ms', await keystrokes((text) => first.ask({ text, filters: {} })));
report(
  'since half the time, ms',
  await keystrokes((text) => first.ask({ text, filters: { from: corpus[count >> 1]?.at ?? 0 } })),
);
start = performance.now();
await first.save();
const parts = await db.searchParts.toArray();
const bytes = parts.reduce((sum, { data }) => sum + data.length, 0);
report('saved', { ms: (performance.now() - start) * slower, diskMB: bytes / 1e6, parts: parts.length });
first.stop();

start = performance.now();
const again = open();
await again.whole;
report('opened from the disk, ms', { ms: (performance.now() - start) * slower });

const store = createDexieStore(db);
const news = rows.slice(0, 50).map((row, i) => ({
  ...row,
  id: `n${i}`,
  text: `novidade ${i}`,
  version: count + 1 + i,
  rowVersion: count + 1 + i,
}));
start = performance.now();
for (const row of news) await store.write(['messages'], (tx) => tx.put('messages', [row]));
report('one more row and its part taken away, ms', {
  each: ((performance.now() - start) / news.length) * slower,
});
again.stop();

const terms = (text: string): string[] => listWords(text).map(({ word }) => word);
const one = new MiniSearch<MessageRow>({
  fields: ['text'],
  storeFields: ['authorId', 'at'],
  tokenize: terms,
});
one.addAll(rows);
report(
  'one MiniSearch over everything, ms',
  await keystrokes((text) =>
    one.search(text, {
      combineWith: 'AND',
      prefix: (_, i, all) => i === all.length - 1,
      fuzzy: (word) => (word.length >= 5 ? 1 : false),
    }),
  ),
);
