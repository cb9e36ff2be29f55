/** What changes whose data this browser shows; read at each start by `present-person.ts`. */
import { LEAVING_KEY, PERSON_CHANNEL, PERSON_KEY } from './present-person.ts';

export function notePresentPerson(database: string): void {
  write(PERSON_KEY, database);
}

const WIPING = 'wiping ';

export function noteWiping(database: string): void {
  write(LEAVING_KEY, `${WIPING}${database}`);
}

/** The database that is to go, when somebody was about to leave; undefined: it is gone, or nobody was. */
export function readWiping(note: string | null): string | undefined {
  return note?.startsWith(WIPING) ? note.slice(WIPING.length) : undefined;
}

export function noteUntold(): void {
  write(LEAVING_KEY, 'untold');
}

export function noteTold(): void {
  try {
    localStorage.removeItem(LEAVING_KEY);
  } catch {
    // Forbidden: it was never written.
  }
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
  const channel = new BroadcastChannel(PERSON_CHANNEL);
  channel.postMessage('changed');
  channel.close();
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Forbidden: one person per browser then.
  }
}
