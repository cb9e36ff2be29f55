import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createNamer, safeName } from './safe-names.ts';

it.each([
  ['Viagem a Paraty', 'Viagem a Paraty'],
  ['Pa\u0303o', 'Pão'],
  ['a/b\\c:d*e?f"g<h>i|j', 'a b c d e f g h i j'],
  ['../../etc/passwd', 'etc passwd'],
  ['  .oculto. ', 'oculto'],
  ['con', '_con'],
  ['LPT1.txt', '_LPT1.txt'],
  ['contas', 'contas'],
  ['família 👨‍👩‍👧', 'família 👨‍👩‍👧'],
  ['\u202egpj.exe', 'gpj.exe'],
  ['', 'sem título'],
  ['???', 'sem título'],
])('names %j as %j', (title, name) => {
  expect(safeName(title, 'sem título')).toBe(name);
});

it('is safe whatever the title, and stays what it is when asked again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
      const name = safeName(title, 'x');
      expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(121);
      expect(name).toBe(name.normalize('NFC'));
      expect(name).not.toMatch(/[<>:"/\\|?*\p{Cc}\p{Cs}]|^[\s.]|[\s.]$/u);
      expect(name).not.toBe('');
      expect(safeName(name, 'x')).toBe(name);
    }),
    { numRuns: 40 },
  );
});

it('gives no two files names that a disk takes for one', () => {
  const path = createNamer();
  expect(path('Viagens', 'Praia', '.pdf')).toBe('Viagens/Praia.pdf');
  expect(path('Viagens', 'PRAIA', '.pdf')).toBe('Viagens/PRAIA (2).pdf');
  expect(path('Viagens', 'praia', '.docx')).toBe('Viagens/praia.docx');
  expect(path('', 'Praia', '.pdf')).toBe('Praia.pdf');
});
