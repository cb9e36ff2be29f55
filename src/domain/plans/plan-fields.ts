/** What the ops of plans have in common: how words and places look, whom they name. */
import * as v from 'valibot';
import type { RowKey } from '../rows.ts';
import { NAME_MAX_CHARACTERS, textSchema } from '../text.ts';
import { isPosition } from './position.ts';

export const PLAN_TITLE_MAX_CHARACTERS = 120;
export const COMMENT_MAX_CHARACTERS = 4_000;
export const QUOTE_MAX_CHARACTERS = 200;

const line = (maxCharacters: number) =>
  v.pipe(
    textSchema,
    v.check((text) => text.length <= maxCharacters, 'too long'),
    v.check((text) => !/\p{Cc}/u.test(text), 'a control character'),
  );

/** A plan may have no title yet. */
export const titleSchema = line(PLAN_TITLE_MAX_CHARACTERS);
/** '' is no folder. */
export const folderSchema = v.pipe(
  line(NAME_MAX_CHARACTERS),
  v.check((folder) => folder === folder.trim(), 'blank around it'),
);
export const positionSchema = v.pipe(textSchema, v.check(isPosition, 'no position'));
export const iconSchema = v.pipe(
  line(16),
  v.check((icon) => icon !== '', 'empty'),
);
export const commentTextSchema = v.pipe(
  textSchema,
  v.check((text) => text.trim() !== '', 'empty'),
  v.check((text) => text.length <= COMMENT_MAX_CHARACTERS, 'too long'),
);
export const quoteSchema = v.pipe(
  textSchema,
  v.check((text) => text.length <= QUOTE_MAX_CHARACTERS, 'too long'),
);
const relativePosition = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,200}$/, 'no place in a text'));
export const anchorSchema = v.object({ from: relativePosition, to: relativePosition });

export const plan = (id: string): RowKey => ({ table: 'plans', id });
export const planComment = (id: string): RowKey => ({ table: 'planComments', id });
export const planVersion = (id: string): RowKey => ({ table: 'planVersions', id });
