import { expect, test } from 'vitest';
import { matchPeople, nameToAdd } from './match-people.ts';

const members = ['Ana', 'João Lima', 'Bia', 'Bia Souza'].map((name, i) => ({ memberId: `m${i}`, name }));

test('by whole name first, whatever its accents and case; then by a first name that is nobody else’s', () => {
  expect(matchPeople(['ANA', 'joao', 'bia'], members)).toEqual(['m0', 'm1', 'm2']);
  expect(matchPeople(['Bia Costa', 'Ana Prado', 'Rafa'], members)).toEqual([null, 'm0', null]);
});

test('two of one first name are asked about, and nobody is taken twice', () => {
  expect(matchPeople(['Ana Prado', 'Ana Dias'], members)).toEqual([null, null]);
  expect(matchPeople(['Ana', 'Ana Dias'], members)).toEqual(['m0', null]);
  expect(matchPeople(['', ''], members)).toEqual([null, null]);
});

test('a name is made to fit', () => {
  expect(nameToAdd(' Zé\n da  Ilha ', 0)).toBe('Zé da Ilha');
  expect(nameToAdd('\u0000', 2)).toBe('? 3');
  expect(nameToAdd(`${'a'.repeat(59)}😀`, 0)).toBe('a'.repeat(59));
});
