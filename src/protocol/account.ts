/**
 * What a person does with their account: protecting it, coming in on another device, seeing who is signed in. Each is
 * one `POST /api/<name>`, JSON both ways, beside the wire of the ops: an older app knows none of them and needs none.
 *
 *   account/…   asks of somebody signed in          entry/…   the ways in; each ends in a ticket
 *   a ticket    proves for ten minutes whose account it is; `entry/redeem` binds this device to it, once
 */
import * as v from 'valibot';
import { idSchema } from '../domain/ids.ts';
import { ACCOUNT_REFUSALS } from './account-refusals.ts';
import { deviceKeySchema } from './bundle.ts';
import { CONSENT_MATTERS } from './consents.ts';
import { reportPlaceSchema } from './error-reports.ts';
import { versionSchema, wireOpSchema } from './fields.ts';

const nothing = v.strictObject({});
const secret = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, 'not a secret'));
const wholeMs = v.pipe(v.number(), v.safeInteger());
const shortText = v.pipe(v.string(), v.minLength(1), v.maxLength(80));
/** Checked again, and for real, by sending something there. */
const email = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.maxLength(254), v.email());
/** As typed: blanks and dashes are for the eye. */
const typedCode = v.pipe(v.string(), v.minLength(4), v.maxLength(80));
/** WebAuthn's own JSON; the library on either side knows it. */
const webauthnJson = v.record(v.string(), v.unknown());
const ceremony = v.pipe(v.string(), v.minLength(1), v.maxLength(500));
const language = v.picklist(['pt-BR', 'en', 'es']);

const ticketReply = v.object({ ticket: secret });

export const accountViewSchema = v.object({
  accountId: idSchema,
  /** The person proved who they are a moment ago: protections may be taken away. */
  isProven: v.boolean(),
  passkeys: v.array(v.object({ passkeyId: v.string(), name: v.string(), madeAt: wholeMs })),
  email: v.nullable(v.string()),
  recoveryMadeAt: v.nullable(wholeMs),
  devices: v.array(
    v.object({
      deviceId: idSchema,
      name: v.string(),
      madeAt: wholeMs,
      seenAt: v.nullable(wholeMs),
      isThis: v.boolean(),
    }),
  ),
  /** What this server offers: e-mail needs a way to send it. */
  offersEmail: v.boolean(),
});
export type AccountView = v.InferOutput<typeof accountViewSchema>;

export const linkOfferSchema = v.object({
  requestId: idSchema,
  secret,
  /** To be typed or scanned on the other device. */
  code: v.string(),
  /** Shown on both, to be compared by the person. */
  number: v.string(),
  expiresAt: wholeMs,
});
export type LinkOffer = v.InferOutput<typeof linkOfferSchema>;

const noticeVersion = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(9_999));

const consentSchema = v.object({
  matter: v.picklist(CONSENT_MATTERS),
  version: noticeVersion,
  given: v.boolean(),
  /** Epoch ms, server clock. */
  at: wholeMs,
});
export type Consent = v.InferOutput<typeof consentSchema>;

const exportHeadSchema = v.object({
  account: accountViewSchema,
  madeAt: wholeMs,
  consents: v.array(consentSchema),
  memberships: v.array(
    v.object({
      groupId: idSchema,
      memberId: idSchema,
      groupName: v.string(),
      memberName: v.string(),
      role: v.string(),
      active: v.boolean(),
    }),
  ),
});
export type ExportHead = v.InferOutput<typeof exportHeadSchema>;

export const ACCOUNT_CALLS = {
  'account/read': { request: nothing, reply: accountViewSchema },
  'account/passkey/begin': { request: nothing, reply: v.object({ options: webauthnJson, ceremony }) },
  'account/passkey/add': {
    request: v.strictObject({ response: webauthnJson, ceremony, name: shortText }),
    reply: nothing,
  },
  'account/passkey/remove': {
    request: v.strictObject({ passkeyId: v.pipe(v.string(), v.maxLength(80)) }),
    reply: nothing,
  },
  'account/email/begin': { request: v.strictObject({ email, language }), reply: nothing },
  'account/email/add': { request: v.strictObject({ email, code: typedCode }), reply: nothing },
  'account/email/remove': { request: nothing, reply: nothing },
  'account/recovery/renew': { request: nothing, reply: v.object({ code: v.string() }) },
  'account/recovery/remove': { request: nothing, reply: nothing },
  'account/device/end': { request: v.strictObject({ deviceId: idSchema }), reply: nothing },
  /** The public half of the key this device signs by; it stands beside the device from then on. */
  'account/device/key': { request: v.strictObject({ publicKey: deviceKeySchema }), reply: nothing },
  'account/link/look': {
    request: v.strictObject({ code: typedCode }),
    reply: v.object({ deviceName: v.string(), number: v.string() }),
  },
  'account/link/answer': {
    request: v.strictObject({ code: typedCode, isApproved: v.boolean() }),
    reply: nothing,
  },
  'account/consents/read': { request: nothing, reply: v.object({ consents: v.array(consentSchema) }) },
  'account/consents/answer': {
    request: v.strictObject({
      matter: v.picklist(CONSENT_MATTERS),
      version: noticeVersion,
      given: v.boolean(),
    }),
    reply: nothing,
  },
  /** Where this person's apps report what broke. `place` null: the server has none, or the person has not allowed it. */
  'account/error-reports/read': {
    request: nothing,
    reply: v.object({ isAllowed: v.boolean(), place: v.nullable(reportPlaceSchema) }),
  },
  /** What the server holds of the person, but for what they wrote. */
  'account/export/begin': { request: nothing, reply: exportHeadSchema },
  /** The photos they sent; each is had at its own address (protocol/blobs.ts), also out of groups they have left. */
  'account/export/photos': {
    request: nothing,
    reply: v.object({
      photos: v.array(v.object({ groupId: idSchema, blobId: idSchema, mime: v.string(), madeAt: wholeMs })),
    }),
  },
  /** What they wrote in one group: a page of its log, their ops only. */
  'account/export/ops': {
    request: v.strictObject({ groupId: idSchema, after: versionSchema }),
    reply: v.object({
      ops: v.array(v.object({ version: versionSchema, op: wireOpSchema })),
      /** Ask for what comes after this version next; null: that was all. */
      next: v.nullable(versionSchema),
    }),
  },
  /** The account ends, and what its person wrote goes out of every group; see docs/decisions/0024. */
  'account/erase': { request: v.strictObject({ confirm: v.literal('erase') }), reply: nothing },
  /** Also with a session that is none any more: the cookie goes in any case. */
  'account/leave': { request: nothing, reply: nothing },
  'entry/passkey/begin': { request: nothing, reply: v.object({ options: webauthnJson, ceremony }) },
  'entry/passkey/finish': {
    request: v.strictObject({ response: webauthnJson, ceremony }),
    reply: ticketReply,
  },
  'entry/email/begin': { request: v.strictObject({ email, language }), reply: nothing },
  'entry/email/finish': { request: v.strictObject({ email, code: typedCode }), reply: ticketReply },
  'entry/recovery': { request: v.strictObject({ code: typedCode }), reply: ticketReply },
  'entry/link/begin': { request: v.strictObject({ deviceName: shortText }), reply: linkOfferSchema },
  'entry/link/wait': {
    request: v.strictObject({ requestId: idSchema, secret }),
    reply: v.union([ticketReply, v.object({ state: v.picklist(['waiting', 'refused']) })]),
  },
  'entry/redeem': {
    request: v.strictObject({
      ticket: secret,
      deviceId: idSchema,
      deviceSecret: secret,
      deviceName: shortText,
      /** The person wants this device's groups and the account's to be one person's. */
      join: v.boolean(),
    }),
    reply: v.object({ accountId: idSchema }),
  },
} as const satisfies Record<string, { request: v.GenericSchema; reply: v.GenericSchema }>;

export type AccountCall = keyof typeof ACCOUNT_CALLS;
export type AccountRequest<N extends AccountCall> = v.InferOutput<(typeof ACCOUNT_CALLS)[N]['request']>;
export type AccountReply<N extends AccountCall> = v.InferOutput<(typeof ACCOUNT_CALLS)[N]['reply']>;

/** Why it was not done. Each has its sentence in `locales/<lang>/account.json`. The list only grows. */
export const accountRefusalSchema = v.object({
  error: v.picklist(ACCOUNT_REFUSALS),
  retryAfterMs: v.optional(wholeMs),
});
