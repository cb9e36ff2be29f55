import { expect, test } from 'vitest';
import { strengthOf } from './passphrase-strength.ts';

test('what is short is not taken, whatever it is made of', () => {
  expect(strengthOf('Ab1!Ab1!x')).toBeUndefined();
  expect(strengthOf('          ')).toBeUndefined();
});

test.each([
  ['aaaaaaaaaaaaaaaa', 'weak'],
  ['1234567890', 'weak'],
  ['mariazinha', 'weak'],
  ['casa casa casa casa', 'weak'],
  ['gato azul', undefined],
  ['gato azul come', 'weak'],
  ['gato azul come pedra', 'fair'],
  ['gato azul come pedra quente hoje', 'strong'],
  ['k7#Qz!m2Vx', 'fair'],
  ['k7#Qz!m2Vx9&Lp', 'strong'],
] as const)('%s: %s', (passphrase, strength) => {
  expect(strengthOf(passphrase)).toBe(strength);
});
