/** `POST /api/account/…` and `/api/entry/…`: parse, authenticate, call the desk, answer. See `protocol/account.ts`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import { ACCOUNT_CALLS, type AccountCall } from '#protocol/account.ts';
import type { AccountDesk, Asker, Outcome, Refusal, Visitor } from '../accounts/account-desk.ts';
import type { IdentityProofs } from '../accounts/identity-proofs.ts';
import type { SessionRecord } from '../db/account-store.ts';
import type { PrivacyDesk } from '../privacy/privacy-desk.ts';
import { addressOf } from './address-of.ts';
import type { FloodLimits } from './flood-limits.ts';
import type { SessionCookie } from './session-cookie.ts';
import type { SessionKeeper } from './session-keeper.ts';

/** An attestation with its certificates has some kilobytes. */
const BODY_MAX_BYTES = 32_768;

export interface AccountRoutesOptions {
  readonly desk: AccountDesk;
  readonly privacy: PrivacyDesk;
  readonly proofsFor: (origin: string) => Promise<IdentityProofs>;
  readonly sessions: SessionKeeper;
  readonly limits: FloodLimits;
  readonly cookie: SessionCookie;
  readonly publicOrigin: string | undefined;
  readonly trustProxy: boolean;
  readonly onFailure: (error: unknown) => void;
}

export function addAccountRoutes(app: FastifyInstance, options: AccountRoutesOptions): void {
  const { desk, privacy, sessions, cookie, limits, trustProxy, onFailure } = options;

  function add<N extends AccountCall>(
    name: N,
    answer: (
      frame: v.InferOutput<(typeof ACCOUNT_CALLS)[N]['request']>,
      request: FastifyRequest,
      reply: FastifyReply,
    ) => Promise<Outcome<object>>,
  ): void {
    app.post(`/api/${name}`, { bodyLimit: BODY_MAX_BYTES }, async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const retryAfterMs = limits.contact(addressOf(request.raw, trustProxy));
      if (retryAfterMs > 0) return refuse(reply, { error: 'too-many', retryAfterMs });
      const parsed = v.safeParse(ACCOUNT_CALLS[name].request, request.body);
      if (!parsed.success) return refuse(reply, { error: 'malformed' });
      try {
        const outcome = await answer(parsed.output as never, request, reply);
        return 'error' in outcome ? refuse(reply, outcome as Refusal) : reply.send(outcome);
      } catch (error) {
        onFailure(error);
        return refuse(reply, { error: 'unavailable' });
      }
    });
  }

  const visitorOf = (request: FastifyRequest): Visitor => ({
    proofs: () => options.proofsFor(originOf(request, options.publicOrigin)),
    address: addressOf(request.raw, trustProxy),
  });
  const sessionOf = async (request: FastifyRequest): Promise<SessionRecord | undefined> => {
    const token = cookie.tokenOf(request.headers.cookie);
    return token === undefined ? undefined : sessions.check(token);
  };
  /** For who is signed in. */
  function addOwn<N extends AccountCall>(
    name: N,
    answer: (
      asker: Asker,
      frame: v.InferOutput<(typeof ACCOUNT_CALLS)[N]['request']>,
    ) => Promise<Outcome<object>>,
  ): void {
    add(name, async (frame, request) => {
      const session = await sessionOf(request);
      return session ? answer({ ...visitorOf(request), session }, frame) : { error: 'signed-out' };
    });
  }

  addOwn('account/read', (asker) => desk.read(asker));
  addOwn('account/passkey/begin', (asker) => desk.beginPasskey(asker));
  addOwn('account/passkey/add', (asker, frame) => desk.addPasskey(asker, frame));
  addOwn('account/passkey/remove', (asker, frame) => desk.removePasskey(asker, frame));
  addOwn('account/email/begin', (asker, frame) => desk.beginEmail(asker, frame));
  addOwn('account/email/add', (asker, frame) => desk.addEmail(asker, frame));
  addOwn('account/email/remove', (asker) => desk.removeEmail(asker));
  addOwn('account/recovery/renew', (asker) => desk.renewRecoveryCode(asker));
  addOwn('account/recovery/remove', (asker) => desk.removeRecoveryCode(asker));
  addOwn('account/device/end', (asker, frame) => desk.endDevice(asker, frame));
  addOwn('account/device/key', (asker, frame) => desk.bindDeviceKey(asker, frame));
  addOwn('account/link/look', (asker, frame) => desk.lookAtLink(asker, frame));
  addOwn('account/link/answer', (asker, frame) => desk.answerLink(asker, frame));
  addOwn('account/consents/read', (asker) => privacy.readConsents(asker));
  addOwn('account/consents/answer', (asker, frame) => privacy.answer(asker, frame));
  addOwn('account/error-reports/read', (asker) => privacy.readReportPlace(asker));
  addOwn('account/export/begin', (asker) => privacy.beginExport(asker));
  addOwn('account/export/photos', (asker) => privacy.listPhotos(asker));
  addOwn('account/export/ops', (asker, frame) => privacy.readOps(asker, frame));
  addOwn('account/erase', (asker) => privacy.erase(asker));
  add('account/leave', async (_frame, request, reply) => {
    const session = await sessionOf(request);
    if (session) await desk.leave(session);
    reply.header('set-cookie', cookie.clear());
    return {};
  });

  add('entry/passkey/begin', (_frame, request) => desk.beginPasskeyEntry(visitorOf(request)));
  add('entry/passkey/finish', (frame, request) => desk.enterByPasskey(visitorOf(request), frame));
  add('entry/email/begin', (frame, request) => desk.beginEmailEntry(visitorOf(request), frame));
  add('entry/email/finish', (frame, request) => desk.enterByEmail(visitorOf(request), frame));
  add('entry/recovery', (frame, request) => desk.enterByRecoveryCode(visitorOf(request), frame));
  add('entry/link/begin', (frame, request) => desk.beginLink(visitorOf(request), frame));
  add('entry/link/wait', (frame, request) => desk.awaitLink(visitorOf(request), frame));
  add('entry/redeem', async (frame, _request, reply) => {
    const redeemed = await desk.redeem(frame, cookie.isNamedByHost);
    if ('error' in redeemed) return redeemed;
    reply.header('set-cookie', cookie.set(redeemed.token));
    return { accountId: redeemed.accountId };
  });
}

const STATUS: Partial<Record<Refusal['error'], number>> = {
  malformed: 400,
  'signed-out': 401,
  'too-many': 429,
  unavailable: 503,
};

function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply.code(STATUS[refusal.error] ?? 403).send(refusal);
}

/** The guard let only our own page's origin pass; a program that sends none speaks for the host it speaks to. */
function originOf({ headers }: FastifyRequest, publicOrigin: string | undefined): string {
  return publicOrigin ?? headers.origin ?? `http://${headers.host ?? 'localhost'}`;
}
