/**
 * Whose data this browser shows: the name of their database. A hint only, read before anything is open: the databases
 * themselves say which of them sleep (`store/asleep.ts`). And the note that somebody signed out here. Only what every
 * start needs; what changes it is in `change-person.ts`.
 */
export const PERSON_KEY = 'racha.person';
export const LEAVING_KEY = 'racha.leaving';
export const PERSON_CHANNEL = 'racha.person';
/** The database of a browser's first person, who is noted nowhere. */
export const FIRST_PERSON = 'racha';

/** `wiping <database>`: what lies in it must go before anything is shown. `untold`: the server has not heard. */
export const readLeaving = (): string | null => read(LEAVING_KEY);

export const readPresentPerson = (fallback = FIRST_PERSON): string => read(PERSON_KEY) ?? fallback;

/** Another tab signed out, or let another person in. */
export function onPersonChanged(run: () => void): void {
  if (typeof BroadcastChannel === 'undefined') return;
  new BroadcastChannel(PERSON_CHANNEL).addEventListener('message', run);
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
