/**
 * A short code for an unexpected error, the same for the same place in the code: what a person can read out to
 * support. Made of the error's name and the functions it came through; never of its message, which may quote
 * what somebody wrote.
 */
export function codeOfError(error: unknown): string {
  const { name, frames } = describeError(error);
  return `E-${fnv1a(`${name}|${frames.slice(0, 4).join('|')}`)
    .toString(16)
    .padStart(8, '0')
    .slice(0, 6)
    .toUpperCase()}`;
}

export interface ErrorShape {
  readonly name: string;
  /** `functionName file.js:line:column`, without host or query. */
  readonly frames: readonly string[];
}

const FRAMES_MAX = 12;

export function describeError(error: unknown): ErrorShape {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] };
  const lines = (error.stack ?? '').split('\n');
  const frames = lines.map(readFrame).filter((frame) => frame !== undefined);
  return { name: error.name, frames: frames.slice(0, FRAMES_MAX) };
}

/** Chrome: `at name (url:1:2)`; Firefox and Safari: `name@url:1:2`. Anything else may be a message. */
function readFrame(line: string): string | undefined {
  const match =
    /^ {4}at (?:async )?(?:(\S+) )?\(?\S*?([\w.-]+:\d+:\d+)\)?$/.exec(line) ??
    /^([^@\s]*)@\S*?([\w.-]+:\d+:\d+)$/.exec(line);
  return match ? `${match[1] ?? ''} ${match[2]}`.trim() : undefined;
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
