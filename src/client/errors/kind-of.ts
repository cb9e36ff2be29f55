/** Which kind a thrown thing is, by its type and name alone: messages differ by browser and language, and may quote a person. */
import { StoreError } from '#client/platform/device-store.ts';
import type { ErrorKind } from './error-kinds.ts';

export function kindOf(error: unknown): ErrorKind {
  if (error instanceof StoreError) return `storage.${error.kind}`;
  if (!isNamed(error)) return 'unknown.error';
  return BY_NAME[error.name] ?? (isMissingChunk(error) ? 'update.chunk-away' : 'unknown.error');
}

/** An answer's status over HTTP; undefined: it is none of a failure. */
export function kindOfStatus(status: number): ErrorKind | undefined {
  if (status < 400) return undefined;
  if (status === 404 || status === 410) return 'server.not-found';
  if (status === 429) return 'server.too-many';
  if (status >= 502 && status <= 504) return 'server.unavailable';
  return status >= 500 ? 'server.failed' : 'server.refused';
}

const BY_NAME: Readonly<Record<string, ErrorKind>> = {
  // Of an object store, a cache, a file.
  QuotaExceededError: 'storage.full',
  // Dexie's and IndexedDB's own, where they did not pass our store.
  DatabaseClosedError: 'storage.lost',
  VersionError: 'storage.newer',
  OpenFailedError: 'storage.broken',
  MissingAPIError: 'storage.denied',
  SecurityError: 'storage.denied',
  TimeoutError: 'transport.timeout',
  // The engine's: the rules of the ops could not be fetched.
  ActsMissingError: 'commit.app-incomplete',
};

/** What browsers and Vite throw when `import()` finds nothing: told apart by nothing but these words of theirs. */
function isMissingChunk(error: object): boolean {
  return 'message' in error && typeof error.message === 'string' && MISSING_CHUNK.test(error.message);
}
const MISSING_CHUNK = /dynamically imported module|importing a module script failed|preload css/i;

function isNamed(error: unknown): error is { name: string } {
  return typeof error === 'object' && error !== null && 'name' in error && typeof error.name === 'string';
}
