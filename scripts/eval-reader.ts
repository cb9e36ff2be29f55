/**
 * Scores the reader: `npm run eval:reader -- --file F [--json] [--verbose]`. F is a file in the samples' format (.json) or
 * in the corpus's short form (.txt); without --file, every file of tests/reader/corpus.
 */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readLabelled } from '#tests/reader/labelled.ts';
import { type ItemScore, type Score, scoreFile } from '#tests/reader/score.ts';

const { values } = parseArgs({
  options: {
    file: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
const CORPUS = join(import.meta.dirname, '../tests/reader/corpus');
const files = values.file ?? readdirSync(CORPUS).map((name) => join(CORPUS, name));
const scores = files.map((file) => ({ file: basename(file), score: scoreFile(readLabelled(file)) }));

if (values.json)
  console.log(
    JSON.stringify(
      scores.map(({ file, score }) => ({ file, ...figuresOf(score) })),
      null,
      2,
    ),
  );
else for (const { file, score } of scores) print(file, score);

function figuresOf(score: Score): object {
  return {
    ...score.counts,
    kindAccuracy: rounded(score.kindAccuracy),
    exact: rounded(score.exact),
    exactHard: rounded(score.exactHard),
    soft: rounded(score.softRight),
    falseEntries: score.falseEntries.map(({ item }) => item.text),
    silentWhereItMustAsk: score.silentWhereItMustAsk.map(({ item }) => item.text),
    failed: score.items
      .filter(isWrong)
      .map(({ item, reading }) => ({ id: item.id, text: item.text, rules: reading.rules })),
    rules: ruleFigures(score),
  };
}

function print(file: string, score: Score): void {
  const { counts } = score;
  console.log(`\n${file}: ${counts.all} sentences`);
  console.log(
    `  kind ${percent(score.kindAccuracy)}  exact ${percent(score.exact)} of ${counts.plain}  hard ${percent(score.exactHard)} of ${counts.hard}  soft ${percent(score.softRight)}  false entries ${score.falseEntries.length}`,
  );
  for (const wrong of score.items.filter(isWrong)) {
    const what = wrong.isFalseEntry
      ? 'FALSE ENTRY'
      : wrong.kindRight
        ? 'entry'
        : `kind ${wrong.reading.kind}`;
    console.log(`  ✗ ${what}: ${wrong.item.text}   [${wrong.reading.rules.join(' ')}]`);
    if (values.verbose) console.log(`      ${summary(wrong)}`);
  }
  if (values.verbose)
    for (const [rule, { right, of }] of Object.entries(ruleFigures(score)))
      console.log(`  ${rule.padEnd(28)} ${right}/${of}`);
}

function isWrong(score: ItemScore): boolean {
  return !score.kindRight || score.isFalseEntry || (score.item.entries.length > 0 && !score.exact);
}

/** Of the sentences in which a rule fired, how many came out right. */
function ruleFigures(score: Score): Record<string, { right: number; of: number }> {
  const figures: Record<string, { right: number; of: number }> = {};
  for (const item of score.items) {
    for (const rule of new Set(item.reading.rules)) {
      figures[rule] ??= { right: 0, of: 0 };
      figures[rule].of++;
      if (!isWrong(item)) figures[rule].right++;
    }
  }
  return Object.fromEntries(Object.entries(figures).sort(([a], [b]) => a.localeCompare(b)));
}

function summary({ reading, item }: ItemScore): string {
  const show = (value: unknown): string =>
    JSON.stringify(value, (key, each) =>
      key === 'spans' ? undefined : each instanceof Map ? Object.fromEntries(each) : each,
    );
  return `${show(reading.entries)}\n      wanted ${show(item.entries)}`;
}

function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
