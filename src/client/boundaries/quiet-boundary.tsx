/**
 * A bar or a note around the screens, a reader of what one writes: nobody waits for it and without it everything works, so
 * that it goes without a word and is only reported.
 */
import type { ReactNode } from 'react';
import { Boundary } from './boundary.tsx';

export function QuietBoundary({
  resetKeys = [],
  children,
}: {
  readonly resetKeys?: readonly unknown[];
  readonly children: ReactNode;
}) {
  return (
    <Boundary place="bar" resetKeys={resetKeys} fallback={() => null}>
      {children}
    </Boundary>
  );
}
