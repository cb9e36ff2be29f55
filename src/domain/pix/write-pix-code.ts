/**
 * A static Pix code ("copia e cola") for an exact amount: BR Code, a profile of EMV QRCPS merchant-presented. It is made
 * and shown without a network; the bank's app that reads it finds out by the key whose account it is.
 *
 *   00=01 · 26{00=br.gov.bcb.pix 01=key 02=text} · 52=0000 · 53=986 · 54=amount · 58=BR · 59=name · 60=city
 *   · 62{05=***} · 63=CRC over everything before its value
 *
 * Source: Banco Central, Manual de Padrões para Iniciação do Pix and Manual do BR Code.
 */
import { assert } from '../assert.ts';
import { foldForCode } from './code-text.ts';
import { crc16 } from './crc16.ts';
import { isPixKey, type PixKey } from './pix-key.ts';
import { writeField } from './tlv.ts';

export interface PixCodeInput {
  readonly to: PixKey;
  /** What the receiver is called; the bank's app shows the account's own name, which is the one to believe. */
  readonly name: string;
  /** Centavos, above 0 and at most `PIX_AMOUNT_MAX_MINOR`; undefined: whoever pays types it. */
  readonly amountMinor?: number | undefined;
  /** Shown to both beside the payment; cut to what there is room for. */
  readonly text?: string | undefined;
}

export const GUI = 'br.gov.bcb.pix';
/** Field 54 has 13 characters: 9999999999.99. */
export const PIX_AMOUNT_MAX_MINOR = 999_999_999_999;
const NAME_MAX = 25;
const TEXT_MAX = 72;
const ACCOUNT_MAX = 99;
/** The manual wants a city; we don't ask people for theirs, and banks don't look. */
const CITY = 'BRASIL';
/** For a name of which nothing is left in ASCII. */
const NO_NAME = 'RECEBEDOR';
/** "No reference": what a static code of a person says. */
const NO_REFERENCE = '***';

export function writePixCode({ to, name, amountMinor, text }: PixCodeInput): string {
  assert(isPixKey(to), 'a Pix key in its bank form');
  const account = writeField('00', GUI) + writeField('01', to.key);
  const message = foldForCode(text ?? '', Math.max(0, Math.min(TEXT_MAX, ACCOUNT_MAX - account.length - 4)));
  const body =
    writeField('00', '01') +
    writeField('26', message === '' ? account : account + writeField('02', message)) +
    writeField('52', '0000') +
    writeField('53', '986') +
    (amountMinor === undefined ? '' : writeField('54', spellAmount(amountMinor))) +
    writeField('58', 'BR') +
    writeField('59', foldForCode(name, NAME_MAX) || NO_NAME) +
    writeField('60', CITY) +
    writeField('62', writeField('05', NO_REFERENCE)) +
    '6304';
  return body + crc16(body);
}

/** "1234.05": never through a float. */
function spellAmount(amountMinor: number): string {
  const isPayable =
    Number.isSafeInteger(amountMinor) && amountMinor > 0 && amountMinor <= PIX_AMOUNT_MAX_MINOR;
  assert(isPayable, 'an amount that a Pix code can carry');
  const centavos = amountMinor % 100;
  return `${(amountMinor - centavos) / 100}.${String(centavos).padStart(2, '0')}`;
}
