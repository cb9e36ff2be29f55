import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCnpj, isCpf } from './check-digits.ts';
import {
  isPixKey,
  maskPixKey,
  PIX_KEY_TYPES,
  type PixKey,
  pixKeyOf,
  readPixKey,
  spellPixKey,
} from './pix-key.ts';

const KEYS: Readonly<Record<PixKey['keyType'], string>> = {
  cpf: '52998224725',
  cnpj: '12ABC34501DE35',
  phone: '+5511987654321',
  email: 'ana.souza+pix@exemplo.com.br',
  evp: '123e4567-e12b-12d1-a456-426655440000',
};
const listKeys = (): PixKey[] => PIX_KEY_TYPES.map((keyType) => ({ keyType, key: KEYS[keyType] }));

describe('check digits', () => {
  test('take what the published examples are', () => {
    expect(isCpf('52998224725')).toBe(true);
    expect(isCpf('11144477735')).toBe(true);
    expect(isCnpj('11222333000181')).toBe(true);
    // The one the Receita Federal reckons through for the alphanumeric form.
    expect(isCnpj('12ABC34501DE35')).toBe(true);
  });

  test('tell any single wrong digit, and eleven equal ones', () => {
    for (const [text, isOne] of [
      ['52998224725', isCpf],
      ['11222333000181', isCnpj],
      ['12ABC34501DE35', isCnpj],
    ] as const) {
      for (let at = 0; at < text.length; at++) {
        for (const digit of '0123456789') {
          if (digit === text[at]) continue;
          // A letter and a digit may weigh the same modulo 11: only digits are told for sure.
          if (/\D/.test(text.charAt(at))) continue;
          expect(isOne(`${text.slice(0, at)}${digit}${text.slice(at + 1)}`)).toBe(false);
        }
      }
    }
    expect(isCpf('11111111111')).toBe(false);
    expect(isCnpj('00000000000000')).toBe(false);
  });
});

describe('a typed key', () => {
  test.each([
    ['529.982.247-25', 'cpf', '52998224725'],
    ['529982247-25', 'cpf', '52998224725'],
    // Area code 20 does not exist, so it can be no phone.
    ['20817736000', 'cpf', '20817736000'],
    ['11.222.333/0001-81', 'cnpj', '11222333000181'],
    ['12.abc.345/01de-35', 'cnpj', '12ABC34501DE35'],
    ['11222333000181', 'cnpj', '11222333000181'],
    ['+55 (11) 98765-4321', 'phone', '+5511987654321'],
    ['+5511987654321', 'phone', '+5511987654321'],
    ['(11) 98765-4321', 'phone', '+5511987654321'],
    ['11 98765-4321', 'phone', '+5511987654321'],
    ['5511987654321', 'phone', '+5511987654321'],
    ['011 98765 4321', 'phone', '+5511987654321'],
    ['(61) 3333-4444', 'phone', '+556133334444'],
    ['  Ana.Souza@Exemplo.com.br ', 'email', 'ana.souza@exemplo.com.br'],
    ['123E4567-E12B-12D1-A456-426655440000', 'evp', KEYS.evp],
    ['123e4567e12b12d1a456426655440000', 'evp', KEYS.evp],
  ])('%s is a %s', (typed, keyType, key) => {
    expect(readPixKey(typed)).toEqual({ kind: 'key', key: { keyType, key } });
  });

  test('a bare number that may be a CPF or a phone is asked about', () => {
    // 119 8765 43xx: both a mobile phone of São Paulo and eleven digits whose last two are a CPF's.
    const both = Array.from({ length: 100 }, (_, i) => `119876543${String(i).padStart(2, '0')}`).find(isCpf);
    expect(both).toBeDefined();
    expect(readPixKey(both ?? '')).toEqual({
      kind: 'ask',
      options: [
        { keyType: 'cpf', key: both },
        { keyType: 'phone', key: `+55${both}` },
      ],
    });
  });

  test('a bare phone is asked about too: nobody said that it is one', () => {
    expect(isCpf('11987654321')).toBe(false);
    expect(readPixKey('11987654321')).toEqual({
      kind: 'ask',
      options: [{ keyType: 'phone', key: '+5511987654321' }],
    });
  });

  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['529.982.247-24', 'wrong-cpf'],
    // No phone (area code 20), and its digits are no CPF's.
    ['20817736001', 'wrong-cpf'],
    ['11.222.333/0001-82', 'wrong-cnpj'],
    ['12.ABC.345/01DE-36', 'wrong-cnpj'],
    ['(11) 18765-4321', 'wrong-phone'],
    ['(20) 98765-4321', 'wrong-phone'],
    ['+1 415 555 0100', 'foreign-phone'],
    ['+55 11', 'wrong-phone'],
    ['ana@', 'wrong-email'],
    ['ana@casa', 'wrong-email'],
    ['ana souza@exemplo.com', 'wrong-email'],
    [`${'a'.repeat(80)}@exemplo.com`, 'wrong-email'],
    ['minha chave', 'unknown'],
    ['12345', 'unknown'],
    ['x'.repeat(5000), 'unknown'],
  ])('%s is none: %s', (typed, problem) => {
    expect(readPixKey(typed)).toEqual({ kind: 'problem', problem });
  });

  test('whatever is typed has an answer, and a key that comes out is one a bank takes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.stringMatching(/^[0-9().+ -]{0,20}$/),
          fc.stringMatching(/^[0-9a-z@.-]{0,40}$/),
        ),
        (typed) => {
          const reading = readPixKey(typed);
          if (reading.kind === 'key') expect(isPixKey(reading.key)).toBe(true);
          if (reading.kind === 'ask') expect(reading.options.every(isPixKey)).toBe(true);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('what a key is spelled like reads back as that key', () => {
    for (const key of listKeys()) expect(readPixKey(spellPixKey(key))).toEqual({ kind: 'key', key });
  });
});

test('a key in its bank form tells its type', () => {
  for (const key of listKeys()) expect(pixKeyOf(key.key)).toEqual(key);
  expect(pixKeyOf('52998224724')).toBeUndefined();
  expect(pixKeyOf('Ana@exemplo.com')).toBeUndefined();
});

test('a masked key gives away neither whole number nor whole name', () => {
  expect(listKeys().map(maskPixKey)).toEqual([
    '•••.982.247-••',
    '••.•••.•••/01DE-35',
    '(••) •••••-4321',
    'an•••@exemplo.com.br',
    '••••0000',
  ]);
  expect(maskPixKey({ keyType: 'email', key: 'a@b.com' })).toBe('a•••@b.com');
});
