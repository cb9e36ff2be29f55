import { useEffect, useState } from 'react';
import { useEngine } from '#client/session/session-context.ts';
import { localDayOf } from './conversation-rows.ts';

/** A timer may sleep with the device; it looks again at least this often. */
const LOOK_AGAIN_MS = 15 * 60_000;

/** Epoch ms of the beginning of this day, by the corrected clock. Changes at midnight. */
export function useToday(): number {
  const engine = useEngine();
  const [today, setToday] = useState(() => localDayOf(engine.correctedNow()).start);
  useEffect(() => {
    const now = engine.correctedNow();
    const untilMidnight = localDayOf(now).end - now;
    const look = (): void => setToday(localDayOf(engine.correctedNow()).start);
    const once = setTimeout(look, Math.min(untilMidnight + 1_000, LOOK_AGAIN_MS));
    const again = setInterval(look, LOOK_AGAIN_MS);
    // A hello may have shown that this device's clock is days off.
    const unsubscribe = engine.subscribe(look);
    return () => {
      unsubscribe();
      clearTimeout(once);
      clearInterval(again);
    };
  }, [engine]);
  return today;
}
