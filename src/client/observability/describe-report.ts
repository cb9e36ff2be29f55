/** A fault as an event of the reports: its classes and places in the code, oldest cause first. The scrubber has the last word. */
import type { ErrorEvent, Exception } from '@sentry/react';
import { debugIdOf } from './debug-ids.ts';
import { messageShape } from './message-shape.ts';
import type { FaultPlace, FaultReport } from './report-error.ts';
import { fileOf } from './scrub.ts';
import { stackPlaces } from './stack-places.ts';

export interface ReportingPage {
  readonly release: string;
  readonly parse: (stack: string) => NonNullable<NonNullable<Exception['stacktrace']>['frames']>;
  /** What the person was at, as the page is now. */
  readonly tags: Readonly<Record<string, string>>;
}

const CAUSES_MAX = 3;

/** Nobody's screen broke: it was recovered from. */
const SURVIVED: ReadonlySet<FaultPlace> = new Set(['engine', 'redrawn']);
/** Nothing of ours caught it. */
const UNCAUGHT: ReadonlySet<FaultPlace> = new Set(['handler', 'promise', 'boot']);

export function describeReport(
  { error, code, place, componentStack }: FaultReport,
  page: ReportingPage,
): ErrorEvent {
  const values = listCauses(error).map((one) => describeError(one, page));
  if (componentStack) {
    const [first] = values;
    const frames = page.parse(componentStack);
    if (first && frames.length > 0) {
      // As Sentry's own React SDK names it, so that it is shown as what it is.
      values.splice(1, 0, { type: `React ErrorBoundary ${first.type}`, stacktrace: { frames } });
    }
  }
  const [main] = values;
  if (main) {
    // The code that the person was shown, unless there is something to say.
    main.value ??= code;
    main.mechanism = { type: 'generic', handled: !UNCAUGHT.has(place) };
  }
  values.reverse();
  return {
    type: undefined,
    level: SURVIVED.has(place) ? 'warning' : 'error',
    exception: { values },
    tags: { ...page.tags, place, code },
    debug_meta: { images: listImages(values, page.release) },
  };
}

function listCauses(error: unknown): unknown[] {
  const causes = [error];
  for (let at = error; causes.length <= CAUSES_MAX; ) {
    at = at instanceof Error ? at.cause : undefined;
    if (at === undefined || at === null || causes.includes(at)) break;
    causes.push(at);
  }
  return causes;
}

function describeError(error: unknown, { parse }: ReportingPage): Exception {
  if (!(error instanceof Error)) return { type: 'NotAnError' };
  const shape = messageShape(error.message);
  const frames = parse(stackPlaces(error));
  return {
    type: error.name,
    ...(shape !== undefined && { value: shape }),
    ...(frames.length > 0 && { stacktrace: { frames } }),
  };
}

function listImages(values: readonly Exception[], release: string) {
  const files = new Set(
    values.flatMap(({ stacktrace }) => (stacktrace?.frames ?? []).map(({ filename }) => fileOf(filename))),
  );
  return [...files].flatMap((file) =>
    file === undefined
      ? []
      : [
          {
            type: 'sourcemap' as const,
            code_file: file,
            debug_id: debugIdOf(release, file.replace('app:///', '')),
          },
        ],
  );
}
