/**
 * Cuts sockets whose session is over: signed out, revoked from another device, expired, or now another account's. Every
 * frame asks for its session, but one who only listens sends none and would go on being told.
 *
 * At once nearly, on this node; on others when their memory of the session has gone stale (`session-keeper.ts`).
 */
import type { Session } from '../sync/session.ts';

const LOOK_EVERY_MS = 1_000;

export interface SessionHolder {
  readonly session: Session;
  readonly token: string;
  cut(): void;
}

export interface EndedSessionWatch {
  stop(): void;
}

export function cutEndedSessions(
  listHolders: () => readonly SessionHolder[],
  check: (token: string) => Promise<Session | undefined>,
): EndedSessionWatch {
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    // One query for all of them: the keeper gathers what is asked in one turn.
    await Promise.all(listHolders().map((holder) => cutIfEnded(holder, check)));
    isLooking = false;
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

async function cutIfEnded(
  { session, token, cut }: SessionHolder,
  check: (token: string) => Promise<Session | undefined>,
): Promise<void> {
  try {
    const present = await check(token);
    if (present?.deviceId !== session.deviceId || present.accountId !== session.accountId) cut();
  } catch {
    // The database is away: nobody can say that it ended.
  }
}
