/**
 * tus 1.0 by fetch, which also a service worker has: ask what is there, go on from it, piece by piece.
 *
 *   HEAD ─┬─ no → POST ──┐
 *         └─ offset ─────┴─→ PATCH … PATCH ─→ `Upload-Complete: ?1`
 *
 * A piece that is cut has left what arrived of it: the next HEAD says how much. Pieces are small on a link that cuts and
 * grow on one that does not, so that progress is seen and the heartbeat of the socket beside it is not starved.
 */
import * as v from 'valibot';
import {
  blobPath,
  blobProblemSchema,
  COMPLETE,
  COMPLETE_HEADER,
  UPLOADS_PATH,
  uploadIdOf,
} from '#protocol/blobs.ts';
import type { BlobTransport, BlobUpload, Downloaded, Uploaded } from './blob-transport.ts';
import type { HttpOptions } from './http-flush.ts';

const TUS = { 'tus-resumable': '1.0.0' };
const PIECE_FIRST_BYTES = 32 * 1024;
const PIECE_MAX_BYTES = 512 * 1024;
/** 2 KB/s must do: the first piece takes 16 s there. */
const PIECE_TIMEOUT_MS = 25_000;
/** A piece that takes less than this may be twice as large the next time. */
const QUICK_MS = 1_500;
const DOWNLOAD_TIMEOUT_MS = 60_000;
const UNREACHABLE = { kind: 'unreachable' } as const;

/** `monotonicMs`: how long pieces take. */
export function createHttpBlobs(http: HttpOptions, monotonicMs: () => number): BlobTransport {
  let pieceBytes = PIECE_FIRST_BYTES;

  async function ask(
    path: string,
    init: RequestInit & { headers?: Record<string, string> },
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<Response> {
    const cookie = http.cookies?.get();
    return http.fetch(`${http.origin}${path}`, {
      ...init,
      headers: { ...init.headers, ...(cookie !== undefined && { cookie }) },
      credentials: 'same-origin',
      // What is kept lies in the database, sealed when the app is locked; in the browser's cache it would not be.
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
  }

  async function sendPieces(
    { groupId, blobId, bytes }: BlobUpload,
    options: Parameters<BlobTransport['upload']>[1],
  ): Promise<Uploaded> {
    const path = `${UPLOADS_PATH}/${uploadIdOf(groupId, blobId)}`;
    const asked = await ask(path, { method: 'HEAD', headers: TUS }, PIECE_TIMEOUT_MS, options.signal);
    if (isComplete(asked)) return { kind: 'done' };
    let offset = asked.ok ? offsetOf(asked) : undefined;
    if (!asked.ok) {
      // Nothing there yet; or it is refused, and a HEAD has no body to say why.
      const metadata = `groupId ${btoa(groupId)},blobId ${btoa(blobId)}`;
      const headers = { ...TUS, 'upload-length': String(bytes.length), 'upload-metadata': metadata };
      const made = await ask(UPLOADS_PATH, { method: 'POST', headers }, PIECE_TIMEOUT_MS, options.signal);
      if (made.status !== 201) return problemOf(made);
      offset = 0;
    }
    for (;;) {
      if (offset === undefined || offset > bytes.length) return UNREACHABLE;
      await options.onSent(offset);
      const began = monotonicMs();
      const body = bytes.subarray(offset, offset + pieceBytes);
      const headers = {
        ...TUS,
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
      };
      const answer = await ask(path, { method: 'PATCH', headers, body }, PIECE_TIMEOUT_MS, options.signal);
      if (isComplete(answer)) return { kind: 'done' };
      if (!answer.ok) return problemOf(answer);
      const next = offsetOf(answer);
      // All is there, and the server has not said what it thinks of it: not this time.
      if (next === offset) return UNREACHABLE;
      offset = next;
      if (monotonicMs() - began < QUICK_MS) pieceBytes = Math.min(PIECE_MAX_BYTES, pieceBytes * 2);
    }
  }

  return {
    async upload(upload, options) {
      try {
        return await sendPieces(upload, options);
      } catch (error) {
        // What the caller's own bookkeeping threw is the caller's to hear.
        if (!isOfNetwork(error)) throw error;
        pieceBytes = Math.max(PIECE_FIRST_BYTES / 4, pieceBytes / 4);
        return UNREACHABLE;
      }
    },
    async download({ groupId, blobId, size }, signal): Promise<Downloaded> {
      try {
        const answer = await ask(blobPath(groupId, blobId, size), {}, DOWNLOAD_TIMEOUT_MS, signal);
        if (answer.status === 404) return { kind: 'gone' };
        // A captive portal says 200 to everything, and none of it is a picture.
        const isPicture = answer.headers.get('content-type')?.startsWith('image/') ?? false;
        if (!answer.ok || !isPicture) return UNREACHABLE;
        return { kind: 'here', bytes: new Uint8Array(await answer.arrayBuffer()) };
      } catch (error) {
        if (!isOfNetwork(error)) throw error;
        return UNREACHABLE;
      }
    },
  };
}

const isComplete = (answer: Response): boolean =>
  answer.ok && answer.headers.get(COMPLETE_HEADER) === COMPLETE;

function offsetOf(answer: Response): number | undefined {
  const text = answer.headers.get('upload-offset');
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

async function problemOf(answer: Response): Promise<Uploaded> {
  const body: unknown = await answer.json().catch(() => undefined);
  const problem = v.safeParse(blobProblemSchema, body);
  if (!problem.success) return UNREACHABLE;
  if ('refused' in problem.output) return { kind: 'refused', refusal: problem.output.refused };
  if ('wait' in problem.output) return { kind: 'wait', retryAfterMs: problem.output.retryAfterMs };
  return UNREACHABLE;
}

/** fetch has two kinds of failure: its own, and being told to stop. */
function isOfNetwork(error: unknown): boolean {
  if (error instanceof TypeError) return true;
  return error instanceof DOMException && ['AbortError', 'TimeoutError'].includes(error.name);
}
