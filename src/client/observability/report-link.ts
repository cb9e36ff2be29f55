/**
 * The way to the receiver, as the offline transport asks it: a `fetch` that fails when the report should wait.
 *
 *   no answer, 5xx, captive page    fails: the transport keeps the report and comes again, 5 s later, 10, 20 … an hour
 *   429, or a limit on errors       fails, and nothing is sent before the time the receiver named
 *   anything else                   the receiver has had its say; the report is done with
 *
 * Sentry's own transports drop what they are about to send while such a limit lasts, and with it, one by one, all that
 * waited: so limits are kept here, and the transport is not told of them.
 */
export interface ReportLinkOptions {
  readonly fetch: typeof fetch;
  /** Monotonic or epoch ms: only differences are looked at. */
  readonly now: () => number;
  readonly isOnline: () => boolean;
}

export interface ReportLink {
  readonly fetch: typeof fetch;
  /** False: it would fail, or is not wanted now. */
  isOpen(): boolean;
  /** For good: nothing more is sent or kept. */
  close(): void;
  readonly isClosed: boolean;
}

/** A receiver that swallows requests must not keep reports in memory alone for minutes. */
const ANSWER_TIMEOUT_MS = 15_000;
/** When a limit does not say how long. */
const LIMIT_MS = 60_000;
/** A receiver that asks for more is asked again after a day. */
const LIMIT_MAX_MS = 86_400_000;

export function createReportLink({ fetch, now, isOnline }: ReportLinkOptions): ReportLink {
  let notBefore = Number.NEGATIVE_INFINITY;
  let closed = false;
  return {
    async fetch(address, init) {
      const response = await fetch(address, {
        ...init,
        // The page's address, cookie and cache are nobody's business there.
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      const { status, headers } = response;
      const limitMs = readLimit(status, headers);
      if (limitMs > 0) notBefore = now() + Math.min(limitMs, LIMIT_MAX_MS);
      if (status === 429 || status >= 500) throw new TypeError(`the receiver said ${status}`);
      return new Response(null, { status });
    },
    isOpen: () => !closed && isOnline() && now() >= notBefore,
    close() {
      closed = true;
    },
    get isClosed() {
      return closed;
    },
  };
}

/** 0: none for errors. `X-Sentry-Rate-Limits: 60:error;default:organization, 10::key` */
function readLimit(status: number, headers: Headers): number {
  const limits = headers.get('x-sentry-rate-limits');
  if (limits !== null) {
    const waits = limits.split(',').flatMap((limit) => {
      const [seconds = '', categories = ''] = limit.trim().split(':');
      const isOurs = categories === '' || categories.split(';').includes('error');
      return isOurs ? [readSeconds(seconds)] : [];
    });
    return Math.max(0, ...waits);
  }
  if (status !== 429) return 0;
  return readSeconds(headers.get('retry-after') ?? '');
}

function readSeconds(text: string): number {
  const seconds = Number(text.trim());
  return text.trim() !== '' && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : LIMIT_MS;
}
