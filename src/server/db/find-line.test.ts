import { expect, test } from 'vitest';
import { findLine } from './find-line.ts';

const TEXT = 'O que levar\n\nDois sacos de carvão\nLimões para a caipirinha, e carvão\nO acarajé';

test('the line with most of the words, by where they begin, whatever their endings and accents', () => {
  expect(findLine(TEXT, ['carvões'])).toEqual({ block: 2, line: 'Dois sacos de carvão' });
  expect(findLine(TEXT, ['carvao', 'limao'])).toEqual({
    block: 3,
    line: 'Limões para a caipirinha, e carvão',
  });
  expect(findLine(TEXT, ['car'])).toMatchObject({ block: 2 });
  expect(findLine(TEXT, ['churrasco'])).toEqual({ block: null, line: '' });
  expect(findLine('', ['o'])).toEqual({ block: null, line: '' });
});

test('of a long line what stands around the first word, whole characters alone', () => {
  const long = `${'😀 palavra '.repeat(200)}jabuticaba ${'😀'.repeat(600)}`;
  const { block, line } = findLine(long, ['jabuticabas']);
  expect(block).toBe(0);
  expect(line).toContain('jabuticaba');
  expect(line.length).toBeLessThanOrEqual(400);
  expect(line.isWellFormed()).toBe(true);
});
