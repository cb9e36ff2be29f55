/**
 * A conversation from its first message on the device to what waits here, page by page: for whoever writes all of it to a file. Only
 * one page's rows are held at a time, and each is read in one transaction, so that what is confirmed meanwhile is in it once.
 */
import type { MessageRow } from '#domain/rows.ts';
import { readGround, readQuoted, type Window } from './conversation-state.ts';
import type { DeviceDatabase } from './database.ts';
import type { MessageView } from './read-types.ts';
import type { ReaderWords } from './shown-names.ts';
import type { DeviceTables } from './tables.ts';
import { ViewCache } from './view-cache.ts';
import { isWhole } from './whole-rows.ts';

/** Some hundred KB: few enough to be let go soon, many enough that reading them is no round trip each. */
const PAGE_ROWS = 500;
const TABLES = [
  'memberships',
  'groups',
  'members',
  'marks',
  'cursors',
  'outbox',
  'tray',
  'aside',
  'messages',
] as const satisfies readonly (keyof DeviceTables)[];

export async function* readPages(
  db: DeviceDatabase,
  groupId: string,
  words: ReaderWords,
): AsyncGenerator<readonly MessageView[]> {
  const place = { groupId, words };
  for (let after: Place | undefined = { version: -1, at: Number.NEGATIVE_INFINITY }; after; ) {
    const page: Page = await readPage(db, place, after);
    if (page.messages.length > 0) yield page.messages;
    after = page.next;
  }
}

/** Where a page ends. */
interface Place {
  readonly version: number;
  readonly at: number;
}

interface Page {
  readonly messages: readonly MessageView[];
  /** undefined: it was the last one. */
  readonly next: Place | undefined;
}

function readPage(
  db: DeviceDatabase,
  { groupId, words }: { readonly groupId: string; readonly words: ReaderWords },
  after: Place,
): Promise<Page> {
  return db.transaction('r', TABLES, async () => {
    const ground = await readGround(db, groupId);
    const stored = await db.messages
      .where('[groupId+version]')
      .between([groupId, after.version], [groupId, Number.MAX_SAFE_INTEGER], false, true)
      .limit(PAGE_ROWS)
      .toArray();
    const rows = stored.filter((row) => isWhole('messages', row));
    const last = stored.length < PAGE_ROWS ? undefined : stored.at(-1);
    const next = last && { version: last.version, at: Math.max(after.at, last.at) };
    const aside = await listMissing(db, ground.aside, { after, next });
    const quoted = await readQuoted(db, groupId, rows);
    const window: Window = { ...NO_WINDOW, rows, fromVersion: after.version + 1 };
    const views = new ViewCache(words).build({ ...ground, aside, window, quoted, unread: 0 });
    // What waits stands behind everything, so it is of the last page.
    return { messages: next ? views.filter(({ version }) => version !== null) : views, next };
  });
}

const NO_WINDOW = { seenRowVersion: 0, cursorVersion: 0, repairs: 0 };

/** Of a history that was lost: those the log does not have again, where they stood by their time. */
async function listMissing(
  db: DeviceDatabase,
  aside: readonly MessageRow[],
  { after, next }: { readonly after: Place; readonly next: Place | undefined },
): Promise<MessageRow[]> {
  const here = aside.filter(({ at }) => at > after.at && (!next || at <= next.at));
  const back = await db.messages.bulkGet(here.map(({ groupId, id }) => [groupId, id]));
  return here.filter((_, i) => !back[i]);
}
