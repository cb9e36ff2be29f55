/**
 * tus 1.0 for photos, as a function from request to response. The protocol is @tus/server's; whose upload it is, who may
 * send and what becomes of the bytes is said here. See `protocol/blobs.ts`.
 */
import { type DataStore, Server } from '@tus/server';
import * as v from 'valibot';
import { ATTACHMENT_MAX_BYTES } from '#domain/attachments/attachment.ts';
import { idSchema } from '#domain/ids.ts';
import { type BlobProblem, COMPLETE, COMPLETE_HEADER, UPLOADS_PATH, uploadIdOf } from '#protocol/blobs.ts';
import type { BlobKey } from '../db/blob-records.ts';
import type { Session } from '../sync/session.ts';
import type { PhotoDesk, Refused } from './photo-desk.ts';

export interface UploadServer {
  answer(request: Request, session: Session): Promise<Response>;
  /** Drops uploads that nobody went on with. */
  dropAbandoned(): Promise<void>;
}

export interface UploadServerOptions {
  readonly uploads: DataStore;
  readonly desk: PhotoDesk;
  readonly onFailure: (error: unknown) => void;
}

/** Thrown through tus, which answers with it. */
interface Thrown {
  readonly status_code: number;
  readonly body: string;
}

const keySchema = v.object({ groupId: idSchema, blobId: idSchema });

export function createUploadServer({ uploads, desk, onFailure }: UploadServerOptions): UploadServer {
  const sessions = new WeakMap<Request, Session>();
  const tus = new Server({
    path: UPLOADS_PATH,
    datastore: uploads,
    maxSize: ATTACHMENT_MAX_BYTES,
    relativeLocation: true,
    // Our own page only; no other is told anything.
    allowedOrigins: [],
    namingFunction: (_request, metadata) => {
      const key = v.safeParse(keySchema, metadata);
      if (!key.success) throw problem(400, { error: 'malformed' });
      return uploadIdOf(key.output.groupId, key.output.blobId);
    },
    onIncomingRequest: async (request, id) => {
      const refusal = await desk.refusalOf(sessionOf(request), keyOf(id));
      if (refusal) throw asProblem(refusal);
      // Whose it is stands in it from its first byte on.
      const begun = await uploads.getUpload(id).catch(() => undefined);
      if (begun && begun.metadata?.accountId !== sessionOf(request).accountId) {
        throw problem(403, { refused: 'not-a-member' });
      }
    },
    onUploadCreate: async (request, { id, size }) => {
      const session = sessionOf(request);
      if (size === undefined || size === 0) throw problem(400, { error: 'malformed' });
      const refusal = await desk.refusalOfBytes(session, keyOf(id), size);
      if (refusal) throw asProblem(refusal);
      return { metadata: { accountId: session.accountId } };
    },
    onUploadFinish: async (request, { id }) => {
      const refusal = await desk.take(sessionOf(request), keyOf(id), await readAll(uploads, id));
      // Refused for good: the same bytes again would be refused again.
      if (!refusal || 'refused' in refusal) await uploads.remove(id).catch(onFailure);
      if (refusal) throw asProblem(refusal);
      return { headers: { [COMPLETE_HEADER]: COMPLETE } };
    },
    onResponseError: (_request, error) => {
      const isOurs = 'body' in error && error.body.startsWith('{');
      if ('status_code' in error && (isOurs || error.status_code < 500)) return asJson(error);
      // A cut in the middle of a body is no failure; and tus's own words may name paths.
      if (!('status_code' in error)) onFailure(error);
      return asJson(problem(503, { wait: 'busy', retryAfterMs: 1_000 }));
    },
  });

  function sessionOf(request: Request): Session {
    const session = sessions.get(request);
    if (!session) throw problem(401, { wait: 'auth' });
    return session;
  }

  return {
    async answer(request, session) {
      sessions.set(request, session);
      const found = await findTaken(desk, request, session);
      const response = found ?? (await tus.handleWeb(request));
      for (const name of [...response.headers.keys()]) {
        if (name.startsWith('access-control-')) response.headers.delete(name);
      }
      if (!response.ok) response.headers.set('content-type', 'application/json');
      return response;
    },
    dropAbandoned: async () => {
      await tus.cleanUpExpiredUploads();
    },
  };
}

/** Of one that is taken already there is nothing to send: a device that did not hear it asks again. */
async function findTaken(desk: PhotoDesk, request: Request, session: Session): Promise<Response | undefined> {
  const id = new URL(request.url).pathname.slice(UPLOADS_PATH.length + 1);
  const key = id === '' ? undefined : parseKey(id);
  const record = key && (await desk.find(key));
  if (!record) return undefined;
  if (record.accountId !== session.accountId) return new Response('{"error":"taken"}', { status: 403 });
  if (request.method === 'DELETE') return new Response('{"error":"whole"}', { status: 403 });
  const headers = {
    'tus-resumable': '1.0.0',
    'cache-control': 'no-store',
    'upload-offset': String(record.sentBytes),
    'upload-length': String(record.sentBytes),
    [COMPLETE_HEADER]: COMPLETE,
  };
  return new Response(null, { status: request.method === 'HEAD' ? 200 : 204, headers });
}

function keyOf(id: string): BlobKey {
  const key = parseKey(id);
  if (!key) throw problem(404, { error: 'unknown' });
  return key;
}

function parseKey(id: string): BlobKey | undefined {
  const [groupId, blobId, ...more] = id.split('.');
  const key = v.safeParse(keySchema, { groupId, blobId });
  return key.success && more.length === 0 ? key.output : undefined;
}

/** At most what one photo may weigh. */
async function readAll(uploads: DataStore, id: string): Promise<Uint8Array> {
  const stream = await (uploads as DataStore & { read(id: string): unknown }).read(id);
  const parts: Buffer[] = [];
  for await (const part of stream as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

const problem = (status: number, body: BlobProblem): Thrown => ({
  status_code: status,
  body: JSON.stringify(body),
});

function asProblem(refusal: Refused): Thrown {
  if ('wait' in refusal) return problem(503, refusal);
  return problem(refusal.refused === 'photo-too-large' ? 413 : 403, refusal);
}

/** tus's own refusals are sentences. */
function asJson({ status_code, body }: Thrown): Thrown {
  if (body.startsWith('{')) return { status_code, body };
  return problem(status_code, status_code === 413 ? { refused: 'photo-too-large' } : { error: 'malformed' });
}
