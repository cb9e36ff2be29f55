import type { FallbackProps } from 'react-error-boundary';
import { useReader } from '#client/session/session-context.ts';
import { CrashScreen } from './crash-screen.tsx';

/** One screen broke; the navigation still works, and leaving the screen clears it. */
export function RouteCrash({ error }: FallbackProps) {
  const reader = useReader();
  return <CrashScreen error={error} reader={reader} />;
}
