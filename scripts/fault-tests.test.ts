import { expect, test } from 'vitest';
import { faultTestsIn } from './fault-tests.ts';

test('titles of any runner are read, with their rows; what is filled in later is left open', () => {
  // Spelled so that this file drives no row itself.
  const source = [
    "test('FAULT 29: quota full on send', async () => {});",
    'describe("FAULT 17, 18: killed", () => {});',
    'for (const x of xs) it(`FAULT 7: at $' + '{x} %`, f);',
    "test.each(rows)('FAULT 3: %s lost, $name', f);",
    "test('FAULT 5: it\\'s gone', f);",
    "test('no FAULT 9: this one', f);",
    '// FAULT 11: a comment is no test',
  ]
    .join('\n')
    .replaceAll('FAULT', 'fault');
  expect(faultTestsIn('a.test.ts', source).map(({ rows, title }) => [rows, title])).toEqual([
    [[29], 'quota full on send'],
    [[17, 18], 'killed'],
    [[7], 'at … %'],
    [[3], '… lost, …'],
    [[5], "it's gone"],
  ]);
});
