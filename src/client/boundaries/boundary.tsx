/**
 * Where an error stops. Each part of a screen that can do without its neighbours stands in one of its own, and what is
 * outside goes on: the list without a row, the composer without the list, the screen without a card.
 *
 *   app ⊃ screen ⊃ list ⊃ row, card      what is drawn
 *                ⊃ composer, sheet       where something is being written: outlives the list, and the list it
 *                ⊃ bar                   says how things stand: goes without a word
 *
 * What fails is reported (`report-error.ts`) and can be tried again; `resetKeys` tries again by itself when one of them
 * changes. Drafts and the outbox lie below all of this and never notice.
 */
import type { ReactNode } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { type FaultPlace, reportError } from '#client/observability/report-error.ts';
import { retryFailedParts } from './lazy-part.tsx';

export interface Failure {
  readonly error: unknown;
  readonly retry: () => void;
}

export interface BoundaryProps {
  readonly place: FaultPlace;
  /** By identity. */
  readonly resetKeys?: readonly unknown[];
  readonly fallback: (failure: Failure) => ReactNode;
  readonly children: ReactNode;
}

/** No hooks: every row of a list stands in one. */
export function Boundary({ place, resetKeys = NONE, fallback, children }: BoundaryProps) {
  return (
    <ErrorBoundary
      resetKeys={[...resetKeys]}
      onError={(error, { componentStack }) => reportError(error, { place, componentStack })}
      onReset={retryFailedParts}
      fallbackRender={({ error, resetErrorBoundary }) => fallback({ error, retry: resetErrorBoundary })}
    >
      {children}
    </ErrorBoundary>
  );
}

const NONE: readonly unknown[] = [];
