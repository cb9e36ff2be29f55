/** The doors of an open session whose rooms no first screen needs, and none in somebody's first minute. */
import type { AccountDoor } from '#client/session/account-door.ts';
import type { CarryDoor } from '#client/session/carry-door.ts';
import { lateDoor, openOnce, subscribeLate } from '#client/session/late-door.ts';
import type { PhotoDoor } from '#client/session/photos.ts';
import type { PlanTextDoor } from '#client/session/plan-texts.ts';
import type { SearchDoor } from '#client/session/search-door.ts';
import type { AccountDoorParts } from './account-door.ts';
import type { CarryDoorParts } from './carry-door.ts';
import type { PhotoDoorParts } from './photo-door.ts';
import type { PlanTextDoorParts } from './plan-text-door.ts';
import type { SearchDoorParts, SearchKeeper } from './search-door.ts';

export function createLateAccounts(parts: AccountDoorParts): AccountDoor {
  const open = async (): Promise<AccountDoor> => (await import('./account-door.ts')).createAccountDoor(parts);
  return {
    // Which answer comes depends on the name: that much `lateDoor` cannot say.
    call: async (name, request) => (await open()).call(name, request),
    ...lateDoor(open, ['readConsents', 'answerConsent', 'enter', 'enterApart', 'leave']),
  };
}

/** Nobody's first screen has a photo that is not laid out before it comes. */
export function createLatePhotos(parts: PhotoDoorParts): PhotoDoor {
  const open = openOnce(async () => (await import('./photo-door.ts')).createPhotoDoor(parts));
  return {
    ...lateDoor(open, ['attach', 'show']),
    observeSending: (photo) => ({
      subscribe: (next) => subscribeLate(open, (door) => door.observeSending(photo).subscribe(next)),
    }),
  };
}

/** Files are made and opened by code that few ever need. */
export function createLateCarry(parts: CarryDoorParts): CarryDoor {
  const open = async (): Promise<CarryDoor> => (await import('./carry-door.ts')).createCarryDoor(parts);
  return lateDoor(open, [
    'makeFile',
    'lookAtFile',
    'openFile',
    'takeIn',
    'makeBundle',
    'readBundle',
    'deliver',
  ]);
}

/** Yjs and what knows it come with the first text that is opened. */
export function createLatePlanTexts(parts: PlanTextDoorParts): PlanTextDoor {
  const open = openOnce(async () => (await import('./plan-text-door.ts')).createPlanTextDoor(parts));
  return lateDoor(open, ['open', 'readAt', 'listOlder']);
}

export function createLateSearch(parts: SearchDoorParts): { readonly door: SearchDoor; stop(): void } {
  let keeper: SearchKeeper | undefined;
  let isStopped = false;
  const open = openOnce(async (): Promise<SearchDoor> => {
    keeper = (await import('./search-door.ts')).createSearchKeeper(parts);
    if (isStopped) keeper.stop();
    return keeper.door;
  });
  const late = lateDoor(open, ['ask', 'askServer', 'listPeople', 'listRecent', 'keepRecent', 'clearRecent']);
  return {
    door: {
      ...late,
      // At once: even a module that is here comes a frame later, and by then the letter could be found.
      ask: (...asked) => (keeper?.door ?? late).ask(...asked),
      onChanged: (listener) => subscribeLate(open, (door) => door.onChanged(listener)),
    },
    stop() {
      isStopped = true;
      keeper?.stop();
    },
  };
}
