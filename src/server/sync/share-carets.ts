/**
 * Where people write in a plan, told to those who have it open: in memory, for as long as their sockets are open, on this process
 * alone, as typing is. Who is no member hears nothing and is heard by nobody; whose membership ends stops hearing with the next word.
 */
import type { CaretDown, CaretUp } from '#protocol/carets.ts';
import type { Audience } from './audience.ts';
import { type Broadcast, type Connection, sendTo } from './session.ts';

/** Screens of one connection: tabs of one browser share it. More is no client of ours. */
const SCREENS_MAX = 8;

export interface CaretOptions {
  readonly audience: Audience;
  readonly broadcast: Broadcast;
}

/** By `clientId`. */
type Screens = Map<number, CaretDown>;

export class CaretSharer {
  readonly #options: CaretOptions;
  readonly #plans = new Map<string, Map<Connection, Screens>>();
  readonly #keysByConnection = new Map<Connection, Set<string>>();

  constructor(options: CaretOptions) {
    this.#options = options;
  }

  tell(connection: Connection, word: CaretUp): void {
    const { groupId, planId, clientId } = word;
    const key = `${groupId} ${planId}`;
    if (word.caret === null) {
      this.#leave(connection, key, clientId);
      return;
    }
    const room = this.#options.audience.rooms.get(groupId);
    const member = room?.memberOf(connection.session.accountId);
    const own = this.#screensOf(connection, key);
    if (!member || !this.#hears(connection, groupId)) return;
    if (!own.has(clientId) && this.#countScreens(connection) >= SCREENS_MAX) return;
    const isNew = !own.has(clientId);
    const frame = { ...word, memberId: member.memberId };
    own.set(clientId, frame);
    this.#keep(connection, key, own);
    if (isNew) this.#tellPresent(connection, key);
    this.#spread(connection, key, frame);
  }

  /** The socket is gone. */
  close(connection: Connection): void {
    for (const key of [...(this.#keysByConnection.get(connection) ?? [])]) {
      for (const clientId of [...this.#screensOf(connection, key).keys()])
        this.#leave(connection, key, clientId);
    }
  }

  /** Plans somebody here has open. */
  get size(): number {
    return this.#plans.size;
  }

  #leave(connection: Connection, key: string, clientId: number): void {
    const own = this.#screensOf(connection, key);
    const last = own.get(clientId);
    if (!last) return;
    own.delete(clientId);
    this.#keep(connection, key, own);
    this.#spread(connection, key, { ...last, caret: null });
  }

  /** Who opens a plan learns who is in it. */
  #tellPresent(connection: Connection, key: string): void {
    for (const [other, screens] of this.#plans.get(key) ?? []) {
      if (other === connection) continue;
      for (const frame of screens.values()) this.#send([connection], frame);
    }
  }

  /** To the others; to oneself when one has it open twice: each screen knows its own words. */
  #spread(connection: Connection, key: string, frame: CaretDown): void {
    const hearers = [...(this.#plans.get(key) ?? [])]
      .filter(([other, screens]) => other !== connection || screens.size > 1)
      .map(([other]) => other);
    this.#send(hearers, frame);
  }

  #send(connections: readonly Connection[], frame: CaretDown): void {
    const members = connections.filter((connection) => this.#hears(connection, frame.groupId));
    sendTo(this.#options.broadcast, members, { name: 'carets', frame });
  }

  #hears(connection: Connection, groupId: string): boolean {
    const { audience } = this.#options;
    const listener = audience.get(connection);
    return listener !== undefined && audience.rooms.get(groupId)?.listeners.has(listener) === true;
  }

  #screensOf(connection: Connection, key: string): Screens {
    return this.#plans.get(key)?.get(connection) ?? new Map();
  }

  #countScreens(connection: Connection): number {
    let count = 0;
    for (const key of this.#keysByConnection.get(connection) ?? [])
      count += this.#screensOf(connection, key).size;
    return count;
  }

  #keep(connection: Connection, key: string, screens: Screens): void {
    const plan = this.#plans.get(key) ?? new Map<Connection, Screens>();
    const keys = this.#keysByConnection.get(connection) ?? new Set<string>();
    if (screens.size > 0) {
      this.#plans.set(key, plan.set(connection, screens));
      this.#keysByConnection.set(connection, keys.add(key));
      return;
    }
    plan.delete(connection);
    keys.delete(key);
    if (plan.size === 0) this.#plans.delete(key);
    if (keys.size === 0) this.#keysByConnection.delete(connection);
  }
}
