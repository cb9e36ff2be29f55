import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import type { ReportPlace } from '#protocol/error-reports.ts';
import { createErrorReports } from './error-reports.ts';
import { createPermissionNote, type Permission } from './report-permission.ts';

const PLACE: ReportPlace = {
  dsn: 'https://key@errors.example/1',
  environment: 'test',
  sampleRate: 1,
  user: 'a'.repeat(32),
};

/** A browser with its server: what the server says, who hears it, and what was sent, kept and asked. */
function browser() {
  globalThis.indexedDB = new IDBFactory();
  const server = { isAllowed: true, place: PLACE as ReportPlace | null, isThere: true, told: 0 };
  const seen = {
    opened: [] as ReportPlace[],
    open: 0,
    listening: 0,
    asked: 0,
    emptied: 0,
    loads: true,
    reported: [] as string[],
  };
  /** What broke in the page before anybody listened. */
  const before: string[] = [];
  const count = (what: 'open' | 'listening', by: number): void => {
    seen[what] += by;
  };
  const startTab = (person = 'racha') =>
    createErrorReports({
      note: createPermissionNote(person),
      async ask() {
        seen.asked += 1;
        return server.isThere ? { isAllowed: server.isAllowed, place: server.place } : undefined;
      },
      async tellWithdrawn() {
        if (server.isThere) server.told += 1;
        return server.isThere;
      },
      async open(place) {
        if (!seen.loads) throw new TypeError('no such chunk');
        seen.opened.push(place);
        seen.open += 1;
        return {
          report: ({ code }) => void seen.reported.push(code),
          note: () => undefined,
          close: () => count('open', -1),
        };
      },
      async emptyQueue() {
        seen.emptied += 1;
      },
      onReport(listener) {
        for (const code of before) listener({ code, error: undefined, place: 'handler' });
        count('listening', 1);
        return () => count('listening', -1);
      },
      watchPage: () => () => undefined,
      tellTabs: () => undefined,
    });
  return { server, seen, before, startTab };
}

test('nobody asked: nothing is fetched, opened or asked of the server', async () => {
  const { seen, startTab } = browser();
  await startTab().start();
  expect(seen).toMatchObject({ opened: [], asked: 0, listening: 0 });
});

test('a yes begins it at once and at every start, also without a network', async () => {
  const { seen, server, startTab } = browser();
  await startTab().noteAnswer(true);
  expect(seen).toMatchObject({ opened: [PLACE], open: 1, listening: 1 });
  server.isThere = false;
  await startTab().start();
  expect(seen.opened).toEqual([PLACE, PLACE]);
});

test('what broke before the yes is not told; what broke before the code that sends was there is', async () => {
  const { before, seen, startTab } = browser();
  before.push('E-000001');
  await startTab().noteAnswer(true);
  expect(seen.reported).toEqual([]);
  await startTab().start();
  expect(seen.reported).toEqual(['E-000001']);
});

test('a yes where the server has no receiver opens nothing, until it has one', async () => {
  const { seen, server, startTab } = browser();
  server.place = null;
  const tab = startTab();
  await tab.noteAnswer(true);
  expect(seen.open).toBe(0);
  server.place = PLACE;
  await tab.refresh();
  expect(seen.open).toBe(1);
  server.place = null;
  await tab.refresh();
  expect(seen).toMatchObject({ open: 0, listening: 0 });
  expect(await tab.state()).toBe('given');
});

describe('a no', () => {
  test('ends it at once and drops what waited, though the server does not hear; it is told later, once', async () => {
    const { seen, server, startTab } = browser();
    const tab = startTab();
    await tab.noteAnswer(true);
    server.isThere = false;
    await tab.withdraw();
    expect(seen).toMatchObject({ open: 0, listening: 0, emptied: 1 });
    expect(await tab.state()).toBe('withdrawn');
    server.isThere = true;
    await startTab().start();
    expect(server.told).toBe(1);
    expect(await tab.state()).toBeUndefined();
    await startTab().start();
    expect(server.told).toBe(1);
    expect(seen.open).toBe(0);
  });

  test('said in another tab or on another device ends it here too', async () => {
    const { seen, server, startTab } = browser();
    const one = startTab();
    const other = startTab();
    await one.noteAnswer(true);
    await other.start();
    expect(seen.open).toBe(2);
    await one.withdraw();
    await other.look();
    expect(seen.open).toBe(0);

    await one.noteAnswer(true);
    server.isAllowed = false;
    await one.refresh();
    expect(seen.open).toBe(0);
    expect(await one.state()).toBeUndefined();
  });

  test('said while the server was being asked is not undone by its answer', async () => {
    const { seen, startTab } = browser();
    const tab = startTab();
    await Promise.all([tab.noteAnswer(true), tab.withdraw()]);
    expect(seen).toMatchObject({ open: 0, listening: 0 });
    expect(await tab.state()).not.toBe('given');
  });
});

test('another person of this browser has not been asked', async () => {
  const { seen, startTab } = browser();
  await startTab('racha').noteAnswer(true);
  const other = startTab('racha-01JG');
  await other.start();
  expect(await other.state()).toBeUndefined();
  expect(seen.opened).toHaveLength(1);
});

test('without the code that sends, the next look tries again', async () => {
  const { seen, startTab } = browser();
  seen.loads = false;
  const tab = startTab();
  await tab.noteAnswer(true);
  expect(seen.open).toBe(0);
  seen.loads = true;
  await tab.refresh();
  expect(seen.open).toBe(1);
});

test('a note that is none is no yes, and asking for it makes no database', async () => {
  const { seen, startTab } = browser();
  await startTab().start();
  expect(await indexedDB.databases()).toEqual([]);
  const broken = { state: 'given', place: { dsn: 'x' } } as unknown as Permission;
  await createPermissionNote('racha').write(broken);
  await startTab().start();
  expect(seen.opened).toEqual([]);
});
