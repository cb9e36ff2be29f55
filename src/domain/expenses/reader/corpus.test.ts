import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLabelled } from '#tests/reader/labelled.ts';
import { scoreFile } from '#tests/reader/score.ts';

/** The gates of the acceptance set, on everything we have labelled. */
const CORPUS = join(import.meta.dirname, '../../../../tests/reader/corpus');
const files = readdirSync(CORPUS);
const scores = new Map(files.map((name) => [name, scoreFile(readLabelled(join(CORPUS, name)))]));

describe('the reader on its corpus', () => {
  it('has at least 400 sentences, the samples and a blind set among them', () => {
    const count = [...scores.values()].reduce((sum, { counts }) => sum + counts.all, 0);
    expect(count).toBeGreaterThan(400);
    expect(files).toContain('samples.json');
    expect(files).toContain('blind.txt');
  });

  it.each(files)('%s: kinds, entries, and no entry where there must be none', (name) => {
    const score = scores.get(name);
    expect(score?.falseEntries.map(({ item }) => item.text)).toEqual([]);
    expect(score?.silentWhereItMustAsk.map(({ item }) => item.text)).toEqual([]);
    expect(score?.kindAccuracy).toBeGreaterThanOrEqual(0.95);
    expect(score?.exact).toBeGreaterThanOrEqual(0.85);
    expect(score?.exactHard).toBeGreaterThanOrEqual(0.5);
  });
});
