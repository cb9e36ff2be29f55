/** Who is here and who is typing: held in memory, forgotten when the connection goes, never queued. */
import type { Clock } from '#client/platform/clock.ts';
import { TIMES } from '#protocol/limits.ts';
import type { Presence as PresenceFrame } from '#protocol/presence.ts';
import type { Presence } from './engine-types.ts';

const NOBODY: Presence = { online: new Set(), typing: new Set() };

export class PresenceBoard {
  readonly #clock: Clock;
  readonly #onChange: (groupId: string) => void;
  readonly #boards = new Map<string, Presence>();
  readonly #expiries = new Map<string, () => void>();

  constructor(clock: Clock, onChange: (groupId: string) => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** The same object until it changes. */
  get(groupId: string): Presence {
    return this.#boards.get(groupId) ?? NOBODY;
  }

  put(frame: PresenceFrame): void {
    const { groupId, online, typing } = frame;
    if (online) this.set(groupId, { online, typing: [...this.get(groupId).typing] });
    if (typing) this.#setTyping(groupId, typing.memberId, typing.typing);
  }

  /** As another tab, the leader, sees it. */
  set(groupId: string, present: { online: readonly string[]; typing: readonly string[] }): void {
    this.#boards.set(groupId, { online: new Set(present.online), typing: new Set(present.typing) });
    this.#onChange(groupId);
  }

  clear(): void {
    for (const cancel of this.#expiries.values()) cancel();
    this.#expiries.clear();
    const groupIds = [...this.#boards.keys()];
    this.#boards.clear();
    for (const groupId of groupIds) this.#onChange(groupId);
  }

  #setTyping(groupId: string, memberId: string, isTyping: boolean): void {
    const key = `${groupId} ${memberId}`;
    this.#expiries.get(key)?.();
    this.#expiries.delete(key);
    const { online, typing } = this.get(groupId);
    const others = [...typing].filter((id) => id !== memberId);
    if (isTyping) {
      const cancel = this.#clock.after(TIMES.typingShownMs, () => this.#setTyping(groupId, memberId, false));
      this.#expiries.set(key, cancel);
    }
    this.set(groupId, { online: [...online], typing: isTyping ? [...others, memberId] : others });
  }
}
