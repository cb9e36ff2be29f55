/** `/api/uploads` and `GET /blobs/…`: parse, authenticate, limit, call, answer. See `protocol/blobs.ts`. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import { ATTACHMENT_MAX_BYTES } from '#domain/attachments/attachment.ts';
import { idSchema } from '#domain/ids.ts';
import { type BlobSize, UPLOADS_PATH } from '#protocol/blobs.ts';
import type { Wait } from '#protocol/kinds.ts';
import type { Photos } from '../blobs/open-photos.ts';
import type { Session } from '../sync/session.ts';
import { addressOf } from './address-of.ts';
import type { FloodLimits } from './flood-limits.ts';
import type { SessionCookie } from './session-cookie.ts';
import type { SessionKeeper } from './session-keeper.ts';

export interface BlobRoutesOptions {
  readonly photos: Pick<Photos, 'desk' | 'uploads'>;
  readonly sessions: Pick<SessionKeeper, 'check'>;
  readonly limits: Pick<FloodLimits, 'frame'>;
  readonly cookie: SessionCookie;
  readonly trustProxy: boolean;
  readonly onFailure: (error: unknown) => void;
}

const TUS_BODY = 'application/offset+octet-stream';
const paramsSchema = v.object({ groupId: idSchema, blobId: idSchema });
/** A photo never changes under its name. Kept by the browser of who may see it, by nobody between. */
const FOR_GOOD = 'private, max-age=31536000, immutable';
/** Opened by itself in a tab, a photo is a picture and no page. */
const NO_PAGE = "default-src 'none'; sandbox";
const BUSY: Wait = { wait: 'busy', retryAfterMs: 1_000 };

export function addBlobRoutes(app: FastifyInstance, options: BlobRoutesOptions): void {
  const { photos, sessions, limits, cookie, trustProxy, onFailure } = options;

  /** Answers by itself who has no session, or asks too much. */
  async function admit(request: FastifyRequest, reply: FastifyReply): Promise<Session | undefined> {
    reply.header('cache-control', 'no-store');
    const token = cookie.tokenOf(request.headers.cookie);
    const session = token === undefined ? undefined : await sessions.check(token);
    if (!session) {
      await reply.code(401).send({ wait: 'auth' } satisfies Wait);
      return undefined;
    }
    const { accountId, deviceId } = session;
    const retryAfterMs = limits.frame({ accountId, deviceId, address: addressOf(request.raw, trustProxy) });
    if (retryAfterMs > 0) {
      await reply.code(429).send({ wait: 'busy', retryAfterMs } satisfies Wait);
      return undefined;
    }
    return session;
  }

  app.addContentTypeParser(TUS_BODY, (_request, payload, done) => done(null, payload));

  async function upload(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    try {
      const session = await admit(request, reply);
      if (!session) return reply;
      const response = await photos.uploads.answer(toWeb(request), session);
      for (const [name, value] of response.headers) reply.header(name, value);
      const body = await response.text();
      return await reply.code(response.status).send(body === '' ? undefined : body);
    } catch (error) {
      onFailure(error);
      return reply.code(503).send(BUSY);
    }
  }

  app.post(UPLOADS_PATH, { bodyLimit: ATTACHMENT_MAX_BYTES }, upload);
  app.route({
    method: ['HEAD', 'PATCH', 'DELETE'],
    url: `${UPLOADS_PATH}/:id`,
    bodyLimit: ATTACHMENT_MAX_BYTES,
    handler: upload,
  });

  async function show(request: FastifyRequest, reply: FastifyReply, size: BlobSize): Promise<FastifyReply> {
    try {
      const session = await admit(request, reply);
      if (!session) return reply;
      const key = v.safeParse(paramsSchema, request.params);
      const found = key.success ? await photos.desk.read(session, key.output, size) : undefined;
      // Not there and not theirs sound the same.
      if (!found) return reply.code(404).send({ error: 'unknown' });
      return reply
        .type(found.mime)
        .header('cache-control', FOR_GOOD)
        .header('content-security-policy', NO_PAGE)
        .header('content-disposition', 'inline; filename="foto"')
        .send(Buffer.from(found.bytes.buffer, found.bytes.byteOffset, found.bytes.byteLength));
    } catch (error) {
      onFailure(error);
      return reply.code(503).send(BUSY);
    }
  }

  const noHead = { exposeHeadRoute: false } as const;
  app.get('/blobs/:groupId/:blobId', noHead, (request, reply) => show(request, reply, 'whole'));
  app.get('/blobs/:groupId/:blobId/thumb', noHead, (request, reply) => show(request, reply, 'thumb'));
}

function toWeb(request: FastifyRequest): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers.set(name, value);
  }
  const { method } = request;
  // The host is nobody's here: only the path is looked at.
  const url = new URL(request.url, 'http://racha.invalid');
  if (method !== 'PATCH' || !(request.body instanceof Readable)) return new Request(url, { method, headers });
  const body = Readable.toWeb(request.body) as ReadableStream;
  return new Request(url, { method, headers, body, duplex: 'half' } as RequestInit);
}
