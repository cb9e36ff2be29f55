/**
 * The last door before an event leaves the device: a new event made of the few fields that may be told, each only in the
 * form that our own code gives it. What the SDK or a later version of it adds is not copied, so nothing has to be known
 * of it (I14: no text, name, amount, key, token, address or id of a group).
 *
 *   exception   the class, one of the engines' own sentences, places in our own files
 *   tags        places, codes and states out of fixed alphabets
 *   breadcrumbs kinds of screens, codes, states
 *   user        the server's salted hash
 */
import type { Breadcrumb, ErrorEvent, Exception, StackFrame } from '@sentry/react';
import { messageShape } from './message-shape.ts';
import { routePattern } from './route-pattern.ts';

const FRAMES_MAX = 60;
const EXCEPTIONS_MAX = 5;
const BREADCRUMBS_MAX = 30;

const CODE = /^E-[0-9A-F]{6}$/;
/** Classes are named by code; what a person wrote does not end like this in one word. */
const CLASS = /^(?:React ErrorBoundary )?[A-Z][A-Za-z]{0,40}(?:Error|Failure|Exception)$|^Error$/;
/** What the build makes, and the two files beside it. */
const FILE = /(?:^|\/)(assets\/[\w.-]{1,80}\.js|sw\.js|boot\.js)$/;
/** An id of ours has twelve capitals and digits in a row, a minified name never. */
const FUNCTION = /^(?:async |new |get |set )?(?!.*[0-9A-Z]{12})[\w$.<>]{1,60}$/;
const HASH = /^[0-9a-f]{32}$/;
const RELEASE = /^racha@\d+\.\d+\.\d+(?:\+[0-9a-f]{1,16})?$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const ENVIRONMENT = /^[a-z][a-z0-9-]{0,31}$/;

/** What a tag may hold. A tag that is not here is not sent. */
const TAGS: Readonly<Record<string, RegExp>> = {
  place: /^[a-z-]{2,20}$/,
  code: CODE,
  language: /^(?:pt-BR|en|es)$/,
  online: /^(?:yes|no)$/,
  route: /^\/[a-z/:]*$/,
  screen: /^(?:narrow|wide)$/,
};

/** What a breadcrumb of each kind may say. */
const CRUMBS: Readonly<Record<string, (message: string) => string | undefined>> = {
  navigation: routePattern,
  fault: (message) => (CODE.test(message) ? message : undefined),
  connection: (message) => (/^(?:online|offline)$/.test(message) ? message : undefined),
  visibility: (message) => (/^(?:visible|hidden)$/.test(message) ? message : undefined),
};

/** The SDK's own address of a file, without host, query or fragment. undefined: not a file of ours. */
export function fileOf(address: unknown): string | undefined {
  if (typeof address !== 'string') return undefined;
  const [bare = ''] = address.split(/[?#]/, 1);
  const file = FILE.exec(bare)?.[1];
  return file === undefined ? undefined : `app:///${file}`;
}

export function scrubEvent(event: ErrorEvent): ErrorEvent {
  const { event_id, timestamp, level, platform, release, environment } = event;
  const values = (event.exception?.values ?? []).slice(-EXCEPTIONS_MAX).map(scrubException);
  const breadcrumbs = (event.breadcrumbs ?? []).slice(-BREADCRUMBS_MAX).flatMap(scrubBreadcrumb);
  const id = event.user?.id;
  return {
    type: undefined,
    ...(matches(HASH, event_id) && { event_id }),
    ...(typeof timestamp === 'number' && { timestamp }),
    ...((level === 'error' || level === 'warning' || level === 'fatal') && { level }),
    ...(platform === 'javascript' && { platform }),
    ...(matches(RELEASE, release) && { release }),
    ...(matches(ENVIRONMENT, environment) && { environment }),
    exception: { values },
    tags: scrubTags(event.tags),
    ...(breadcrumbs.length > 0 && { breadcrumbs }),
    ...(matches(HASH, id) && { user: { id } }),
    ...scrubImages(event),
  };
}

function scrubException({ type, value, mechanism, stacktrace }: Exception): Exception {
  const frames = (stacktrace?.frames ?? []).slice(-FRAMES_MAX).flatMap(scrubFrame);
  const said = matches(CODE, value) ? value : messageShape(value);
  return {
    type: matches(CLASS, type) ? type : 'NotAnError',
    ...(said !== undefined && { value: said }),
    ...(mechanism && { mechanism: { type: 'generic', handled: mechanism.handled === true } }),
    ...(frames.length > 0 && { stacktrace: { frames } }),
  };
}

function scrubFrame({ filename, function: name, lineno, colno }: StackFrame): StackFrame[] {
  const file = fileOf(filename);
  if (file === undefined) return [];
  return [
    {
      filename: file,
      function: matches(FUNCTION, name) ? name : '?',
      in_app: true,
      ...(Number.isSafeInteger(lineno) && { lineno: lineno ?? 0 }),
      ...(Number.isSafeInteger(colno) && { colno: colno ?? 0 }),
    },
  ];
}

function scrubTags(tags: ErrorEvent['tags'] = {}): NonNullable<ErrorEvent['tags']> {
  return Object.fromEntries(
    Object.entries(TAGS).flatMap(([name, pattern]) => {
      const value = Object.hasOwn(tags, name) ? tags[name] : undefined;
      if (name === 'route' && typeof value === 'string') return [[name, routePattern(value)]];
      return matches(pattern, value) ? [[name, value]] : [];
    }),
  );
}

function scrubBreadcrumb({ category = '', message, timestamp }: Breadcrumb): Breadcrumb[] {
  const say = Object.hasOwn(CRUMBS, category) ? CRUMBS[category] : undefined;
  const said = typeof message === 'string' ? say?.(message) : undefined;
  if (said === undefined) return [];
  return [{ category, message: said, ...(typeof timestamp === 'number' && { timestamp }) }];
}

/** Which source map belongs to which file. */
function scrubImages({ debug_meta }: ErrorEvent): Pick<ErrorEvent, 'debug_meta'> {
  const images = (debug_meta?.images ?? []).flatMap((image) => {
    if (image.type !== 'sourcemap') return [];
    const code_file = fileOf(image.code_file);
    return code_file !== undefined && UUID.test(image.debug_id)
      ? [{ type: 'sourcemap' as const, code_file, debug_id: image.debug_id }]
      : [];
  });
  return images.length > 0 ? { debug_meta: { images } } : {};
}

function matches(pattern: RegExp, value: unknown): value is string {
  return typeof value === 'string' && pattern.test(value);
}
