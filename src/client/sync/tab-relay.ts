/**
 * Every tab has an engine, one of them talks to the server. Between them, by the tab channel:
 *
 *   a task   of any tab: carried out here while this tab leads, else posted to the tab that does
 *   a word   of the leader's (status, presence, carets of others): posted to all, shown where nobody leads
 *
 * Hints only. What must not be lost stands in the database before anything is said of it here.
 */
import type { LeaderTask, LeaderWord, TabChannel, TabMessage } from '#client/platform/tab-channel.ts';
import type { CaretDown } from '#protocol/carets.ts';
import type { CaretBoard } from './carets.ts';
import type { ConnectionLoop } from './connection-loop.ts';
import type { EngineStatus, StorageState } from './engine-types.ts';
import type { PresenceBoard } from './presence.ts';
import type { Status } from './status.ts';

export interface TabRelayPorts {
  /** Absent: a device of one tab. */
  readonly tabs: TabChannel | undefined;
  readonly status: Status;
  readonly presence: PresenceBoard;
  /** undefined: no plan was opened in this tab. */
  readonly carets: () => CaretBoard | undefined;
  /** Another tab put something into the outbox. */
  readonly onOutbox: () => void;
}

export class TabRelay {
  readonly #ports: TabRelayPorts;
  readonly #unlisten: () => void;
  /** Set while this tab leads. */
  loop: ConnectionLoop | undefined;
  #ownStorage: StorageState = 'ok';

  constructor(ports: TabRelayPorts) {
    this.#ports = ports;
    this.#unlisten = ports.tabs?.listen((message) => this.#onMessage(message)) ?? (() => {});
    ports.status.subscribe(() => this.#tellStatus());
  }

  stop(): void {
    this.#unlisten();
  }

  ask(task: LeaderTask): void | Promise<void> {
    if (this.loop) return carryOut(this.loop, task);
    this.#ports.tabs?.post(task);
  }

  /** Ops of these groups, of any if undefined, may wait. */
  nudge(groupIds: readonly string[] | undefined): void {
    if (this.loop) this.loop.nudge(groupIds);
    else this.#ports.tabs?.post({ about: 'outbox' });
  }

  /** Here and wherever else: it also asks how things stand. */
  wake(isAsked?: true): void {
    const task = { about: 'wake', ...(isAsked && { isAsked }) } as const;
    if (this.loop) void carryOut(this.loop, task);
    this.#ports.tabs?.post(task);
  }

  /** How this tab's own storage does; what the leader says of its storage does not cover it. */
  noteStorage(storage: StorageState): void {
    this.#ownStorage = storage;
    this.#ports.status.set({ storage });
  }

  tellPresence(groupId: string): void {
    const { status, presence, tabs } = this.#ports;
    status.notify();
    if (!this.loop) return;
    const { online, typing } = presence.get(groupId);
    tabs?.post({ about: 'presence', groupId, online: [...online], typing: [...typing] });
  }

  tellCaret(caret: CaretDown): void {
    this.#ports.tabs?.post({ about: 'caret', caret });
  }

  #tellStatus(): void {
    const { tabs, status } = this.#ports;
    if (this.loop) tabs?.post({ about: 'status', status: status.get() });
  }

  #onMessage(message: TabMessage): void {
    switch (message.about) {
      case 'status':
      case 'presence':
      case 'caret':
        if (!this.loop) this.#show(message);
        return;
      default:
        if (this.loop) void carryOut(this.loop, message);
        if (this.loop && message.about === 'outbox') this.#ports.onOutbox();
        // A tab that has just opened asks how things stand.
        if (message.about === 'wake') this.#tellStatus();
    }
  }

  #show(word: LeaderWord): void {
    if (word.about === 'status') this.#showStatus(word.status);
    else if (word.about === 'presence') this.#ports.presence.set(word.groupId, word);
    else this.#ports.carets()?.put(word.caret);
  }

  #showStatus(status: EngineStatus): void {
    // A leader of an older build does not say all of it.
    const { storage: theirs = 'ok', heldUntil = null, photosUntil = null }: Partial<EngineStatus> = status;
    const storage = this.#ownStorage === 'ok' ? theirs : this.#ownStorage;
    this.#ports.status.set({ ...status, storage, heldUntil, photosUntil, leader: false });
  }
}

function carryOut(loop: ConnectionLoop, task: LeaderTask): void | Promise<void> {
  switch (task.about) {
    case 'outbox':
      return loop.nudge(undefined);
    case 'marks':
      return loop.touchMark(task.groupId);
    case 'wake':
      return task.isAsked ? loop.tryNow() : loop.wake();
    case 'typing':
      return loop.tellTyping(task.groupId, task.typing);
    case 'own-caret':
      return loop.tellCaret(task.caret);
    case 'plan-text':
      return loop.fetchPlanText({ groupId: task.groupId, planId: task.planId });
    case 'older':
      return loop.loadOlder(task.groupId);
  }
}
