/**
 * The one home of Sentry in the server, loaded only with a DSN. A client of its own: no instrumentation, no integrations,
 * nothing of requests, of the process or of the machine; it carries what `describe-failure.ts` says and no more. A
 * receiver that is slow or gone costs at most 64 reports in memory and two seconds at the end.
 */
import {
  defaultStackParser,
  type ErrorEvent,
  makeNodeTransport,
  NodeClient,
  Scope,
  type StackFrame,
} from '@sentry/node';
import type { FailureReport, FailureReports } from './failure-reports.ts';

/** A loop that fails must not become a flood over there as well. */
const PER_MINUTE_MAX = 30;
const CLOSE_MAX_MS = 2_000;

export interface SentryOptions {
  readonly dsn: string;
  readonly environment: string;
  readonly release: string;
  /** Monotonic ms. */
  readonly now: () => number;
}

export function openSentry({ dsn, environment, release, now }: SentryOptions): FailureReports {
  const client = new NodeClient({
    dsn,
    environment,
    release,
    integrations: [],
    stackParser: defaultStackParser,
    transport: makeNodeTransport,
    sendClientReports: false,
    includeServerName: false,
    enableRuntimeChannelInjection: false,
    dataCollection: { userInfo: false },
    beforeSend: keepOurs,
  });
  const scope = new Scope();
  scope.setClient(client);
  let minute = { since: now(), count: 0 };
  return {
    report(failure) {
      if (now() - minute.since >= 60_000) minute = { since: now(), count: 0 };
      minute.count += 1;
      if (minute.count <= PER_MINUTE_MAX) client.captureEvent(eventOf(failure), {}, scope);
    },
    async close() {
      await client.close(CLOSE_MAX_MS);
    },
  };
}

function eventOf({ fields, message, level, route, at }: FailureReport): ErrorEvent {
  const frames = defaultStackParser(fields.frames ?? '').map(withoutMachine);
  const { kind, state, code } = fields;
  const exception = {
    type: fields.name ?? 'Error',
    value: message,
    mechanism: { type: 'generic', handled: level !== 'fatal' },
    ...(frames.length > 0 && { stacktrace: { frames } }),
  };
  const tags = {
    ...(kind && { kind }),
    ...(state && { state }),
    ...(code && { code }),
    ...(route && { route }),
  };
  return {
    type: undefined,
    level,
    exception: { values: [exception] },
    tags,
    ...(at !== undefined && { timestamp: at / 1_000 }),
  };
}

/** Where the server lies on its disk is nobody's business, and differs between nodes of one release. */
function withoutMachine({ filename = '', function: name, lineno, colno }: StackFrame): StackFrame {
  const [place = filename] = /(?:src|node_modules)\/(?!.*\/node_modules\/).*$/.exec(filename) ?? [];
  const isOurs = place.startsWith('src/');
  const isNamed = isOurs || place.startsWith('node_modules/') || place.startsWith('node:');
  return {
    filename: isNamed ? `${isOurs ? 'app:///' : ''}${place}` : '?',
    function: name ?? '?',
    in_app: isOurs,
    ...(lineno !== undefined && { lineno }),
    ...(colno !== undefined && { colno }),
  };
}

/** What the SDK adds of itself (runtime, machine, trace) stays here. */
function keepOurs(event: ErrorEvent): ErrorEvent {
  const { event_id, timestamp, platform, level, release, environment, exception, tags } = event;
  return {
    type: undefined,
    ...(event_id !== undefined && { event_id }),
    ...(timestamp !== undefined && { timestamp }),
    ...(platform !== undefined && { platform }),
    ...(level !== undefined && { level }),
    ...(release !== undefined && { release }),
    ...(environment !== undefined && { environment }),
    ...(exception && { exception }),
    ...(tags && { tags }),
  };
}
