/**
 * Who is here and who types: volatile, never stored, told only to those connected to this process now.
 *
 * `online` is told whole and gathered: a crowd that reconnects at once costs one tell per group and interval.
 */
import type { Typing } from '#protocol/presence.ts';
import type { Audience, Room } from './audience.ts';
import { type Broadcast, type Clock, type Connection, sendTo } from './session.ts';

const ONLINE_INTERVAL_MS = 500;

export interface PresenceOptions {
  readonly clock: Clock;
  readonly audience: Audience;
  readonly broadcast: Broadcast;
}

export class PresenceSharer {
  readonly #options: PresenceOptions;
  readonly #changed = new Set<string>();
  #cancel: (() => void) | undefined;

  constructor(options: PresenceOptions) {
    this.#options = options;
  }

  /** Somebody came to or left `room`. */
  note(room: Room): void {
    this.#changed.add(room.groupId);
    this.#cancel ??= this.#options.clock.after(ONLINE_INTERVAL_MS, () => this.#tellOnline());
  }

  typing(connection: Connection, { groupId, typing }: Typing): void {
    const room = this.#options.audience.rooms.get(groupId);
    const member = room?.memberOf(connection.session.accountId);
    if (!room || !member) return;
    const others = [...room.listeners].map((listener) => listener.connection).filter((c) => c !== connection);
    const frame = { groupId, typing: { memberId: member.memberId, typing } };
    sendTo(this.#options.broadcast, others, { name: 'presence', frame });
  }

  stop(): void {
    this.#cancel?.();
  }

  #tellOnline(): void {
    this.#cancel = undefined;
    for (const groupId of this.#changed) {
      const room = this.#options.audience.rooms.get(groupId);
      if (!room) continue;
      const connections = [...room.listeners].map(({ connection }) => connection);
      sendTo(this.#options.broadcast, connections, {
        name: 'presence',
        frame: { groupId, online: room.listOnline() },
      });
    }
    this.#changed.clear();
  }
}
