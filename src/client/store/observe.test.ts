/** A live query through a connection that goes away and comes back. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test, vi } from 'vitest';
import { closeDatabase, openDatabase } from './database.ts';
import { observe } from './observe.ts';

const draft = (text: string) => ({ groupId: 'g', text, replyTo: null, editing: null });

test.each(['UnknownError', 'AbortError', 'DatabaseClosedError'])(
  'fault 37: a read that fails with %s is asked again; what was shown stays, and changes are seen after it',
  async (name) => {
    const indexedDB = new IDBFactory();
    const database = openDatabase({ name: `observe-${name}`, indexedDB, IDBKeyRange });
    let isAway = false;
    const shown: (string | undefined)[] = [];
    const failures: unknown[] = [];
    const stop = observe(async () => {
      if (isAway) throw Object.assign(new Error(name), { name });
      return (await database.drafts.get('g'))?.text;
    }).subscribe(
      (text) => shown.push(text),
      (error) => failures.push(error),
    );
    await vi.waitFor(() => expect(shown).toEqual([undefined]));
    isAway = true;
    await database.drafts.put(draft('a'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(shown).toEqual([undefined]);
    isAway = false;
    await vi.waitFor(() => expect(shown).toEqual([undefined, 'a']));
    await database.drafts.put(draft('ab'));
    await vi.waitFor(() => expect(shown).toEqual([undefined, 'a', 'ab']));
    expect(failures).toEqual([]);
    stop();
    closeDatabase(database);
  },
);
