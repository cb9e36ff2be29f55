/**
 * The envelope protocol of Sentry, read strictly: https://develop.sentry.dev/sdk/foundations/transport/envelopes. What a
 * real receiver would refuse or quietly drop is refused here with the reason.
 */

export interface EnvelopeItem {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface Envelope {
  readonly header: Readonly<Record<string, unknown>>;
  readonly items: readonly EnvelopeItem[];
}

export type SentryEvent = Readonly<Record<string, unknown>> & { readonly event_id: string };

const ITEM_TYPES = ['event', 'client_report', 'session', 'sessions', 'attachment', 'user_report'];
const LEVELS = ['fatal', 'error', 'warning', 'info', 'debug'];
const PLATFORMS = ['javascript', 'node'];
const EVENT_ID = /^[0-9a-f]{32}$/;
const RELEASE = /^[^\s/\\]{1,250}$/;
const NEWLINE = 0x0a;

export function readEnvelope(body: Buffer): Envelope {
  let at = 0;
  const takeLine = (what: string): Readonly<Record<string, unknown>> => {
    const end = body.indexOf(NEWLINE, at);
    const line = body.subarray(at, end < 0 ? body.length : end).toString('utf8');
    at = end < 0 ? body.length : end + 1;
    return readObject(line, what);
  };
  const header = takeLine('the envelope header');
  const items: EnvelopeItem[] = [];
  while (at < body.length) {
    const itemHeader = takeLine('an item header');
    const { type, length } = itemHeader;
    if (typeof type !== 'string' || !ITEM_TYPES.includes(type)) fail(`no item type: ${String(type)}`);
    let payload: Buffer;
    if (length === undefined) {
      const end = body.indexOf(NEWLINE, at);
      payload = body.subarray(at, end < 0 ? body.length : end);
      at = end < 0 ? body.length : end + 1;
    } else {
      if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0)
        fail('a length that is none');
      payload = body.subarray(at, at + Number(length));
      if (payload.length !== length) fail(`an item of ${payload.length} bytes says ${String(length)}`);
      at += payload.length;
      if (at < body.length && body[at] !== NEWLINE) fail('no line break where the item says it ends');
      at += 1;
    }
    items.push({
      type: String(type),
      payload: readObject(payload.toString('utf8'), `a payload of ${String(type)}`),
    });
  }
  if (items.length === 0) fail('an envelope without items');
  checkHeader(header, items);
  for (const { type, payload } of items) if (type === 'event') checkEvent(payload, header);
  return { header, items };
}

function checkHeader(header: Envelope['header'], items: readonly EnvelopeItem[]): void {
  const events = items.filter(({ type }) => type === 'event');
  if (events.length > 1) fail('more than one event');
  if (events.length === 1 && !EVENT_ID.test(String(header.event_id)))
    fail('an event without event_id in the header');
  if (header.sent_at !== undefined && !isInstant(header.sent_at)) fail('sent_at is no time');
}

function checkEvent(event: Readonly<Record<string, unknown>>, header: Envelope['header']): void {
  if (event.event_id !== header.event_id) fail('the event has another id than the envelope');
  if (!(typeof event.timestamp === 'number' && event.timestamp > 1e9) && !isInstant(event.timestamp))
    fail('an event without a time');
  if (!PLATFORMS.includes(String(event.platform))) fail(`platform ${String(event.platform)}`);
  if (!LEVELS.includes(String(event.level))) fail(`level ${String(event.level)}`);
  if (!RELEASE.test(String(event.release))) fail('no release');
  if (typeof event.environment !== 'string' || !/^[^\s/]{1,64}$/.test(event.environment))
    fail('no environment');
  const { values } = readField(event, 'exception');
  if (!Array.isArray(values) || values.length === 0) fail('an error without exceptions');
  for (const exception of values as Record<string, unknown>[]) {
    if (typeof exception.type !== 'string' && typeof exception.value !== 'string')
      fail('an exception without a name');
    const { frames = [] } = (exception.stacktrace ?? {}) as { frames?: Record<string, unknown>[] };
    for (const { filename, function: name } of frames) {
      if (typeof filename !== 'string' && typeof name !== 'string') fail('a frame without a place');
    }
  }
  for (const [name, value] of Object.entries((event.tags ?? {}) as Record<string, unknown>)) {
    if (!/^[\w.:-]{1,32}$/.test(name)) fail(`a tag named ${name}`);
    if (typeof value !== 'string' || value.length > 200 || value.includes('\n'))
      fail(`a tag's value: ${name}`);
  }
}

function readField(of: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> {
  const value = of[name];
  if (typeof value !== 'object' || value === null) fail(`no ${name}`);
  return value as Record<string, unknown>;
}

function readObject(text: string, what: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    fail(`${what} is no JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(`${what} is no object`);
  return value as Record<string, unknown>;
}

const isInstant = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value));

function fail(why: string): never {
  throw new Error(why);
}
