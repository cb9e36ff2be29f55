/**
 * The text of a plan, edited: one Yjs update, which merges with every other in any order. It changes no row but the plan's, which
 * says that its text is another one now; the update itself is kept by who keeps texts (docs/plans.md).
 */
import * as v from 'valibot';
import { ATTACHMENTS_MAX, type Attachment, attachmentsSchema } from '../attachments/attachment.ts';
import { base64url, idSchema } from '../ids.ts';
import type { Op } from '../op.ts';
import { defineOp } from '../op-definition.ts';
import { PERMISSIONS } from '../permissions.ts';
import { readUpdateWords } from './check-update.ts';
import { plan } from './plan-fields.ts';
import { changePlan, checkThere, edited } from './plan-ops.ts';
import { readUpdate, UPDATE_MAX_CHARACTERS } from './plan-text.ts';

export interface PlanEdited {
  readonly planId: string;
  /** A Yjs update (v1), base64url. Empty: old, and merged into a text that is kept beside the log. */
  readonly update: string;
  /** How far of the log this text stood on the author's device: whose edits they did not know is above it. */
  readonly seen: number;
  /** What pictures in the update name, each once: at the server before the op is, and kept there as long as its group. */
  readonly photos?: readonly Attachment[] | undefined;
}

export const planEdited = defineOp<PlanEdited>({
  type: 'plan.edited',
  v: 1,
  body: v.object({
    planId: idSchema,
    update: v.pipe(v.string(), v.maxLength(UPDATE_MAX_CHARACTERS)),
    seen: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    photos: v.optional(attachmentsSchema),
  }),
  permission: PERMISSIONS['plan.edited'],
  clears: { update: '' },
  attaches: ({ photos = [] }) => photos,
  goesWithoutPhotos: true,
  reads: ({ planId }) => [plan(planId)],
  check: (op, rows) => {
    const bytes = readUpdate(op.body.update);
    const words = bytes && readUpdateWords(bytes);
    if (!words) return 'invalid';
    // A picture whose photo no op names would lose it.
    const named = new Set(op.body.photos?.map(({ blobId }) => blobId));
    if (!words.photos.every(({ blobId }) => named.has(blobId))) return 'invalid';
    return checkThere(op, rows);
  },
  fold: (op, rows) =>
    changePlan(op, rows, (row) => ({
      ...row,
      ...edited(op),
      textVersion: op.version,
      edits: row.edits + 1,
    })),
});

/** The body of an edit; undefined: the update is none, or brings more photos than one op may name. */
export function editBody(planId: string, update: Uint8Array, seen: number): PlanEdited | undefined {
  const words = readUpdateWords(update);
  if (!words || words.photos.length > ATTACHMENTS_MAX) return undefined;
  const { photos } = words;
  return { planId, update: base64url(update), seen, ...(photos.length > 0 && { photos }) };
}

/** Of an op of the log: the text it edits and by what; undefined: it edits none, or its update left the log. */
export function textEditOf({ type, v: schema, body }: Op): PlanEdited | undefined {
  if (type !== planEdited.type || schema !== planEdited.v) return undefined;
  const parsed = v.safeParse(planEdited.body, body);
  if (!parsed.success) return undefined;
  const edit = parsed.output as PlanEdited;
  return edit.update === '' ? undefined : edit;
}

/** What the person typed into it; '' when they only took away. */
export function wordsOfEdit(update: string): string {
  const bytes = readUpdate(update);
  return (bytes && readUpdateWords(bytes)?.text.trim()) ?? '';
}
