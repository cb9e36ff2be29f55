/** What people type beside an amount. */
import * as v from 'valibot';
import { textSchema } from '../text.ts';

export const DESCRIPTION_MAX_CHARACTERS = 200;
export const NOTE_MAX_CHARACTERS = 1_000;

export const descriptionSchema = v.pipe(
  textSchema,
  v.check((text) => text.trim().length > 0, 'empty'),
  v.maxLength(DESCRIPTION_MAX_CHARACTERS),
  v.check((text) => !/\p{Cc}/u.test(text), 'a control character'),
);

/** Empty: none. */
export const noteSchema = v.pipe(textSchema, v.maxLength(NOTE_MAX_CHARACTERS));

/** Of this app or a newer one. */
export const categorySchema = v.pipe(v.string(), v.regex(/^[a-z][a-z-]{1,23}$/, 'not a category'));
