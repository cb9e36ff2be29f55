/**
 * Who of the connected hears a group, as of the version that is emitted next.
 *
 * A room stands at one version (`head`): everything up to it was emitted, and `members` is membership as of it.
 * Membership changes only through `admit` and `dismiss`, in version order, between two emissions (I8).
 */
import type { Access } from './log-store.ts';
import type { Connection } from './session.ts';

export interface Listener {
  readonly connection: Connection;
  /** Groups this connection is catching up in: pokes to it carry only the head. */
  readonly catchingUp: Set<string>;
  readonly rooms: Set<Room>;
}

export class Room {
  readonly groupId: string;
  readonly epoch: string;
  /** The last version emitted here. */
  head: number;
  /** It is being read for somebody who will listen: kept although nobody does yet. */
  isBeingRead = false;
  readonly listeners = new Set<Listener>();
  readonly #membersById = new Map<string, Access>();

  constructor(groupId: string, epoch: string, head: number, access: readonly Access[]) {
    this.groupId = groupId;
    this.epoch = epoch;
    this.head = head;
    for (const one of access) this.#membersById.set(one.memberId, one);
  }

  /** Takes a change of access; false when a newer one is known. Accounts become one without a version of any log. */
  note(access: Access): boolean {
    const before = this.#membersById.get(access.memberId);
    const isKnown = before && before.version >= access.version;
    if (isKnown && (before.version > access.version || before.accountId === access.accountId)) return false;
    this.#membersById.set(access.memberId, access);
    return true;
  }

  isOpenTo(accountId: string): boolean {
    return this.memberOf(accountId) !== undefined;
  }

  /** The active member this account speaks as; the longest-standing when there are several. */
  memberOf(accountId: string): Access | undefined {
    let found: Access | undefined;
    for (const one of this.#membersById.values()) {
      if (one.accountId === accountId && one.active && (!found || one.version < found.version)) found = one;
    }
    return found;
  }

  admit(listener: Listener): boolean {
    if (this.listeners.has(listener)) return false;
    this.listeners.add(listener);
    listener.rooms.add(this);
    return true;
  }

  dismiss(listener: Listener): void {
    this.listeners.delete(listener);
    listener.rooms.delete(this);
    listener.catchingUp.delete(this.groupId);
  }

  /** Members with an open connection here, each once. */
  listOnline(): string[] {
    const online = new Set<string>();
    for (const { connection } of this.listeners) {
      const member = this.memberOf(connection.session.accountId);
      if (member) online.add(member.memberId);
    }
    return [...online].sort();
  }
}

/** Listeners by account, and the rooms somebody here listens to. */
export class Audience {
  readonly rooms = new Map<string, Room>();
  readonly #listenersByAccount = new Map<string, Set<Listener>>();
  readonly #listeners = new Map<Connection, Listener>();

  open(connection: Connection): Listener {
    const listener: Listener = { connection, catchingUp: new Set(), rooms: new Set() };
    this.#listeners.set(connection, listener);
    const { accountId } = connection.session;
    const own = this.#listenersByAccount.get(accountId) ?? new Set();
    this.#listenersByAccount.set(accountId, own.add(listener));
    return listener;
  }

  /** Forgets the connection; returns the rooms it was in. */
  close(connection: Connection): Room[] {
    const listener = this.#listeners.get(connection);
    if (!listener) return [];
    const left = [...listener.rooms];
    for (const room of left) {
      room.dismiss(listener);
      this.dropIfEmpty(room);
    }
    this.#listeners.delete(connection);
    const { accountId } = connection.session;
    const own = this.#listenersByAccount.get(accountId);
    own?.delete(listener);
    if (own?.size === 0) this.#listenersByAccount.delete(accountId);
    return left;
  }

  get size(): number {
    return this.#listeners.size;
  }

  get(connection: Connection): Listener | undefined {
    return this.#listeners.get(connection);
  }

  ofAccount(accountId: string): ReadonlySet<Listener> {
    return this.#listenersByAccount.get(accountId) ?? NOBODY;
  }

  accountIds(): string[] {
    return [...this.#listenersByAccount.keys()];
  }

  dropIfEmpty(room: Room): void {
    if (room.isBeingRead) return;
    if (room.listeners.size === 0 && this.rooms.get(room.groupId) === room) this.rooms.delete(room.groupId);
  }
}

const NOBODY: ReadonlySet<Listener> = new Set();
