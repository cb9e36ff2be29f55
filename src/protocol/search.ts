/**
 * `POST /api/search`: what a group's log holds beyond what a device does. The server tells rows, the newest first; what of
 * them was asked for is marked by the device, which also knows what it has already.
 *
 * Not a frame of the sync wire: nobody waits for it, and an older server has no such route.
 */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';
import type { RowTypes } from '../domain/rows.ts';
import { textSchema } from '../domain/text.ts';
import { epochMsSchema } from '../domain/time.ts';
import { epochSchema } from './fields.ts';
import { waitSchema } from './kinds.ts';
import { ledgerChangeSchema } from './ledger.ts';
import { planRowSchema } from './plan-rows.ts';
import { messageRowSchema } from './row-schemas.ts';

/** Hits of one answer. */
export const SEARCH_MAX_ROWS = 40;
/** Words of one ask: each is looked up. */
export const SEARCH_MAX_WORDS = 12;
export const SEARCH_MAX_CHARACTERS = 200;

/** What the server searches. Plans, of which a device may not have the text, only for who asks for them: older apps know no such hit. */
export const FOUND_TABLES = ['messages', 'expenses', 'settlements', 'recurrences', 'plans'] as const;
export type FoundTable = (typeof FOUND_TABLES)[number];
/** Of a plan's text what is told: a line of it. */
export const SEARCH_LINE_MAX_CHARACTERS = 400;

export const searchRequestSchema = v.strictObject({
  epoch: epochSchema,
  text: v.pipe(textSchema, v.maxLength(SEARCH_MAX_CHARACTERS)),
  /** null: every group the account is in. */
  groupId: v.nullable(idSchema),
  /** null: all but plans. */
  table: v.nullable(v.picklist(FOUND_TABLES)),
  /** Epoch ms: not before, and before. */
  from: v.nullable(epochMsSchema),
  until: v.nullable(epochMsSchema),
  /** Of the answer before, when it said that there is more. */
  after: v.nullable(v.strictObject({ at: epochMsSchema, groupId: idSchema, id: idSchema })),
});
export type SearchRequest = v.InferOutput<typeof searchRequestSchema>;
export type SearchCursor = NonNullable<SearchRequest['after']>;

type FoundRowOf<T extends FoundTable> = { readonly table: T; readonly row: RowTypes[T] };
/** `block`: of its text, from 0; null: the words stand in its title. */
export type FoundPlan = FoundRowOf<'plans'> & { readonly block: number | null; readonly line: string };
export type FoundRow =
  | { readonly [T in Exclude<FoundTable, 'plans'>]: FoundRowOf<T> }[Exclude<FoundTable, 'plans'>]
  | FoundPlan;

const foundSchema = v.pipe(
  v.union([
    v.strictObject({ table: v.literal('messages'), row: messageRowSchema }),
    v.strictObject({
      table: v.literal('plans'),
      row: planRowSchema,
      block: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
      line: v.pipe(textSchema, v.maxLength(SEARCH_LINE_MAX_CHARACTERS)),
    }),
    ledgerChangeSchema,
  ]),
  v.check((found) => isFound(found), 'not searched'),
  v.transform((found) => found as FoundRow),
);

function isFound(found: { readonly table: string }): boolean {
  return FOUND_TABLES.some((name) => name === found.table) && (found.table !== 'plans' || 'line' in found);
}

export const searchPageSchema = v.strictObject({
  epoch: epochSchema,
  rows: v.pipe(v.array(foundSchema), v.maxLength(SEARCH_MAX_ROWS)),
  /** Ask with it for what follows; null: that was all. */
  after: searchRequestSchema.entries.after,
});
export type SearchPage = v.InferOutput<typeof searchPageSchema>;
export const searchReplySchema = v.union([searchPageSchema, waitSchema]);
export type SearchReply = v.InferOutput<typeof searchReplySchema>;
