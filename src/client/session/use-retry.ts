/** When what waits is tried again, as one moment for whoever shows it, and counting down to it. */
import { useEffect, useState } from 'react';
import type { EngineStatus } from '#client/sync/engine-types.ts';

/** Epoch ms by the device's clock; `now`: it is being tried; null: nothing waits for a time. */
export type RetryMoment = number | 'now' | null;

/** Of the connection, or of the lanes that the server has wait although it is connected. */
export function retryMomentOf({ connection, queued, heldUntil }: EngineStatus): RetryMoment {
  switch (connection.name) {
    case 'offline':
    case 'waiting':
      return connection.retryAt;
    case 'connecting':
      return 'now';
    case 'online':
      return queued > 0 ? heldUntil : null;
  }
}

/**
 * Whole seconds left; 0: it is being tried. Counted by a clock that nobody sets: a device whose time is put right meanwhile
 * does not wait for hours.
 */
export function useSecondsUntil(moment: RetryMoment): number {
  const [seconds, setSeconds] = useState(() => secondsUntil(moment));
  useEffect(() => {
    setSeconds(secondsUntil(moment));
    if (typeof moment !== 'number') return;
    const endsAt = performance.now() + (moment - Date.now());
    const count = (): void => setSeconds(Math.max(0, Math.ceil((endsAt - performance.now()) / 1_000)));
    const timer = setInterval(count, 250);
    return () => clearInterval(timer);
  }, [moment]);
  return seconds;
}

function secondsUntil(moment: RetryMoment): number {
  return typeof moment === 'number' ? Math.max(0, Math.ceil((moment - Date.now()) / 1_000)) : 0;
}
