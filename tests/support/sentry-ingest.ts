/**
 * A receiver of error reports, on the loopback: takes envelopes as Sentry does, refuses what is not one, limits, is slow
 * or is gone when told. Everything that came stands in `events`; everything it had to refuse in `problems`.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { freePort } from './free-port.ts';
import { readEnvelope, type SentryEvent } from './sentry-envelope.ts';

/** What the next requests are answered instead of 200. */
export interface Refusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const KEY = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const PROJECT = '4242';
/** Sentry's own limits. */
const COMPRESSED_MAX_BYTES = 200 * 1024;
const EVENT_MAX_BYTES = 1024 * 1024;

export class SentryIngest implements AsyncDisposable {
  readonly port: number;
  readonly events: SentryEvent[] = [];
  readonly problems: string[] = [];
  /** Every request, also those that were refused. */
  readonly bodies: string[] = [];
  asked = 0;
  refusal: Refusal | undefined;
  /** Takes what comes and never answers. */
  isSilent = false;
  #server: Server | undefined;
  readonly #waiting = new Set<() => void>();

  private constructor(port: number) {
    this.port = port;
  }

  static async open(): Promise<SentryIngest> {
    const ingest = new SentryIngest(await freePort());
    await ingest.up();
    return ingest;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get dsn(): string {
    return `http://${KEY}@127.0.0.1:${this.port}/${PROJECT}`;
  }

  async up(): Promise<void> {
    const server = createServer((request, response) => void this.#take(request, response));
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.#server = server;
  }

  /** Connections are refused from now on. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  /** Resolves when so many events are there; rejects with what stands in the way. */
  async waitFor(count: number, timeoutMs = 20_000): Promise<readonly SentryEvent[]> {
    const deadline = AbortSignal.timeout(timeoutMs);
    while (this.events.length < count && this.problems.length === 0) {
      if (deadline.aborted) throw new Error(`${this.events.length} of ${count} events came`);
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
        deadline.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    if (this.problems.length > 0) throw new Error(this.problems.join('; '));
    return this.events;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.down();
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.asked += 1;
    const cors = {
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'x-sentry-error,x-sentry-rate-limits,retry-after',
    };
    const end = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): void => {
      response.writeHead(status, { ...cors, 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
      for (const wake of this.#waiting) wake();
      this.#waiting.clear();
    };
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const sent = Buffer.concat(chunks);
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
      this.bodies.push(body.toString('utf8'));
      if (this.isSilent) return;
      if (this.refusal) return end(this.refusal.status, {}, this.refusal.headers);
      checkRequest(request);
      if (sent.length > COMPRESSED_MAX_BYTES || body.length > EVENT_MAX_BYTES) return end(413, {});
      const { header, items } = readEnvelope(body);
      if (header.dsn !== undefined && header.dsn !== this.dsn) throw new Error('another DSN in the envelope');
      for (const { type, payload } of items) {
        if (type !== 'event') throw new Error(`nobody asked for ${type}`);
        const event = payload as SentryEvent;
        if (this.events.some(({ event_id }) => event_id === event.event_id))
          throw new Error('the same event twice');
        this.events.push(event);
      }
      end(200, { id: header.event_id });
    } catch (error) {
      this.problems.push((error as Error).message);
      end(400, { detail: (error as Error).message });
    }
  }
}

/** To whom, by whom, and with nothing of the page's. */
function checkRequest({ method, url = '', headers }: IncomingMessage): void {
  const { pathname, searchParams } = new URL(url, 'http://ingest');
  if (method !== 'POST') throw new Error(`${method}: not a simple request`);
  if (pathname !== `/api/${PROJECT}/envelope/`) throw new Error(`sent to ${pathname}`);
  const said = String(headers['x-sentry-auth'] ?? '');
  const auth = said.startsWith('Sentry ')
    ? new URLSearchParams(said.slice('Sentry '.length).replaceAll(/,\s*/g, '&'))
    : searchParams;
  if (auth.get('sentry_key') !== KEY) throw new Error('not the key of the DSN');
  if (auth.get('sentry_version') !== '7') throw new Error('not version 7');
  if (headers.cookie !== undefined) throw new Error('a cookie');
  if (headers.referer !== undefined) throw new Error('a referrer');
}
