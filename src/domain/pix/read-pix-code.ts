/**
 * What a Pix code somebody pasted says, or why it is none. A right CRC alone proves little (anybody can reckon one), so
 * structure, CRC and scheme are asked, in the order in which the answer helps most.
 *
 *   text ─→ the code in it ─→ fields (TLV) ─→ CRC ─→ scheme and currency ─→ static: a key · dynamic: a bank's address
 *
 * Nothing here says that a code is honest: whose key it is only the bank knows, and shows before one pays.
 */
import { crc16 } from './crc16.ts';
import { type PixKey, pixKeyOf } from './pix-key.ts';
import { readFields, type TlvProblem } from './tlv.ts';
import { GUI } from './write-pix-code.ts';

interface PixCodeBase {
  /** The code alone, without what stood around it. */
  readonly code: string;
  /** Undefined: whoever pays types it, or the bank says. */
  readonly amountMinor: number | undefined;
  /** As its maker wrote it: not checked by anybody. */
  readonly name: string;
  readonly city: string;
}

export interface StaticPixCode extends PixCodeBase {
  readonly kind: 'static';
  readonly to: PixKey;
  readonly text: string | undefined;
}

/** A bank's charge: everything that counts lies at the address. */
export interface DynamicPixCode extends PixCodeBase {
  readonly kind: 'dynamic';
  readonly url: string;
}

export type PixCodeProblem =
  | TlvProblem
  | 'empty'
  /** No Pix code begins like this. */
  | 'not-a-code'
  | 'too-long'
  | 'no-checksum'
  | 'wrong-checksum'
  /** Another payment scheme, or a bill. */
  | 'not-pix'
  | 'not-brl'
  | 'wrong-amount'
  | 'no-receiver'
  | 'wrong-key'
  /** Name or city of the receiver, which the manual asks for. */
  | 'no-name';

export type PixCodeReading =
  | StaticPixCode
  | DynamicPixCode
  | { readonly kind: 'problem'; readonly problem: PixCodeProblem };

const CODE_MAX_CHARACTERS = 512;
/** A message with a code in it, at most: what is longer is not searched. */
const PASTED_MAX_CHARACTERS = 4096;

export function readPixCode(pasted: string): PixCodeReading {
  if (pasted.trim() === '') return problem('empty');
  if (pasted.length > PASTED_MAX_CHARACTERS) return problem('too-long');
  const code = findCode(pasted);
  if (code === undefined) return problem('not-a-code');
  if (code.length > CODE_MAX_CHARACTERS) return problem('too-long');
  const fields = readFields(code);
  if (typeof fields === 'string') return problem(fields);
  return problemOf(code, fields) ?? readReceiver(code, fields);
}

/** Mail and messengers break lines, and put invisible signs around what is copied; in front of it people write words. */
function findCode(pasted: string): string | undefined {
  const text = pasted.replace(/[\p{Cc}\p{Cf}]/gu, '');
  const start = text.indexOf('000201');
  if (start < 0) return undefined;
  const code = text.slice(start);
  const fields = readFields(code.trimEnd());
  if (typeof fields !== 'string') return code.trimEnd();
  // Words after it: the code ends with the first checksum that makes it whole.
  for (const { index } of code.matchAll(/6304[0-9A-Fa-f]{4}/g)) {
    const cut = code.slice(0, index + 8);
    if (typeof readFields(cut) !== 'string') return cut;
  }
  return code.trimEnd();
}

type Fields = ReadonlyMap<string, string>;

function problemOf(code: string, fields: Fields): PixCodeReading | undefined {
  if (fields.get('00') !== '01') return problem('not-a-code');
  const checksum = fields.get('63');
  if (checksum === undefined) return problem('no-checksum');
  if ([...fields.keys()].at(-1) !== '63' || checksum.length !== 4) return problem('malformed');
  if (crc16(code.slice(0, -4)) !== checksum.toUpperCase()) return problem('wrong-checksum');
  const country = fields.get('58');
  const currency = fields.get('53');
  if (currency !== '986' || country !== 'BR') return problem(currency === '986' ? 'not-pix' : 'not-brl');
  return fields.get('59')?.trim() && fields.get('60')?.trim() ? undefined : problem('no-name');
}

function readReceiver(code: string, fields: Fields): PixCodeReading {
  const account = readScheme(fields, '26', '51');
  if (typeof account === 'string') return problem(account);
  const amountMinor = readAmount(fields.get('54'));
  if (amountMinor === 'wrong-amount') return problem('wrong-amount');
  const [name = '', city = ''] = [fields.get('59')?.trim(), fields.get('60')?.trim()];
  const base = { code, amountMinor, name, city };
  const key = account.get('01');
  if (key === undefined) {
    // A subscription (Pix Automático) has its address among the templates at the end.
    const subscription = readScheme(fields, '80', '99');
    const url = account.get('25') ?? (typeof subscription === 'string' ? undefined : subscription.get('25'));
    return url ? { kind: 'dynamic', url, ...base } : problem('no-receiver');
  }
  const to = pixKeyOf(key);
  return to ? { kind: 'static', to, text: account.get('02'), ...base } : problem('wrong-key');
}

/** Of the templates in that range, the one that is Pix's: another scheme may stand beside it. */
function readScheme(fields: Fields, from: string, to: string): Fields | 'malformed' | 'not-pix' {
  const templates = [...fields]
    .filter(([id]) => id >= from && id <= to)
    .map(([, value]) => readFields(value));
  const ours = templates.find((one) => typeof one !== 'string' && one.get('00')?.toLowerCase() === GUI);
  if (ours && typeof ours !== 'string') return ours;
  return templates.some((one) => typeof one === 'string') ? 'malformed' : 'not-pix';
}

/** Digits, a dot and up to two decimals, as EMV has it. Zero means what leaving it out means: whoever pays types it. */
function readAmount(amount: string | undefined): number | undefined | 'wrong-amount' {
  if (amount === undefined) return undefined;
  const parts = /^(\d{1,10})(?:\.(\d{0,2}))?$/.exec(amount);
  if (!parts || amount.length > 13) return 'wrong-amount';
  const [, reais = '', centavos = ''] = parts;
  return Number(reais) * 100 + Number(centavos.padEnd(2, '0')) || undefined;
}

const problem = (kind: PixCodeProblem): PixCodeReading => ({ kind: 'problem', problem: kind });
