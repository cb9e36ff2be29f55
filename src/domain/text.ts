/**
 * What a person types is kept byte for byte, or refused where it is typed.
 *
 * NUL, controls, RTL overrides and any normal form are kept. A lone surrogate is half a character that no
 * UTF-8 can carry: it is refused by the composer and by the wire.
 */
import * as v from 'valibot';

/** Names are short lines: a longer one would break every list it appears in. */
export const NAME_MAX_CHARACTERS = 60;

export const textSchema = v.pipe(v.string(), v.check(isWellFormed, 'a lone surrogate'));

export const nameSchema = v.pipe(
  textSchema,
  v.check((name) => name.trim().length > 0, 'empty'),
  v.check((name) => name.length <= NAME_MAX_CHARACTERS, 'too long'),
  v.check((name) => !/\p{Cc}/u.test(name), 'a control character'),
);

/** False when `text` holds half a surrogate pair. (String#isWellFormed came to Safari only with 16.4.) */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** Length in UTF-8 bytes, as the wire counts. A lone surrogate counts as 3. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit < 0xdc00 && isLowSurrogate(text.charCodeAt(i + 1))) {
      bytes += 4;
      i++;
    } else bytes += 3;
  }
  return bytes;
}

const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/** What is wrong with a name while it is typed; undefined: `nameSchema` takes it. */
export function nameProblem(name: string): 'empty' | 'too-long' | 'odd-character' | undefined {
  if (name.trim().length === 0) return 'empty';
  if (name.length > NAME_MAX_CHARACTERS) return 'too-long';
  return isWellFormed(name) && !/\p{Cc}/u.test(name) ? undefined : 'odd-character';
}
