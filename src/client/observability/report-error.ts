/**
 * The one place where everything that should not have happened arrives: boundaries, handlers, promises, timers, React
 * itself, the engine's own faults, the service worker.
 *
 *   reportError(error, where) ──→ a code ──→ the last ones, for "copy details"
 *                                    └─────→ listeners: the toast, later whoever sends reports. Each also hears what
 *                                            was reported before it came, oldest first
 *
 * Never throws and never waits: it is called where something has just gone wrong. What an error says may quote what
 * somebody wrote; a listener that lets anything leave the device strips it.
 */
import { codeOfError } from './error-code.ts';

export type FaultPlace =
  /** React boundaries, the widest first. */
  | 'app'
  | 'screen'
  | 'list'
  | 'row'
  | 'composer'
  | 'card'
  | 'sheet'
  | 'editor'
  /** What stands beside and goes without a word. */
  | 'bar'
  /** What no boundary catches: event handlers and timers; promises nobody awaited. */
  | 'handler'
  | 'promise'
  /** React drew it again and it went well. */
  | 'redrawn'
  /** Before anything was drawn. */
  | 'boot'
  /** Recovered from by itself. */
  | 'engine'
  | 'service-worker';

export interface Where {
  readonly place: FaultPlace;
  /** React's, of a boundary: component names and places in the code. */
  readonly componentStack?: string | null | undefined;
}

export interface FaultReport extends Where {
  readonly error: unknown;
  readonly code: string;
}

export type FaultListener = (report: FaultReport) => void;

const KEPT = 20;

let kept: readonly FaultReport[] = [];
const listeners = new Set<FaultListener>();

/** Returns the code to show. */
export function reportError(error: unknown, where: Where): string {
  const report = { ...where, error, code: codeOfError(error) };
  kept = [...kept, report].slice(-KEPT);
  for (const listener of listeners) tell(listener, report);
  return report.code;
}

/** Returns what ends it. */
export function onReport(listener: FaultListener): () => void {
  for (const report of kept) tell(listener, report);
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The newest last. */
export function listRecentCodes(): readonly string[] {
  return kept.map(({ code }) => code);
}

/** A listener that fails must not hide the error from the others, nor become the next one. */
function tell(listener: FaultListener, report: FaultReport): void {
  try {
    listener(report);
  } catch {
    // Whoever listens looks after itself.
  }
}
