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
import { type MessageRow, RowDraft } from '#domain/rows.ts';
import { PAGE_ROWS, type Pass, readPass, type Window } from './conversation-state.ts';
import type { DeviceDatabase } from './database.ts';
import { isBlocked, listMessages, othersReached } from './group-reads.ts';
import { type ViewContext, viewMessage } from './message-view.ts';
import { observe } from './observe.ts';
import { foldPending, isPending } from './overlay.ts';
import type { ConversationSnapshot, ConversationSource, MessageView } from './read-types.ts';
import { type ReaderWords, shownName } from './shown-names.ts';
import type { OutboxEntry, TrayEntry } from './tables.ts';

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

interface CachedView {
  readonly row: MessageRow;
  readonly quoted: MessageRow | undefined;
  readonly key: string;
  readonly view: MessageView;
}

/** Builds the list of views, each again only when something it shows has changed. */
class ViewCache {
  readonly #words: ReaderWords;
  #cached = new Map<string, CachedView>();
  #names = '';
  #nameRevision = 0;

  constructor(words: ReaderWords) {
    this.#words = words;
  }

  build(pass: Pass): MessageView[] {
    const { membership, members, marks, window, outbox, tray } = pass;
    const myMemberId = membership?.memberId ?? '';
    const draft = new RowDraft();
    const confirmed = withAside(window.rows, pass.aside);
    for (const row of confirmed) draft.load('messages', row);
    for (const row of pass.quoted.values()) draft.load('messages', row);
    for (const row of members) draft.load('members', row);
    if (pass.group) draft.load('groups', pass.group);
    foldPending(draft, trayAsEntries(tray));
    foldPending(draft, outbox);

    const shownMembers = new Map(members.map((row) => [row.id, row]));
    const others = members.filter(({ id, status }) => id !== myMemberId && status === 'active');
    const changed = draft.changed().flatMap((change) => {
      if (change.table === 'members') shownMembers.set(change.row.id, change.row);
      return change.table === 'messages' ? [change.row] : [];
    });
    const context: ViewContext = {
      myMemberId,
      members: shownMembers,
      others: othersReached(marks, others),
      queued: madeBy(outbox.map(({ op, opId }) => ({ op, opId }))),
      refused: madeBy(tray),
      blocked: new Set(membership?.blocked),
      words: this.#words,
    };
    const shown = new Map(confirmed.map((row) => [row.id, row]));
    // A row the window does not hold may be changed by what is pending; it is shown when the window gets there.
    for (const row of changed) if (shown.has(row.id) || isPending(row.version)) shown.set(row.id, row);
    const visible = [...shown.values()].filter((row) => !isBlocked(row, membership?.blocked));
    return this.#viewAll(visible, draft, context);
  }

  #viewAll(rows: readonly MessageRow[], draft: RowDraft, context: ViewContext): MessageView[] {
    const shownNames = [...context.members.values()].map((row) => `${row.id}${shownName(row, this.#words)}`);
    const names = [...shownNames, ...context.blocked].join();
    if (names !== this.#names) this.#nameRevision += 1;
    this.#names = names;
    const cached = new Map<string, CachedView>();
    const views = rows.map((row) => {
      const quoted = row.replyTo === null ? undefined : draft.get('messages', row.replyTo);
      const marked = row.authorId === context.myMemberId ? keyOf(row, context) : '';
      const key = `${this.#nameRevision}${marked}`;
      const before = this.#cached.get(row.id);
      const isFresh = before && before.row === row && before.quoted === quoted && before.key === key;
      const made = isFresh ? before.view : viewMessage(row, quoted, context);
      const view = before && isEqualView(before.view, made) ? before.view : made;
      cached.set(row.id, { row, quoted, key, view });
      return view;
    });
    this.#cached = cached;
    return views;
  }
}

function keyOf(row: MessageRow, { others, queued, refused }: ViewContext): string {
  const reach = row.version <= others.read ? 'r' : row.version <= others.delivered ? 'd' : 's';
  return `${reach}${queued.get(row.id) ?? ''}${refused.get(row.id) ?? ''}`;
}

function isEqualView(a: MessageView, b: MessageView): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Messages of a lost history stand where they stood, until the log has them again. */
function withAside(rows: readonly MessageRow[], aside: readonly MessageRow[]): readonly MessageRow[] {
  if (aside.length === 0) return rows;
  const back = new Set(rows.map(({ id }) => id));
  const missing = aside.filter(({ id, kind }) => kind === 'text' && !back.has(id));
  return [...rows, ...missing].sort((a, b) => a.at - b.at);
}

function trayAsEntries(tray: readonly TrayEntry[]): OutboxEntry[] {
  return tray
    .filter(({ op }) => op.type === 'message.sent')
    .map(({ opId, groupId, op }, i) => {
      // Before everything pending, after everything confirmed.
      const order = i - 2 ** 40;
      return { order, groupId, opId, op, seq: null, version: null, proof: null, bytes: 0 };
    });
}

function madeBy(ops: readonly { opId: string; op: { type: string; body: object } }[]): Map<string, string> {
  return new Map(
    ops.flatMap(({ opId, op }) => {
      const { messageId } = op.body as { messageId?: string };
      return op.type === 'message.sent' && messageId !== undefined ? [[messageId, opId] as const] : [];
    }),
  );
}
