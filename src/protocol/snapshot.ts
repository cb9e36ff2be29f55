/**
 * snapshot, bootstrap: a group's state at a version for a device that holds nothing of it: all members, the newest
 * messages. `page`: older messages, on scroll and in the background. Rows carry their rowVersion; a page
 * whose `asOf` is above the device's cursor waits for the cursor.
 */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';
import type { GroupRow, MemberRow, MessageRow } from '../domain/rows.ts';
import { goneSchema } from './catch-up.ts';
import { epochSchema, hashSchema, versionSchema, wireOpSchema } from './fields.ts';
import { waitSchema } from './kinds.ts';
import { LIMITS } from './limits.ts';
import { markSchema } from './marks.ts';
import { groupRowSchema, memberRowSchema, messageRowSchema } from './row-schemas.ts';

export const snapshotRequestSchema = v.strictObject({ epoch: epochSchema, groupId: idSchema });
export type SnapshotRequest = v.InferOutput<typeof snapshotRequestSchema>;

const messagePage = {
  /** Newest first in time, listed oldest to newest. */
  messages: v.pipe(v.array(messageRowSchema), v.maxLength(LIMITS.rowsPageMaxRows)),
  /** Ask for the page before this version next; null: the beginning is reached. */
  olderThan: v.nullable(versionSchema),
};

export const snapshotSchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  version: versionSchema,
  chain: hashSchema,
  counts: v.strictObject({ messages: versionSchema, members: versionSchema }),
  group: groupRowSchema,
  members: v.array(memberRowSchema),
  marks: v.array(markSchema),
  ...messagePage,
});
export type Snapshot = v.InferOutput<typeof snapshotSchema>;
export const snapshotReplySchema = v.union([snapshotSchema, goneSchema, waitSchema]);
export type SnapshotReply = v.InferOutput<typeof snapshotReplySchema>;

/**
 * A snapshot, and the ops of the log up to `version` that came home before the message they are about, ascending: they
 * take effect when the log brings it, so who folds on from here has to hold them.
 */
export const bootstrapSchema = v.strictObject({
  ...snapshotSchema.entries,
  parked: v.array(v.strictObject({ version: versionSchema, targetId: idSchema, op: wireOpSchema })),
});
export type Bootstrap = v.InferOutput<typeof bootstrapSchema>;
export const bootstrapReplySchema = v.union([bootstrapSchema, goneSchema, waitSchema]);
export type BootstrapReply = v.InferOutput<typeof bootstrapReplySchema>;

export const pageRequestSchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  olderThan: versionSchema,
  maxRows: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(LIMITS.rowsPageMaxRows)),
});
export type PageRequest = v.InferOutput<typeof pageRequestSchema>;

export const pageSchema = v.strictObject({
  epoch: epochSchema,
  groupId: idSchema,
  /** The head when these rows were read. */
  asOf: versionSchema,
  ...messagePage,
});
export type Page = v.InferOutput<typeof pageSchema>;
export const pageReplySchema = v.union([pageSchema, goneSchema, waitSchema]);
export type PageReply = v.InferOutput<typeof pageReplySchema>;

/** The schemas above produce exactly the domain's rows; a drift fails to compile. */
const MATCHES: [
  Same<v.InferOutput<typeof groupRowSchema>, GroupRow>,
  Same<v.InferOutput<typeof memberRowSchema>, MemberRow>,
  Same<v.InferOutput<typeof messageRowSchema>, MessageRow>,
] = [true, true, true];
void MATCHES;

type Same<A, B> = [A] extends [B] ? ([keyof B] extends [keyof A] ? true : false) : false;
