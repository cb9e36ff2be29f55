/**
 * What this device knows of its person's answer about error reports, in a small database of its own: an app whose main
 * database does not open can still tell what broke, and a no outlives a killed browser, which localStorage does not
 * (Chromium writes that down seconds later). It holds nothing but where reports go. One entry per person of this
 * browser; it goes when they leave.
 */
import * as v from 'valibot';
import { reportPlaceSchema } from '#protocol/error-reports.ts';

/** Also in `app/start-reports.ts`, which must not load this. */
const DATABASE = 'racha.reports-permission';
const STORE = 'permission';

const permissionSchema = v.variant('state', [
  /** `place` null: the server has none, as far as was heard. */
  v.object({ state: v.literal('given'), place: v.nullable(reportPlaceSchema) }),
  /** Ended here; the server has not heard yet. */
  v.object({ state: v.literal('withdrawn') }),
]);
export type Permission = v.InferOutput<typeof permissionSchema>;

export interface PermissionNote {
  read(): Promise<Permission | undefined>;
  /** Resolves when it is on disk. Rejects where it cannot be kept. */
  write(permission: Permission | undefined): Promise<void>;
}

/** `person`: the name of their database. */
export function createPermissionNote(person: string): PermissionNote {
  return {
    async read() {
      try {
        const database = await open('existing');
        if (!database) return undefined;
        const found = await done(database.transaction(STORE).objectStore(STORE).get(person)).finally(() =>
          database.close(),
        );
        const noted = v.safeParse(permissionSchema, found);
        return noted.success ? noted.output : undefined;
      } catch {
        return undefined;
      }
    },
    async write(permission) {
      const database = await open(permission ? 'new' : 'existing');
      if (!database) return;
      try {
        const writing = database.transaction(STORE, 'readwrite', { durability: 'strict' });
        const store = writing.objectStore(STORE);
        if (permission) store.put(permission, person);
        else store.delete(person);
        await new Promise<void>((resolve, reject) => {
          writing.oncomplete = () => resolve();
          writing.onabort = () => reject(writing.error);
        });
      } finally {
        database.close();
      }
    },
  };
}

/** undefined: there is none, and none was asked to be made. */
async function open(which: 'existing' | 'new'): Promise<IDBDatabase | undefined> {
  const request = indexedDB.open(DATABASE);
  let isAbsent = false;
  request.onupgradeneeded = () => {
    if (which === 'new') request.result.createObjectStore(STORE);
    else {
      isAbsent = true;
      request.transaction?.abort();
    }
  };
  return await done(request).catch((error: unknown) => {
    if (isAbsent) return undefined;
    throw error;
  });
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
