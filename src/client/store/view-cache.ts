/** What a pass brings, as the list of views that is shown: each view built again only when something it shows has changed. */
import { type MessageRow, RowDraft } from '#domain/rows.ts';
import type { Pass } from './conversation-state.ts';
import { isBlocked, othersReached } from './group-reads.ts';
import { type ViewContext, viewMessage } from './message-view.ts';
import { foldPending } from './overlay.ts';
import { isPending } from './pending-version.ts';
import type { MessageView } from './read-types.ts';
import { type ReaderWords, shownName } from './shown-names.ts';
import type { OutboxEntry, TrayEntry } from './tables.ts';

interface CachedView {
  readonly row: MessageRow;
  readonly quoted: MessageRow | undefined;
  readonly key: string;
  readonly view: MessageView;
}

export class ViewCache {
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
