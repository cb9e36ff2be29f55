/**
 * The HTTP form of the wire: one request, a frame a line; replies as lines, each handed over as it arrives.
 * An answer that does not say it is ours is no answer: captive portals say 200 to everything, or redirect it.
 */
import * as v from 'valibot';
import { ASKS, type AskName, NDJSON, PROTOCOL_HEADER } from '#protocol/frames.ts';
import { frameErrorSchema, waitSchema } from '#protocol/kinds.ts';
import { sessionReplySchema } from '#protocol/session.ts';
import type { Answer, Failure, FlushOptions, Reply, Request, Transport } from './transport.ts';

export interface HttpOptions {
  /** Empty: the page's own. */
  readonly origin: string;
  readonly fetch: typeof globalThis.fetch;
  /** Where no browser keeps cookies: what to send, and what came. */
  readonly cookies?: { get(): string | undefined; put(response: Response): void };
}

const UNREACHABLE: Failure = { kind: 'unreachable' };
const UNSUPPORTED: Failure = { kind: 'refused', wait: { wait: 'unsupported' } };
/** RFC 6585. */
const NETWORK_LOGIN_REQUIRED = 511;

export async function postSession(
  http: HttpOptions,
  request: Parameters<Transport['openSession']>[0],
  { timeoutMs }: { timeoutMs: number },
): ReturnType<Transport['openSession']> {
  const limit = new IdleLimit(timeoutMs);
  try {
    const body = JSON.stringify(request);
    const headers = { 'content-type': 'application/json', [PROTOCOL_HEADER]: String(request.protocol) };
    const response = await post(http, '/api/session', headers, body, limit.signal);
    if (!isOurs(response)) return failed(strangersAnswer(response));
    const value: unknown = await response.json();
    const reply = v.safeParse(sessionReplySchema, value);
    if (response.ok && reply.success) {
      http.cookies?.put(response);
      return { ok: true, value: reply.output };
    }
    return failed(refusalOf(response.status, value));
  } catch {
    return failed(limit.failure());
  } finally {
    limit.clear();
  }
}

/** `timeoutMs`: the longest silence, before the first byte and between two. */
export async function postFlush<N extends AskName>(
  http: HttpOptions,
  name: N,
  requests: readonly Request<N>[],
  options: FlushOptions<N>,
): Promise<Answer<{ answered: number }>> {
  const limit = new IdleLimit(options.timeoutMs);
  let answered = 0;
  try {
    const body = requests.map((request) => `${JSON.stringify(request)}\n`).join('');
    const headers = { 'content-type': NDJSON, [PROTOCOL_HEADER]: String(options.protocol) };
    const response = await post(http, `/sync/${name}`, headers, body, limit.signal);
    if (!isOurs(response)) return failed(strangersAnswer(response));
    if (!response.ok) return failed(refusalOf(response.status, await response.json()));
    if (!response.headers.get('content-type')?.startsWith(NDJSON)) return failed(UNREACHABLE);
    // Bytes count, not lines: on a slow link one line takes longer than a silence may.
    for await (const line of readLines(response, () => limit.restart())) {
      const value: unknown = JSON.parse(line);
      const reply = v.safeParse(ASKS[name].reply as v.GenericSchema<unknown, Reply<N>>, value);
      if (!reply.success) return failed(refusalOf(response.status, value));
      options.onReply(answered, reply.output);
      answered += 1;
    }
    return { ok: true, value: { answered } };
  } catch {
    return failed(limit.failure());
  } finally {
    limit.clear();
  }
}

async function post(
  http: HttpOptions,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<Response> {
  const cookie = http.cookies?.get();
  return http.fetch(`${http.origin}${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    cache: 'no-store',
    // Ours never redirects; whoever does is told from nobody by its answer.
    redirect: 'manual',
    headers: { ...headers, ...(cookie !== undefined && { cookie }) },
    body,
    signal,
  });
}

function isOurs(response: Response): boolean {
  return response.headers.get(PROTOCOL_HEADER) !== null;
}

/** Success or a detour in the server's place is a portal; an error page may be the host's own proxy without us. */
function strangersAnswer({ ok, type, status }: Response): Failure {
  const isDetour = type === 'opaqueredirect' || (status >= 300 && status < 400);
  return ok || isDetour || status === NETWORK_LOGIN_REQUIRED ? { kind: 'intercepted' } : UNREACHABLE;
}

/** What a server that would not answer says instead: a wait, or a frame error. */
function refusalOf(status: number, value: unknown): Failure {
  const wait = v.safeParse(waitSchema, value);
  if (wait.success) return { kind: 'refused', wait: wait.output };
  if (status === 401) return { kind: 'refused', wait: { wait: 'auth' } };
  return failureOfReply(value);
}

/** What a reply that is none of its frame's says. `malformed`: it could not read us, so one is too old for the other. */
export function failureOfReply(value: unknown): Failure {
  const told = v.safeParse(frameErrorSchema, value);
  return told.success && told.output.error === 'malformed' ? UNSUPPORTED : UNREACHABLE;
}

async function* readLines(response: Response, onBytes: () => void): AsyncGenerator<string> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const decoder = new TextDecoder();
  let pending = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onBytes();
      const lines = (pending + decoder.decode(value, { stream: true })).split('\n');
      // The last has no line break yet: it is whole only with the next chunk.
      pending = lines.pop() ?? '';
      yield* lines.filter((line) => line !== '');
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** Aborts a request that has been silent for too long. */
class IdleLimit {
  readonly #abort = new AbortController();
  readonly #ms: number;
  #timer: ReturnType<typeof setTimeout>;

  constructor(ms: number) {
    this.#ms = ms;
    this.#timer = setTimeout(() => this.#abort.abort(), ms);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  restart(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#abort.abort(), this.#ms);
  }

  clear(): void {
    clearTimeout(this.#timer);
  }

  failure(): Failure {
    return this.#abort.signal.aborted ? { kind: 'timeout' } : UNREACHABLE;
  }
}

function failed(failure: Failure): { ok: false; failure: Failure } {
  return { ok: false, failure };
}
