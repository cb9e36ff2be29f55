/** Codes as banks will read them: read back by our reader, by two libraries that are not ours, and from the picture. */
import fc from 'fast-check';
import jsQR from 'jsqr';
import { hasError, isStaticPix, parsePix } from 'pix-utils';
import encodeQR from 'qr';
import emv from 'steplix-emv-qrcps';
import { describe, expect, test } from 'vitest';
import { utf8Bytes } from '../text.ts';
import { crc16 } from './crc16.ts';
import type { PixKey } from './pix-key.ts';
import { readPixCode } from './read-pix-code.ts';
import { PIX_AMOUNT_MAX_MINOR, type PixCodeInput, writePixCode } from './write-pix-code.ts';

const EVP: PixKey = { keyType: 'evp', key: '123e4567-e12b-12d1-a456-426655440000' };
/** The example of the Banco Central's manual. */
const MANUAL =
  '00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D';
/** A charge of a bank (github.com gist of matheusb-comp, July 2024). */
const DYNAMIC =
  '00020101021226770014BR.GOV.BCB.PIX2555pix.example.com/qr/93598be0-1bd0-4997-8318-81776a1d8a995204000053039865802BR5907EMPRESA6009SAO PAULO62070503***6304EEAB';

/** `body` up to its checksum's value, closed. */
const close = (body: string): string => `${body}6304${crc16(`${body}6304`)}`;

test('the checksum is CRC-16/CCITT-FALSE over UTF-8', () => {
  expect(crc16('123456789')).toBe('29B1');
  expect(crc16('')).toBe('FFFF');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(crc16(text)).toBe(crcOfBytes(new TextEncoder().encode(text)));
    }),
  );
});

describe('a code of ours', () => {
  test('is the manual’s example but for the city', () => {
    const code = writePixCode({ to: EVP, name: 'Fulano de Tal' });
    expect(code.slice(0, -8).replace('6006BRASIL', '6008BRASILIA')).toBe(MANUAL.slice(0, -8));
  });

  const key = fc.oneof(
    fc.constant<PixKey>({ keyType: 'cpf', key: '52998224725' }),
    fc.constant<PixKey>({ keyType: 'cnpj', key: '12ABC34501DE35' }),
    fc.constant<PixKey>({ keyType: 'phone', key: '+5511987654321' }),
    fc.uuid().map((uuid): PixKey => ({ keyType: 'evp', key: uuid })),
    fc
      .stringMatching(/^[a-z0-9.]{1,60}@[a-z]{1,10}\.com$/)
      .map((address): PixKey => ({ keyType: 'email', key: address })),
  );
  const input: fc.Arbitrary<PixCodeInput> = fc.record({
    to: key,
    name: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('João Conceição 🦊', '李雷', '🏖️🏖️', 'Zoë’s'),
    ),
    amountMinor: fc.option(fc.integer({ min: 1, max: PIX_AMOUNT_MAX_MINOR }), { nil: undefined }),
    text: fc.option(fc.string({ unit: 'grapheme', maxLength: 100 }), { nil: undefined }),
  });

  test('reads back as what it was made of: any name, any amount, any key; ASCII, at most 512 bytes', () => {
    fc.assert(
      fc.property(input, (made) => {
        const code = writePixCode(made);
        expect(code).toMatch(/^[\x20-\x7e]+$/);
        expect(utf8Bytes(code)).toBeLessThanOrEqual(512);
        const reading = readPixCode(code);
        expect(reading).toMatchObject({ kind: 'static', to: made.to, amountMinor: made.amountMinor, code });
        if (reading.kind !== 'static') return;
        expect(reading.name.length).toBeGreaterThan(0);
        expect(reading.name.length).toBeLessThanOrEqual(25);
      }),
      { numRuns: 1000 },
    );
  });

  test('reads the same by pix-utils and by a reader of EMV codes', () => {
    fc.assert(
      fc.property(input, (made) => {
        const code = writePixCode(made);
        const ours = readPixCode(code);
        const theirs = parsePix(code);
        if (hasError(theirs) || !('type' in theirs) || !isStaticPix(theirs))
          throw new Error(`refused: ${code}`);
        expect(theirs.pixKey).toBe(made.to.key);
        expect(theirs.txid).toBe('***');
        expect(Math.round((theirs.transactionAmount ?? 0) * 100)).toBe(made.amountMinor ?? 0);
        expect(ours).toMatchObject({ name: theirs.merchantName, city: theirs.merchantCity });

        const parsed = emv.Merchant.Parser.toEMVQR(code);
        expect(parsed.generatePayload()).toBe(code);
        const lines = parsed.rawData().split('\n');
        expect(lines).toContain(` 01 ${String(made.to.key.length).padStart(2, '0')} ${made.to.key}`);
        const amount = lines.find((line) => line.startsWith('54 '));
        if (made.amountMinor === undefined) expect(amount).toBeUndefined();
        else expect(amount?.replace(/^54 \d\d |\./g, '').replace(/^0+/, '')).toBe(String(made.amountMinor));
      }),
      { numRuns: 500 },
    );
  });

  test('reads from its picture', () => {
    const longest: PixCodeInput = {
      to: { keyType: 'email', key: `${'a'.repeat(64)}@exemplo.com` },
      name: 'Maximiliana Albuquerque da Silva',
      amountMinor: PIX_AMOUNT_MAX_MINOR,
      text: 'x'.repeat(72),
    };
    for (const made of [{ to: EVP, name: 'Ana', amountMinor: 4005 }, longest]) {
      const code = writePixCode(made);
      expect(readPicture(code)).toBe(code);
    }
  });

  test.each([
    [1, '54040.01'],
    [10, '54040.10'],
    [100, '54041.00'],
    // What a float makes 0.30000000000000004 and 1.00 of.
    [30, '54040.30'],
    [101, '54041.01'],
    [123456, '54071234.56'],
    [PIX_AMOUNT_MAX_MINOR, '54139999999999.99'],
  ])('writes %i centavos as %s', (amountMinor, field) => {
    expect(writePixCode({ to: EVP, name: 'Ana', amountMinor })).toContain(`5303986${field}5802BR`);
  });

  test('has no amount when there is none, and is not made for none or too much', () => {
    expect(writePixCode({ to: EVP, name: 'Ana' })).toContain('53039865802BR');
    for (const amountMinor of [0, -1, 0.5, PIX_AMOUNT_MAX_MINOR + 1, Number.NaN]) {
      expect(() => writePixCode({ to: EVP, name: 'Ana', amountMinor })).toThrow('an amount');
    }
    expect(() => writePixCode({ to: { keyType: 'cpf', key: '1' }, name: 'Ana' })).toThrow('a Pix key');
  });

  test.each([
    ['João da Conceição 🦊 Albuquerque', 'Joao da Conceicao Albuque'],
    // Cut behind a word, and no blank is left at the end.
    ['Maria Aparecida dos Santos Silva', 'Maria Aparecida dos Santo'],
    ['Ana Beatriz  de   Oliveira  Lima', 'Ana Beatriz de Oliveira L'],
    ['Anabelle Beatriz Oliveira Lima', 'Anabelle Beatriz Oliveira'],
    ['🏖️', 'RECEBEDOR'],
    ['李雷', 'RECEBEDOR'],
    ['Łukasz Strauß', 'Lukasz Strauss'],
  ])('calls %s %s', (name, plain) => {
    expect(readPixCode(writePixCode({ to: EVP, name }))).toMatchObject({ name: plain });
  });

  test('leaves the message out when the longest key takes all the room', () => {
    const address = `${'a'.repeat(65)}@exemplo.com`;
    expect(address).toHaveLength(77);
    const code = writePixCode({ to: { keyType: 'email', key: address }, name: 'Ana', text: 'Floripa' });
    expect(readPixCode(code)).toMatchObject({ to: { key: address }, text: undefined });
  });
});

describe('a pasted code', () => {
  test('the manual’s example, a charge of a bank, and one with the GUI in capitals', () => {
    expect(readPixCode(MANUAL)).toMatchObject({
      kind: 'static',
      to: EVP,
      name: 'Fulano de Tal',
      city: 'BRASILIA',
    });
    expect(readPixCode(DYNAMIC)).toMatchObject({
      kind: 'dynamic',
      url: 'pix.example.com/qr/93598be0-1bd0-4997-8318-81776a1d8a99',
      name: 'EMPRESA',
    });
    const capitals = close(MANUAL.slice(0, -8).replace('br.gov.bcb.pix', 'BR.GOV.BCB.PIX'));
    expect(readPixCode(capitals)).toMatchObject({ kind: 'static', to: EVP });
  });

  test('is found among words, line breaks and invisible signs', () => {
    const broken = `${MANUAL.slice(0, 40)}\r\n${MANUAL.slice(40)}`;
    for (const pasted of [`paga aí: ${MANUAL} valeu`, broken, `\u200b${MANUAL}\n`, `  ${MANUAL}  `]) {
      expect(readPixCode(pasted)).toMatchObject({ kind: 'static', code: MANUAL });
    }
  });

  test('counts characters, not bytes: banks write accents', () => {
    const code = close(MANUAL.slice(0, -8).replace('6008BRASILIA', '6006Maceió'));
    expect(readPixCode(code)).toMatchObject({ kind: 'static', city: 'Maceió' });
  });

  test('a subscription’s address lies at the end', () => {
    const code = close(
      '00020126180014br.gov.bcb.pix5204000053039865802BR5903Ana6006BRASIL62070503***80390014br.gov.bcb.pix2517example.com/rec/1',
    );
    expect(readPixCode(code)).toMatchObject({ kind: 'dynamic', url: 'example.com/rec/1' });
  });

  const body = MANUAL.slice(0, -8);
  test.each([
    ['nothing', '  ', 'empty'],
    ['a text', 'oi, tudo bem?', 'not-a-code'],
    ['a bill', '34191.79001 01043.510047 91020.150008 5 91070026000', 'not-a-code'],
    ['half of it', MANUAL.slice(0, 80), 'cut-off'],
    ['its last sign missing', MANUAL.slice(0, -1), 'cut-off'],
    ['without its checksum', body, 'no-checksum'],
    // Published in the documentation of a payments platform (docs.lerian.studio): the manual's layout, another checksum.
    [
      'a published example with a wrong checksum',
      '00020126580014br.gov.bcb.Pix0136123e4567-e12b-12d1-a456-426655440000520400005303986540510.005802BR5913TESTE ACCOUNT6008BRASILIA62070503***630445C8',
      'wrong-checksum',
    ],
    // The same gist's static example: its checksum is right, and field 62 says 8 where 7 are.
    [
      'a published example whose checksum is right and whose structure is not',
      '00020126360014BR.GOV.BCB.PIX0114+5511943214321520400005303986540566.665802BR5907EMPRESA6008BRASILIA62080503***6304170E',
      'cut-off',
    ],
    ['one figure changed', MANUAL.replace('123e', '124e'), 'wrong-checksum'],
    ['its name changed', MANUAL.replace('Fulano', 'Sicano'), 'wrong-checksum'],
    ['a field twice', close(`${body}5802BR`), 'repeated'],
    ['a field after the checksum', `${close(body)}8003abc`, 'malformed'],
    ['letters for a length', close(body.replace('5802BR', '58O2BR')), 'malformed'],
    ['another scheme', close(body.replace('0014br.gov.bcb.pix', '0014br.gov.bcb.pox')), 'not-pix'],
    [
      'a shop’s code of another scheme',
      close('00020143210017com.mercadolibre.5204000053039865802BR5903Ana6006BRASIL62070503***'),
      'not-pix',
    ],
    ['dollars', close(body.replace('5303986', '5303840')), 'not-brl'],
    ['another country', close(body.replace('5802BR', '5802AR')), 'not-pix'],
    ['a comma in the amount', close(body.replace('5802BR', '54041,005802BR')), 'wrong-amount'],
    ['a negative amount', close(body.replace('5802BR', '5405-1.005802BR')), 'wrong-amount'],
    [
      'no key and no address',
      close('00020126180014br.gov.bcb.pix5204000053039865802BR5903Ana6006BRASIL'),
      'no-receiver',
    ],
    [
      'a CPF with a wrong digit',
      close('00020126330014br.gov.bcb.pix0111529982247245204000053039865802BR5903Ana6006BRASIL62070503***'),
      'wrong-key',
    ],
    ['no name', close(body.replace('5913Fulano de Tal', '')), 'no-name'],
    ['too long', `000201${'x'.repeat(5000)}`, 'too-long'],
    [
      'longer than a code may be',
      close(`${body}8099${'x'.repeat(99)}8199${'x'.repeat(99)}8299${'x'.repeat(99)}8399${'x'.repeat(99)}`),
      'too-long',
    ],
  ])('%s: refused, and why', (_, pasted, problem) => {
    expect(readPixCode(pasted)).toEqual({ kind: 'problem', problem });
  });

  test('zero means that whoever pays types the amount', () => {
    const zero = close(body.replace('5802BR', '54040.005802BR'));
    expect(readPixCode(zero)).toMatchObject({ kind: 'static', amountMinor: undefined });
  });

  test('amounts as EMV allows them are read to the centavo', () => {
    for (const [field, amountMinor] of [
      ['540210', 1000],
      ['540310.', 1000],
      ['540410.5', 1050],
      ['540510.05', 1005],
    ] as const) {
      const code = close(body.replace('5802BR', `${field}5802BR`));
      expect(readPixCode(code)).toMatchObject({ kind: 'static', amountMinor });
    }
  });

  test('no change of one sign goes unseen, and nothing that is pasted breaks the reader', () => {
    const sign = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.nat(MANUAL.length - 1), sign, (at, other) => {
        fc.pre(other !== MANUAL[at] && at !== MANUAL.length - 1);
        const reading = readPixCode(MANUAL.slice(0, at) + other + MANUAL.slice(at + 1));
        // Hex digits of the checksum may be written in lower case.
        const isSame = at >= MANUAL.length - 4 && other.toUpperCase() === MANUAL[at];
        expect(reading.kind).toBe(isSame ? 'static' : 'problem');
      }),
      { numRuns: 2000 },
    );
    const field = fc.tuple(fc.integer({ min: 0, max: 99 }), fc.string({ maxLength: 20 }));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.array(field).map(joinFields)), (pasted) => {
        expect(['static', 'dynamic', 'problem']).toContain(readPixCode(pasted).kind);
        expect(['static', 'dynamic', 'problem']).toContain(readPixCode(`000201${pasted}6304ABCD`).kind);
      }),
      { numRuns: 2000 },
    );
  });

  test('a paste made to keep the reader busy does not', () => {
    const hostile = `000201${'6304ABCD'.repeat(500)}`;
    const before = performance.now();
    expect(readPixCode(hostile).kind).toBe('problem');
    // Quadratic in what is at most 4 KB: some tens of milliseconds where cubic would be minutes.
    expect(performance.now() - before).toBeLessThan(5_000);
  });
});

function joinFields(fields: readonly (readonly [number, string])[]): string {
  return close(
    fields
      .map(([id, value]) => String(id).padStart(2, '0') + String([...value].length).padStart(2, '0') + value)
      .join(''),
  );
}

function crcOfBytes(bytes: Uint8Array): string {
  let crc = 0xffff;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      const isSet = ((byte >> bit) & 1) !== crc >> 15;
      crc = ((crc << 1) & 0xffff) ^ (isSet ? 0x1021 : 0);
    }
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/** As a camera sees it, four pixels a module. */
function readPicture(code: string): string | undefined {
  const modules = encodeQR(code, 'raw', { border: 4 });
  const side = modules.length * 4;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (modules[y >> 2]?.[x >> 2]) pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
    }
  }
  return jsQR(pixels, side, side)?.data;
}
