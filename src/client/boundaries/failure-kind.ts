/** Under which kind a boundary tells what stopped there: what the error itself is where that is known, else where it was. */
import type { ErrorKind, KindOf } from '#client/errors/error-kinds.ts';
import { kindOf } from '#client/errors/kind-of.ts';
import { MissingPart } from './missing-chunk.ts';

export function failureKind(error: unknown, place: KindOf<'render'>): ErrorKind {
  if (error instanceof MissingPart) return 'update.chunk-away';
  const kind = kindOf(error);
  return kind === 'unknown.error' ? `render.${place}` : kind;
}
