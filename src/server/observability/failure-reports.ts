/**
 * Where failures of the server go besides the log: to a receiver of error reports, if the operator named one. Without it
 * nothing is loaded. What is handed in is already a line of the log (`describe-failure.ts`): no message, no body, no
 * header, no address, nobody's id.
 */
import type { FailureLine } from '../describe-failure.ts';

export interface FailureReport {
  readonly fields: FailureLine['fields'];
  /** Ours, and always the same: `a bug was survived`. */
  readonly message: string;
  readonly level: 'error' | 'fatal';
  /** As registered, like `POST /sync/push`. */
  readonly route?: string;
  /** Epoch ms, when it was not now. */
  readonly at?: number;
}

export interface FailureReports {
  report(failure: FailureReport): void;
  /** What is on its way gets a moment. */
  close(): Promise<void>;
}

export interface FailureReportsOptions {
  readonly dsn: string | undefined;
  readonly environment: string;
  readonly release: string;
}

export async function openFailureReports({ dsn, ...rest }: FailureReportsOptions): Promise<FailureReports> {
  if (dsn === undefined) return { report: () => undefined, close: async () => undefined };
  const { openSentry } = await import('./sentry.ts');
  return openSentry({ dsn, ...rest, now: () => performance.now() });
}
