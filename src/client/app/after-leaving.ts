/** Somebody signed out here: what was begun is finished, and the server hears of it before a new device is met. */
import { noteLeaving, readLeaving } from '#client/platform/present-person.ts';
import type { Transport } from '#client/platform/transport.ts';

/** Before anything is opened. */
export async function finishLeaving(): Promise<void> {
  const leaving = readLeaving();
  if (leaving?.state !== 'wiping') return;
  const { wipe } = await import('./account-door.ts');
  await wipe(leaving.database);
}

/**
 * The cookie of whoever left is still there when they left without a network: no page can take it away. With it a new
 * device would be theirs.
 */
export function tellingOfLeaving(transport: Transport): Transport {
  return {
    ...transport,
    async openSession(request, options) {
      if (readLeaving()) {
        const { postAccountCall } = await import('#client/platform/account-http.ts');
        const told = await postAccountCall('account/leave', {}, options.timeoutMs);
        if (!told.ok) return { ok: false, failure: { kind: 'unreachable' } };
        noteLeaving(undefined);
      }
      return transport.openSession(request, options);
    },
  };
}
