/**
 * Milliseconds per sentence of the reader, over the whole corpus: `npm run bench:reader [-- --runs 20]`. In Node, on this machine;
 * `×4` is what a processor a quarter as fast would take, the phone of the other measurements.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readLabelled } from '#tests/reader/labelled.ts';
import { readInContext } from '#tests/reader/score.ts';
import { percentile, round } from './figures.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '20' } } });
const CORPUS = join(import.meta.dirname, '../tests/reader/corpus');
const sentences = readdirSync(CORPUS).flatMap((name) => {
  const { context, items } = readLabelled(join(CORPUS, name));
  return items.map(({ text }) => ({ text, context }));
});

// What comes first is slow: the engine has not seen the code. It is told apart, for a phone reads one sentence at a time.
const first = timeOf(0);
for (let run = 0; run < 3; run++) sentences.forEach((_, index) => void timeOf(index));
const samples: number[] = [];
for (let run = 0; run < Number(values.runs); run++)
  sentences.forEach((_, index) => void samples.push(timeOf(index)));

const figures = {
  p50: percentile(samples, 50),
  p99: percentile(samples, 99),
  max: Math.max(...samples),
  first,
};
const rounded = Object.fromEntries(Object.entries(figures).map(([name, ms]) => [name, round(ms, 3)]));
const slower = Object.fromEntries(Object.entries(figures).map(([name, ms]) => [name, round(ms * 4, 2)]));
console.log(JSON.stringify({ suite: 'reader', sentences: sentences.length, ms: rounded, 'ms ×4': slower }));
console.table({ ms: rounded, 'ms ×4': slower });

function timeOf(index: number): number {
  const sentence = sentences[index];
  if (!sentence) return 0;
  const from = performance.now();
  readInContext(sentence.text, sentence.context);
  return performance.now() - from;
}
