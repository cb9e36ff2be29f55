/**
 * A conversation as `useSyncExternalStore` takes it: a window at its end that grows backwards.
 *
 *   confirmed window (conversation-state.ts) ─┐
 *   set aside, when the server lost history  ─┼─→ one list, oldest first: version order, refused, own pending last
 *   tray, outbox over it (overlay.ts)        ─┘
 *
 * The snapshot is the same object until something changed, and a message's view is the same object until that
 * message did: 10,000 rows on screen cost a lookup each, not a rebuild.
 */
import type { MessageRow } from '#domain/rows.ts';
import { PAGE_ROWS, type Pass, readPass, type Window } from './conversation-state.ts';
import type { DeviceDatabase } from './database.ts';
import { listMessages } from './group-reads.ts';
import { observe } from './observe.ts';
import type { ConversationSnapshot, ConversationSource, MessageView } from './read-types.ts';
import type { ReaderWords } from './shown-names.ts';
import { ViewCache } from './view-cache.ts';

const NOT_READY: ConversationSnapshot = {
  ready: false,
  messages: [],
  hasOlder: false,
  heldFrom: 0,
  readAtOpen: 0,
  unread: 0,
};

export function openConversation(
  db: DeviceDatabase,
  groupId: string,
  words: ReaderWords,
): ConversationSource {
  return new Conversation(db, groupId, words);
}

class Conversation implements ConversationSource {
  readonly #db: DeviceDatabase;
  readonly #groupId: string;
  readonly #words: ReaderWords;
  readonly #listeners = new Set<() => void>();
  readonly #views: ViewCache;
  #snapshot = NOT_READY;
  #window: Window | undefined;
  #pass: Pass | undefined;
  #readAtOpen: number | undefined;
  #stop: (() => void) | undefined;

  constructor(db: DeviceDatabase, groupId: string, words: ReaderWords) {
    this.#db = db;
    this.#groupId = groupId;
    this.#words = words;
    this.#views = new ViewCache(words);
  }

  /** Reads while somebody listens. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#stop ??= observe(() => readPass(this.#db, this.#groupId, this.#window)).subscribe((pass) =>
      this.#take(pass),
    );
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.close();
    };
  }

  getSnapshot(): ConversationSnapshot {
    return this.#snapshot;
  }

  async loadOlder(): Promise<boolean> {
    return this.#widen(async ({ fromVersion }) => {
      if (fromVersion === 0) return undefined;
      return listMessages(this.#db, this.#groupId, { to: fromVersion - 1, limit: PAGE_ROWS });
    });
  }

  async reveal(messageId: string): Promise<boolean> {
    if (this.#snapshot.messages.some(({ id }) => id === messageId)) return true;
    const row = await this.#db.messages.get([this.#groupId, messageId]);
    if (!row) return false;
    await this.#widen(async ({ fromVersion }) => {
      const from = Math.max(0, row.version - PAGE_ROWS / 2);
      return listMessages(this.#db, this.#groupId, { from, to: fromVersion - 1 });
    });
    return this.#snapshot.messages.some(({ id }) => id === messageId);
  }

  async *readAll(): AsyncGenerator<readonly MessageView[]> {
    const { readPages } = await import('./conversation-pages.ts');
    yield* readPages(this.#db, this.#groupId, this.#words);
  }

  close(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  /** Puts older rows before the window. `read` answers undefined when there are none. */
  async #widen(read: (window: Window) => Promise<MessageRow[] | undefined>): Promise<boolean> {
    const before = this.#window;
    if (!before) return false;
    const older = await read(before);
    // A pass may have replaced the window meanwhile; only its rows, not its start, can have changed.
    const present = this.#window;
    if (!older || !present || present.fromVersion !== before.fromVersion) return false;
    const [first] = older;
    const cursor = this.#pass?.cursor;
    const isBeginning = older.length < PAGE_ROWS && (cursor?.olderThan ?? null) === null;
    const fromVersion = first && !isBeginning ? first.version : older.length === 0 ? present.fromVersion : 0;
    if (older.length === 0 && !isBeginning) return false;
    this.#window = {
      ...present,
      rows: [...older, ...present.rows],
      fromVersion: isBeginning ? 0 : fromVersion,
    };
    if (this.#pass) this.#take({ ...this.#pass, window: this.#window });
    return older.length > 0;
  }

  #take(pass: Pass): void {
    const window = this.#newest(pass.window);
    this.#window = window;
    this.#pass = { ...pass, window };
    const myMemberId = pass.membership?.memberId ?? '';
    const read = pass.marks.find((mark) => mark.memberId === myMemberId)?.read ?? 0;
    this.#readAtOpen ??= read;
    const messages = this.#views.build({ ...pass, window });
    const heldFrom = pass.cursor?.olderThan ?? 0;
    const hasOlder = window.fromVersion > 0 || heldFrom > 0;
    const readAtOpen = this.#readAtOpen;
    const next = { ready: true, messages, hasOlder, heldFrom, readAtOpen, unread: pass.unread };
    if (isSame(this.#snapshot, next)) return;
    this.#snapshot = next;
    for (const listener of [...this.#listeners]) listener();
  }

  /** A pass that began before the window was widened knows only the narrower one. */
  #newest(window: Window): Window {
    const present = this.#window;
    if (!present || present.fromVersion >= window.fromVersion) return window;
    const isFirst = present.cursorVersion === 0 && window.cursorVersion > 0;
    const isAnew = isFirst || window.cursorVersion < present.cursorVersion;
    if (isAnew || window.repairs !== present.repairs) return window;
    const older = present.rows.filter(({ version }) => version < window.fromVersion);
    return { ...window, rows: [...older, ...window.rows], fromVersion: present.fromVersion };
  }
}

function isSame(a: ConversationSnapshot, b: ConversationSnapshot): boolean {
  return (
    a.ready === b.ready &&
    a.hasOlder === b.hasOlder &&
    a.heldFrom === b.heldFrom &&
    a.unread === b.unread &&
    a.readAtOpen === b.readAtOpen &&
    a.messages.length === b.messages.length &&
    a.messages.every((message, i) => message === b.messages[i])
  );
}
