/**
 * After a commit: each new part of a log once, in version order, to the sockets of this process.
 *
 *   own commit ────────────┐                        ┌─ contiguous → emit
 *   hint of another node ──┼─→ room at version h ───┤
 *   poll of heads ─────────┘                        └─ gap → read the log from h, then emit
 *
 * Invariants
 *   - A room emits every version once and in order; membership changes take effect between versions: a joiner
 *     hears from its join on, a leaver hears its leave and nothing after (I8).
 *   - A lost hint costs one poll; a lost poke costs the client a catch-up. Nothing here is the truth.
 *   - The connection that pushed is not sent its own ops back: its ack said all.
 *
 * Interleaving: `announce` runs to its end without waiting. Reading (`#refresh`) awaits the store; what is
 * committed meanwhile only raises `wanted`, and the reading goes on until it is reached.
 */
import { toWireOp, type WireOp } from '#protocol/fields.ts';
import type { Poke } from '#protocol/poke.ts';
import type { CommittedBatch } from './accept-push.ts';
import { Audience, type Listener, Room } from './audience.ts';
import type { Access, LogEntry, LogStore } from './log-store.ts';
import { type Broadcast, type Clock, type Connection, type Hint, sendTo } from './session.ts';

/** One poke: large enough for a burst, small enough for a weak link. */
const POKE_MAX_OPS = 100;
const POKE_MAX_BYTES = 64 * 1024;
/** Farther behind than this a node does not emit what it missed: listeners catch up by themselves. */
const REFRESH_MAX_OPS = 500;
const REFRESH_MAX_BYTES = 1024 * 1024;
const REFRESH_RETRY_MS = 500;

export interface PublisherOptions {
  readonly store: LogStore;
  readonly clock: Clock;
  readonly broadcast: Broadcast;
  /** Tells other nodes; may be lost. */
  readonly sendHint: (hint: Hint) => void;
  /** Called when somebody came to or left a room. */
  readonly onPresence: (room: Room) => void;
}

/** What a hello saw, in one view: a room starts from it, or is brought up to it. */
export interface SeenGroup {
  readonly groupId: string;
  readonly head: number;
  readonly access: readonly Access[];
}

interface Part {
  readonly entry: LogEntry;
  readonly from: Connection | undefined;
}

export class Publisher {
  readonly audience = new Audience();
  readonly #options: PublisherOptions;
  /** Rooms being read → the head to reach. */
  readonly #refreshing = new Map<Room, number>();
  /** Connections whose hello is being read, and the heads announced meanwhile. */
  readonly #greeting = new Set<Connection>();
  readonly #headsMeanwhile = new Map<string, number>();

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  /** Connections whose hello is being read. */
  get greetings(): number {
    return this.#greeting.size;
  }

  /** Before the view of a hello is read: from here on nothing about its groups is missed. */
  beginGreeting(connection: Connection): void {
    this.#greeting.add(connection);
    if (!this.audience.get(connection)) this.audience.open(connection);
  }

  /** After it: the connection hears these groups, and at once their head when it moved meanwhile. */
  endGreeting(connection: Connection, epoch: string, groups: readonly SeenGroup[]): void {
    const listener = this.audience.get(connection);
    if (!listener) return;
    const toldHeads = new Map<string, number>();
    for (const { groupId, head, access } of groups) {
      toldHeads.set(groupId, head);
      const room = this.#roomAt(groupId, epoch, head, access);
      this.#admit(room, listener);
      const meanwhile = this.#headsMeanwhile.get(groupId) ?? 0;
      if (meanwhile > room.head) this.#refresh(room, meanwhile);
      else this.audience.dropIfEmpty(room);
    }
    for (const room of listener.rooms) {
      if (room.head > (toldHeads.get(room.groupId) ?? 0)) this.#tellHead(room, [listener], room.head);
    }
    this.#greeted(connection);
  }

  /** The hello could not be answered: the connection may try again. */
  abandonGreeting(connection: Connection): void {
    this.#greeted(connection);
  }

  close(connection: Connection): void {
    this.#greeted(connection);
    for (const room of this.audience.close(connection)) this.#options.onPresence(room);
  }

  /** Own commits, in order. Never waits, never throws. */
  announce(batches: readonly CommittedBatch[]): void {
    for (const [groupId, own] of groupBy(batches)) {
      const last = own.at(-1)?.entries.at(-1);
      if (!last) continue;
      if (this.#greeting.size > 0) this.#headsMeanwhile.set(groupId, last.version);
      this.#announceGroup(groupId, own, last.version);
      this.#options.sendHint({ groupId, head: last.version });
    }
  }

  /** Word from another node, or from the poll: `groupId` has reached `head`. */
  hear({ groupId, head }: Hint): void {
    if (this.#greeting.size > 0) {
      this.#headsMeanwhile.set(groupId, Math.max(head, this.#headsMeanwhile.get(groupId) ?? 0));
    }
    const room = this.audience.rooms.get(groupId);
    if (room && head > room.head) this.#refresh(room, head);
  }

  /** A commit may have happened that nobody announced: looks at the store once it answers again. */
  pollSoon(): void {
    this.#options.clock.after(REFRESH_RETRY_MS, () => void this.poll().catch(() => this.pollSoon()));
  }

  /** Looks at the heads of all rooms here, and for groups that accounts here entered on other nodes. */
  async poll(): Promise<void> {
    const accountIds = this.audience.accountIds();
    if (accountIds.length === 0) return;
    const seen = await this.#options.store.read(async (view) => {
      const own = (await view.listAccessOf(accountIds)).filter(({ active }) => active);
      const missing = own.filter(({ accountId, groupId }) => this.#isDeaf(accountId, groupId));
      const missingIds = [...new Set(missing.map(({ groupId }) => groupId))];
      const heads = await view.getHeads([...new Set([...this.audience.rooms.keys(), ...missingIds])]);
      return { epoch: view.epoch.epoch, missing, heads, access: await view.listAccessIn(missingIds) };
    });
    // Another epoch began at the database: those who only listen hear of it here.
    for (const room of [...this.audience.rooms.values()]) {
      const head = seen.heads.find(({ groupId }) => groupId === room.groupId)?.head ?? 0;
      if (room.epoch !== seen.epoch) this.#retire(room, seen.epoch, head);
    }
    for (const { accountId, groupId } of seen.missing) {
      const head = seen.heads.find((one) => one.groupId === groupId)?.head ?? 0;
      const access = seen.access.filter((one) => one.groupId === groupId);
      const room = this.#roomAt(groupId, seen.epoch, head, access);
      for (const listener of this.audience.ofAccount(accountId)) {
        if (this.#admit(room, listener)) this.#tellHead(room, [listener], room.head);
      }
    }
    for (const head of seen.heads) this.hear(head);
  }

  #announceGroup(groupId: string, batches: readonly CommittedBatch[], last: number): void {
    const first = batches[0];
    if (!first) return;
    const access = batches.flatMap((batch) => batch.access);
    const parts = batches.flatMap(({ entries, connection }) =>
      entries.map((entry): Part => ({ entry, from: connection })),
    );
    const startsAt = parts[0]?.entry.version ?? 0;
    let room = this.audience.rooms.get(groupId);
    if (room && room.epoch !== first.epoch) {
      this.#retire(room, first.epoch, last);
      room = undefined;
    }
    if (!room) {
      const listened = access.some((one) => one.active && this.audience.ofAccount(one.accountId).size > 0);
      if (!listened) return;
      room = new Room(groupId, first.epoch, startsAt - 1, []);
      this.audience.rooms.set(groupId, room);
      // Only a group seen from its first version is known whole; another is read once to know its members.
      if (startsAt > 1) {
        room.head = 0;
        this.#refresh(room, last, true);
        return;
      }
    }
    if (this.#refreshing.has(room) || startsAt > room.head + 1) this.#refresh(room, last);
    else this.#emit(room, parts.slice(room.head + 1 - startsAt), access);
  }

  /** `parts` start at room.head + 1. */
  #emit(room: Room, parts: readonly Part[], access: readonly Access[]): void {
    const changes = [...access].sort((a, b) => a.version - b.version);
    let start = 0;
    for (const change of changes) {
      const at = parts.findIndex(({ entry }) => entry.version === change.version);
      // Comes in: hears this version. Goes out: hears this version, and nothing after.
      const end = change.active ? at : at + 1;
      if (end > start) {
        this.#emitRun(room, parts.slice(start, end));
        start = end;
      }
      this.#apply(room, change);
    }
    this.#emitRun(room, parts.slice(start));
    const last = parts.at(-1);
    if (last) room.head = last.entry.version;
    this.audience.dropIfEmpty(room);
  }

  #emitRun(room: Room, parts: readonly Part[]): void {
    for (const run of cut(parts)) {
      const first = run[0];
      const last = run.at(-1);
      if (!first || !last || room.listeners.size === 0) continue;
      const { epoch, groupId } = room;
      const head = last.entry.version;
      const sole = run.every(({ from }) => from === first.from) ? first.from : undefined;
      const whole: Connection[] = [];
      const shrunk: Connection[] = [];
      for (const { connection, catchingUp } of room.listeners) {
        if (connection === sole) continue;
        (catchingUp.has(groupId) ? shrunk : whole).push(connection);
      }
      const ops = run.map(({ entry }): WireOp => toWireOp(entry.op));
      const frame: Poke = { epoch, groupId, head, from: first.entry.version, ops };
      sendTo(this.#options.broadcast, whole, { name: 'poke', frame });
      sendTo(this.#options.broadcast, shrunk, { name: 'poke', frame: { epoch, groupId, head } });
    }
  }

  #apply(room: Room, change: Access): void {
    const isNews = room.note(change);
    // A hello that read the store between this commit and its announcement made the room know the member already,
    // and nobody let their sockets in: that is done in any case.
    for (const listener of this.audience.ofAccount(change.accountId)) {
      if (room.isOpenTo(change.accountId)) this.#admit(room, listener);
      else if (room.listeners.has(listener)) room.dismiss(listener);
      // Who asked to come in hears nothing of the group but that there is an answer.
      else this.#tellHead(room, [listener], change.version);
    }
    if (isNews) this.#options.onPresence(room);
  }

  #admit(room: Room, listener: Listener): boolean {
    if (!room.isOpenTo(listener.connection.session.accountId)) return false;
    if (!room.admit(listener)) return false;
    this.#options.onPresence(room);
    return true;
  }

  /** Reads what the room lacks until `wanted` is reached. `asNew`: nothing of it was emitted here yet. */
  #refresh(room: Room, wanted: number, asNew = false): void {
    const running = this.#refreshing.get(room);
    this.#refreshing.set(room, Math.max(wanted, running ?? 0));
    room.isBeingRead = true;
    if (running === undefined) void this.#readOn(room, asNew);
  }

  async #readOn(room: Room, asNew: boolean): Promise<void> {
    let fresh = asNew;
    while (this.audience.rooms.get(room.groupId) === room && room.head < (this.#refreshing.get(room) ?? 0)) {
      const read = await this.#read(room, fresh).catch(() => undefined);
      if (!read) {
        const wanted = this.#refreshing.get(room) ?? 0;
        this.#refreshing.delete(room);
        this.#options.clock.after(REFRESH_RETRY_MS, () => this.#refresh(room, wanted, fresh));
        return;
      }
      if (this.audience.rooms.get(room.groupId) !== room) break;
      if (read.epoch !== room.epoch) {
        this.#retire(room, read.epoch, read.head);
        break;
      }
      const last = read.entries.at(-1)?.version ?? room.head;
      if (fresh || last < read.head) this.#jump(room, read.head, read.access);
      else {
        const changes = read.access.filter(({ version }) => version > room.head);
        this.#emit(
          room,
          read.entries.map((entry) => ({ entry, from: undefined })),
          changes,
        );
      }
      fresh = false;
    }
    this.#refreshing.delete(room);
    room.isBeingRead = false;
    this.audience.dropIfEmpty(room);
  }

  #read(room: Room, fresh: boolean) {
    const limits = { maxOps: REFRESH_MAX_OPS, maxBytes: REFRESH_MAX_BYTES };
    return this.#options.store.read(async (view) => {
      const [head] = await view.getHeads([room.groupId]);
      return {
        epoch: view.epoch.epoch,
        head: head?.head ?? 0,
        entries: fresh ? [] : await view.listLog(room.groupId, room.head, limits),
        access: await view.listAccessIn([room.groupId]),
      };
    });
  }

  /** Goes to `head` without emitting what lies between: listeners are told the head and catch up. */
  #jump(room: Room, head: number, access: readonly Access[]): void {
    room.head = head;
    for (const change of access) this.#apply(room, change);
    this.#tellHead(room, [...room.listeners], head);
    this.audience.dropIfEmpty(room);
  }

  /** Another epoch began: this room's numbers mean nothing any more. Its devices hear of it and say hello again. */
  #retire(room: Room, epoch: string, head: number): void {
    const { groupId } = room;
    const connections = [...room.listeners].map(({ connection }) => connection);
    sendTo(this.#options.broadcast, connections, { name: 'poke', frame: { epoch, groupId, head } });
    for (const listener of [...room.listeners]) room.dismiss(listener);
    this.audience.rooms.delete(room.groupId);
    this.#refreshing.delete(room);
  }

  #roomAt(groupId: string, epoch: string, head: number, access: readonly Access[]): Room {
    const known = this.audience.rooms.get(groupId);
    if (known && known.epoch === epoch) {
      // A room that is still being read knows nobody yet; who says hello now must not find it closed.
      for (const one of access) known.note(one);
      if (head > known.head) this.#refresh(known, head);
      return known;
    }
    if (known) this.#retire(known, epoch, head);
    const room = new Room(groupId, epoch, head, access);
    this.audience.rooms.set(groupId, room);
    return room;
  }

  #tellHead(room: Room, listeners: readonly Listener[], head: number): void {
    const { epoch, groupId } = room;
    const connections = listeners.map(({ connection }) => connection);
    sendTo(this.#options.broadcast, connections, { name: 'poke', frame: { epoch, groupId, head } });
  }

  #isDeaf(accountId: string, groupId: string): boolean {
    const room = this.audience.rooms.get(groupId);
    if (!room) return true;
    return [...this.audience.ofAccount(accountId)].some((listener) => !room.listeners.has(listener));
  }

  #greeted(connection: Connection): void {
    this.#greeting.delete(connection);
    if (this.#greeting.size === 0) this.#headsMeanwhile.clear();
  }
}

function groupBy(batches: readonly CommittedBatch[]): Map<string, CommittedBatch[]> {
  const byGroup = new Map<string, CommittedBatch[]>();
  for (const batch of batches) {
    const own = byGroup.get(batch.groupId);
    if (own) own.push(batch);
    else byGroup.set(batch.groupId, [batch]);
  }
  return byGroup;
}

function cut(parts: readonly Part[]): readonly (readonly Part[])[] {
  if (parts.length <= 1) return [parts];
  const runs: Part[][] = [];
  let bytes = 0;
  for (const part of parts) {
    const size = JSON.stringify(part.entry.op.body).length;
    const run = runs.at(-1);
    if (!run || run.length >= POKE_MAX_OPS || bytes + size > POKE_MAX_BYTES) {
      runs.push([part]);
      bytes = size;
    } else {
      run.push(part);
      bytes += size;
    }
  }
  return runs;
}
