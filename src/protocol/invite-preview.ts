/**
 * `POST /api/invite/preview`: what a link leads to, for who holds it and is not in the group. Changes nothing and needs no
 * session. The secret stands in the body: no address, log or history has it.
 *
 * Whoever has no valid secret learns nothing, not even whether there is such a group: `unknown` is the same answer for a
 * group that is not there, a secret that is wrong and a group that was deleted.
 */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';
import { textSchema } from '../domain/text.ts';
import { versionSchema } from './fields.ts';

export const previewRequestSchema = v.strictObject({
  groupId: idSchema,
  secret: v.pipe(v.string(), v.maxLength(100)),
});
export type PreviewRequest = v.InferOutput<typeof previewRequestSchema>;

export const previewReplySchema = v.variant('state', [
  v.strictObject({
    state: v.literal('open'),
    name: textSchema,
    picture: textSchema,
    /** Who is in it. */
    members: versionSchema,
    needsApproval: v.boolean(),
    /** Entered by name, and nobody has said yet that it is them. None where an admin decides first. */
    people: v.array(v.strictObject({ memberId: idSchema, name: textSchema })),
  }),
  v.strictObject({ state: v.picklist(['expired', 'revoked', 'used-up', 'unknown']) }),
]);
export type InvitePreview = v.InferOutput<typeof previewReplySchema>;
