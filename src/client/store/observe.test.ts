/** A live query through a connection that goes away and comes back. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test, vi } from 'vitest';
import { endWriting, noteWriting } from '#client/platform/writing.ts';
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

test('while somebody writes in a text, the first reading is at once, and what changes after it is read once, later', async () => {
  const database = openDatabase({ name: 'observe-writing', indexedDB: new IDBFactory(), IDBKeyRange });
  await database.drafts.put(draft('a'));
  noteWriting();
  const writing = setInterval(noteWriting, 100);
  const shown: (string | undefined)[] = [];
  let readings = 0;
  const stop = observe(async () => {
    readings += 1;
    return (await database.drafts.get('g'))?.text;
  }).subscribe((text) => shown.push(text));
  await vi.waitFor(() => expect(shown).toEqual(['a']));
  for (const text of ['ab', 'abc', 'abcd']) await database.drafts.put(draft(text));
  await vi.waitFor(() => expect(shown).toEqual(['a', 'abcd']), 10_000);
  expect(readings).toBe(2);
  clearInterval(writing);
  endWriting();
  await database.drafts.put(draft('e'));
  await vi.waitFor(() => expect(shown).toEqual(['a', 'abcd', 'e']), 10_000);
  stop();
  closeDatabase(database);
});
