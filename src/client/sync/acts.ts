/**
 * What a person does to the outbox and the tray. Behind it stand the rules of every op type, which a first screen does
 * not need: an app loads it after its first paint, and the first thing anybody does waits for it (`EngineOptions.loadActs`).
 */
import { cancelQueued, restoreQueued } from './cancel-queued.ts';
import { commitIntents } from './commit-intents.ts';
import { createInvite } from './create-invite.ts';
import { createEnginePlans } from './engine-plans.ts';
import { createGroup, joinGroup } from './memberships.ts';
import { discardFromTray, retryFromTray } from './tray.ts';

export const ACTS = {
  commitIntents,
  createGroup,
  joinGroup,
  createInvite,
  retryFromTray,
  discardFromTray,
  cancelQueued,
  restoreQueued,
  createEnginePlans,
} as const;
export type Acts = typeof ACTS;
