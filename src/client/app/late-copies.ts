/** The copies of this device, fetched when the first screen has been there for a while, or sooner when a screen asks. */
import { reportError } from '#client/observability/report-error.ts';
import { lateDoor, openOnce } from '#client/session/late-door.ts';
import type { CopyKeeper, CopyKeeperParts } from './copy-keeper.ts';

/** What a person came for goes first. */
const START_AFTER_MS = 3_000;

export function createLateCopies(parts: CopyKeeperParts, painted: Promise<void>): CopyKeeper {
  let opening: Promise<CopyKeeper> | undefined;
  let isStopped = false;
  const open = openOnce(() => {
    opening = import('./copy-keeper.ts').then(({ keepCopies }) => keepCopies(parts));
    return opening;
  });
  void painted
    .then(() => new Promise((resolve) => setTimeout(resolve, START_AFTER_MS)))
    .then(() => (isStopped ? undefined : open()))
    .catch((error: unknown) => reportError(error, { place: 'engine' }));
  return {
    door: lateDoor(
      async () => (await open()).door,
      ['list', 'look', 'make', 'restore', 'readPlan', 'restorePlan'],
    ),
    async stop() {
      isStopped = true;
      const keeper = await opening?.catch(() => undefined);
      await keeper?.stop();
    },
  };
}
