/**
 * `POST /api/session`: first contact. The device names itself and shows the secret made with it; the server
 * answers with an httpOnly cookie. The secret lets a device whose cookie is gone come back as itself.
 */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';

export const sessionRequestSchema = v.strictObject({
  protocol: v.pipe(v.number(), v.safeInteger()),
  deviceId: idSchema,
  /** 256 bits in base64url, known to this device and, as a hash, to the server. */
  deviceSecret: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, 'not a secret')),
});
export type SessionRequest = v.InferOutput<typeof sessionRequestSchema>;

export const sessionReplySchema = v.strictObject({ accountId: idSchema });
export type SessionReply = v.InferOutput<typeof sessionReplySchema>;
