/** Writes down now and then which devices were here, for their persons' lists of devices. */
import type { SessionKeeper } from './gateway/session-keeper.ts';

/** To a person a device was there "today"; a minute is fine enough. */
const EVERY_MS = 60_000;

export function noteSeenDevices(sessions: SessionKeeper): () => void {
  // A database that is away is watched by readiness; who is here is noted again at the next connection.
  const timer = setInterval(() => void sessions.writeSeen().catch(() => undefined), EVERY_MS);
  return () => clearInterval(timer);
}
