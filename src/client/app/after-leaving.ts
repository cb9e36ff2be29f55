/**
 * Somebody signed out here: what was begun is finished, and the server hears of it before a new device is met. The cookie
 * of who left without a network is still there, and no page can take it away; with it a new device would be theirs.
 */

import { postAccountCall } from '#client/platform/account-http.ts';
import { noteTold, readWiping } from '#client/platform/change-person.ts';
import { readLeaving } from '#client/platform/present-person.ts';
import type { AccountRequest } from '#protocol/account.ts';
import { wipe } from './leave-device.ts';

/** Before anything is opened. */
export async function finishLeaving(): Promise<void> {
  const database = readWiping(readLeaving());
  if (database !== undefined) await wipe(database);
}

/** False: it cannot be told now. */
export async function tellOfLeaving(timeoutMs: number): Promise<boolean> {
  const nothing: AccountRequest<'account/leave'> = {};
  const told = await postAccountCall('account/leave', nothing, timeoutMs);
  if (told.ok) noteTold();
  return told.ok;
}
