/**
 * One copy of an open app, whose database may have been emptied under it: the engine checks in by itself and goes on, so what
 * was lost is brought back here, before a copy of what is left would be the newest. Under the lock on the copies.
 *
 *   nothing lost            → 'copied'
 *   lost, and brought back  → 'recovered', and copied as it is now
 *   lost, under an app lock → 'owed': its lock went with it, and comes back at the next start; until then no copy is made
 */
import type { Testimony } from '#client/platform/witness.ts';
import { type CopyPorts, makeCopy } from './make-copy.ts';
import { findLoss, type RecoverPorts, recover } from './recover.ts';

export interface KeepPorts extends CopyPorts, RecoverPorts {
  /** What the witness says now. */
  readonly testimony: Testimony | undefined;
  readonly isLocked: boolean;
}

export type Kept = 'copied' | 'recovered' | 'owed';

export async function keepCopy(ports: KeepPorts): Promise<Kept> {
  const lost = await findLoss(ports.store, ports.testimony);
  if (lost !== null && ports.isLocked) return 'owed';
  if (lost !== null) await recover(ports, lost);
  await makeCopy(ports);
  return lost === null ? 'copied' : 'recovered';
}

/** A copy somebody asked for: a recovery that did not get through is why there is none, whatever it failed of. */
export async function makeByHand(
  make: () => Promise<Kept>,
  loss: () => Promise<unknown>,
): Promise<'made' | 'owed'> {
  try {
    return (await make()) === 'owed' ? 'owed' : 'made';
  } catch (error) {
    if ((await loss()) !== null) return 'owed';
    throw error;
  }
}
