/**
 * Whose data this browser shows: the name of their database. A hint only, read before anything is open: the databases
 * themselves say which of them sleep (`store/person-databases.ts`). And the note that somebody signed out here.
 */
const PERSON_KEY = 'racha.person';
const LEAVING_KEY = 'racha.leaving';
const CHANNEL = 'racha.person';

/** `wiping`: what lies in this database must go before anything is shown. `untold`: the server has not heard. */
export type Leaving = { readonly state: 'wiping'; readonly database: string } | { readonly state: 'untold' };

export function readPresentPerson(fallback: string): string {
  return read(PERSON_KEY) ?? fallback;
}

export function notePresentPerson(database: string): void {
  write(PERSON_KEY, database);
}

export function readLeaving(): Leaving | undefined {
  const noted = read(LEAVING_KEY);
  if (noted === undefined) return undefined;
  return noted.startsWith('wiping ') ? { state: 'wiping', database: noted.slice(7) } : { state: 'untold' };
}

export function noteLeaving(leaving: Leaving | undefined): void {
  if (!leaving) forget(LEAVING_KEY);
  else write(LEAVING_KEY, leaving.state === 'wiping' ? `wiping ${leaving.database}` : 'untold');
}

/** What this device is set to, whoever uses it. */
const KEPT = ['racha.theme', 'racha.language', LEAVING_KEY];

export function forgetPerson(): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith('racha.') && !KEPT.includes(key)) localStorage.removeItem(key);
    }
    sessionStorage.clear();
  } catch {
    // Forbidden: then nothing was kept there.
  }
}

/** The other tabs show somebody who is not here any more. */
export function tellPersonChanged(): void {
  if (typeof BroadcastChannel === 'undefined') return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('changed');
  channel.close();
}

export function onPersonChanged(run: () => void): void {
  if (typeof BroadcastChannel === 'undefined') return;
  new BroadcastChannel(CHANNEL).addEventListener('message', run);
}

function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Forbidden: one person per browser then.
  }
}

function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Forbidden: it was never written.
  }
}
