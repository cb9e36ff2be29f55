/**
 * Pix keys: what a person types, the one form a bank takes, and how it is shown.
 *
 *   typed ──readPixKey──→ key      it can only be one thing
 *                         ask      a number may be a CPF or a phone: the person says
 *                         problem  no key, and why
 */
import { isCnpj, isCpf } from './check-digits.ts';

export const PIX_KEY_TYPES = ['cpf', 'cnpj', 'phone', 'email', 'evp'] as const;
export type PixKeyType = (typeof PIX_KEY_TYPES)[number];

/** `key` as the bank writes it: digits alone, `+5511…`, lower case. */
export interface PixKey {
  readonly keyType: PixKeyType;
  readonly key: string;
}

export type PixKeyProblem =
  | 'empty'
  /** Looks like one; its check digits say that something was typed wrongly. */
  | 'wrong-cpf'
  | 'wrong-cnpj'
  | 'wrong-phone'
  | 'wrong-email'
  /** Pix takes Brazilian phones alone. */
  | 'foreign-phone'
  | 'unknown';

export type PixKeyReading =
  | { readonly kind: 'key'; readonly key: PixKey }
  /** One option when it can only be that, but nobody said so: a phone without a sign of being one. */
  | { readonly kind: 'ask'; readonly options: readonly PixKey[] }
  | { readonly kind: 'problem'; readonly problem: PixKeyProblem };

/** What a key of `26-01` may weigh. */
export const PIX_KEY_MAX_CHARACTERS = 77;

/** Area codes that exist (Anatel): a number that begins with another one is no phone. */
const AREA_CODES: ReadonlySet<string> = new Set(
  '11 12 13 14 15 16 17 18 19 21 22 24 27 28 31 32 33 34 35 37 38 41 42 43 44 45 46 47 48 49 51 53 54 55 61 62 63 64 65 66 67 68 69 71 73 74 75 77 79 81 82 83 84 85 86 87 88 89 91 92 93 94 95 96 97 98 99'.split(
    ' ',
  ),
);

const EMAIL =
  /^[a-z0-9.!#$'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;
const EVP = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const BARE_EVP = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/;
/** Longer than any key in any spelling: nothing is asked of what is pasted by mistake. */
const TYPED_MAX_CHARACTERS = 200;

/** Is `key` of that type, in the one form a bank takes? */
export function isPixKey({ keyType, key }: PixKey): boolean {
  if (key.length > PIX_KEY_MAX_CHARACTERS) return false;
  switch (keyType) {
    case 'cpf':
      return isCpf(key);
    case 'cnpj':
      return isCnpj(key);
    case 'phone':
      return /^\+55\d{10,11}$/.test(key) && isNationalPhone(key.slice(3));
    case 'email':
      return EMAIL.test(key);
    case 'evp':
      return EVP.test(key);
  }
}

/** The type of a key that is in a bank's form already, as in a code; undefined: it is none. */
export function pixKeyOf(key: string): PixKey | undefined {
  return PIX_KEY_TYPES.map((keyType) => ({ keyType, key })).find(isPixKey);
}

/** What somebody typed or pasted, in whatever spelling. */
export function readPixKey(typed: string): PixKeyReading {
  const text = typed.normalize('NFKC').trim();
  if (text === '') return problem('empty');
  if (text.length > TYPED_MAX_CHARACTERS) return problem('unknown');
  if (text.includes('@'))
    return found({ keyType: 'email', key: text.toLowerCase() }) ?? problem('wrong-email');
  const evp = BARE_EVP.exec(text.toLowerCase());
  if (evp) return { kind: 'key', key: { keyType: 'evp', key: evp.slice(1).join('-') } };
  if (text.startsWith('+')) return readInternational(text);
  const bare = text.replace(/[\s().\-/]/g, '').toUpperCase();
  return /^\d+$/.test(bare) ? readDigits(text, bare) : readLetters(bare);
}

function readInternational(text: string): PixKeyReading {
  const digits = text.replace(/\D/g, '');
  if (/[^\d\s().+-]/.test(text)) return problem('unknown');
  if (!digits.startsWith('55')) return problem('foreign-phone');
  return found({ keyType: 'phone', key: `+${digits}` }) ?? problem('wrong-phone');
}

/** A CNPJ may have letters; nothing else that has them is left. */
function readLetters(bare: string): PixKeyReading {
  if (!/^[0-9A-Z]{12}\d{2}$/.test(bare)) return problem('unknown');
  return found({ keyType: 'cnpj', key: bare }) ?? problem('wrong-cnpj');
}

function readDigits(text: string, digits: string): PixKeyReading {
  if (digits.length === 14) return found({ keyType: 'cnpj', key: digits }) ?? problem('wrong-cnpj');
  const phone: PixKey = { keyType: 'phone', key: `+55${withoutPrefix(digits)}` };
  if (digits.length !== 11) return found(phone) ?? problem(digits.length > 9 ? 'wrong-phone' : 'unknown');
  const cpf: PixKey = { keyType: 'cpf', key: digits };
  // Its writer said which one it is: 529.982.247-25, (11) 98765-4321.
  if (/^\d{3}\.?\d{3}\.?\d{3}-\d{2}$/.test(text)) return found(cpf) ?? problem('wrong-cpf');
  if (/^\(|^\d{2}\s/.test(text)) return found(phone) ?? problem('wrong-phone');
  if (!isPixKey(phone)) return found(cpf) ?? problem('wrong-cpf');
  return { kind: 'ask', options: isPixKey(cpf) ? [cpf, phone] : [phone] };
}

/** 55 11 98765-4321, 011 98765-4321 */
function withoutPrefix(digits: string): string {
  if (digits.length > 11 && digits.startsWith('55')) return digits.slice(2);
  return digits.length > 11 && digits.startsWith('0') ? digits.slice(1) : digits;
}

/** Mobile phones have nine digits, the first of them a 9; others eight. */
function isNationalPhone(digits: string): boolean {
  return (
    AREA_CODES.has(digits.slice(0, 2)) &&
    (digits.length === 11 ? digits[2] === '9' : /^[2-9]$/.test(digits.charAt(2)))
  );
}

const problem = (kind: PixKeyProblem): PixKeyReading => ({ kind: 'problem', problem: kind });

const found = (key: PixKey): PixKeyReading | undefined => (isPixKey(key) ? { kind: 'key', key } : undefined);

/** As people write it: 529.982.247-25, +55 (11) 98765-4321. */
export function spellPixKey({ keyType, key }: PixKey): string {
  switch (keyType) {
    case 'cpf':
      return `${key.slice(0, 3)}.${key.slice(3, 6)}.${key.slice(6, 9)}-${key.slice(9)}`;
    case 'cnpj':
      return `${key.slice(0, 2)}.${key.slice(2, 5)}.${key.slice(5, 8)}/${key.slice(8, 12)}-${key.slice(12)}`;
    case 'phone':
      return `(${key.slice(3, 5)}) ${key.slice(5, -4)}-${key.slice(-4)}`;
    default:
      return key;
  }
}

/** Enough to tell one's own keys apart, too little to pay to or to call: what stands wherever nothing is owed. */
export function maskPixKey({ keyType, key }: PixKey): string {
  switch (keyType) {
    case 'cpf':
      return `•••.${key.slice(3, 6)}.${key.slice(6, 9)}-••`;
    case 'cnpj':
      return `••.•••.•••/${key.slice(8, 12)}-${key.slice(12)}`;
    case 'phone':
      return `(••) •••••-${key.slice(-4)}`;
    case 'email':
      return `${key.slice(0, Math.min(2, key.indexOf('@')))}•••${key.slice(key.indexOf('@'))}`;
    case 'evp':
      return `••••${key.slice(-4)}`;
  }
}
