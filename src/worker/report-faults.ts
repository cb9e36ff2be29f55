/** Everything that fails here reaches the pages: what threw, what nobody awaited, and what an event waited for. */
import { tellWorkerFault } from '#client/observability/worker-fault.ts';
import { StillOwed } from './drain-outbox.ts';

declare const self: ServiceWorkerGlobalScope;

export function listenForWorkerFaults(): void {
  self.addEventListener('error', (event) => void report(event.error));
  self.addEventListener('unhandledrejection', (event) => void report(event.reason));
}

/** Passes the outcome on: the browser looks at it too. */
export async function reporting<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    // Before the event is over: a worker that waits for nothing is ended.
    if (!(error instanceof StillOwed)) await report(error);
    throw error;
  }
}

function report(error: unknown): Promise<void> {
  // Nowhere else to say that telling failed.
  return tellWorkerFault(error).catch(() => undefined);
}
