/**
 * A failure as a line of the log: its kind, its SQLSTATE, where in the code it was. Never its message or its cause's:
 * both may quote what somebody wrote (I14).
 */
import { sqlStateOf } from './db/sql-errors.ts';
import { LogStoreError } from './sync/log-store.ts';

export interface FailureLine {
  readonly level: 'warn' | 'error';
  readonly fields: Readonly<Record<string, string | undefined>>;
  readonly message: string;
}

const FRAMES_MAX = 8;

export function describeFailure(error: unknown): FailureLine {
  if (error instanceof LogStoreError && error.kind !== 'refused') {
    const cause = error.cause instanceof Error ? error.cause : undefined;
    const fields = { kind: error.kind, state: sqlStateOf(cause), cause: cause?.name };
    return { level: 'warn', fields, message: 'a commit failed' };
  }
  const name = error instanceof Error ? error.name : typeof error;
  return { level: 'error', fields: { name, frames: framesOf(error) }, message: 'a bug was survived' };
}

/** The stack begins with the message, and a message has lines that look like frames when a person wrote such. */
function framesOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { stack = '', message } = error;
  const at = stack.indexOf(message);
  // What stands before it is the error's class and nothing else, or this is not where the message ends.
  if (at < 0 || !/^(\w+(: )?)?$/.test(stack.slice(0, at))) return '';
  const lines = stack.slice(at + message.length).split('\n');
  return lines
    .filter((line) => line.startsWith('    at '))
    .slice(0, FRAMES_MAX)
    .join('\n');
}
