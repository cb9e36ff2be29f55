/** Says hello over whichever way is open and does what the welcome asks for. One instance per connection. */
import type { Clock } from '#client/platform/clock.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Random } from '#client/platform/random.ts';
import type { Answer, Failure, Reply, Request } from '#client/platform/transport.ts';
import type { Welcome } from '#protocol/hello.ts';
import type { Wait } from '#protocol/kinds.ts';
import { healAfterEpochChange } from './heal.ts';
import type { Link } from './link.ts';
import type { LinkMemory } from './link-memory.ts';
import type { Puller } from './puller.ts';
import type { MembershipEnd } from './purge-group.ts';
import { composeHello, noteWelcome, type Spoken, settledEntries, showsFork } from './say-hello.ts';

export interface HelloContext {
  readonly store: DeviceStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly link: Link;
  readonly memory: LinkMemory;
  readonly puller: Puller;
  readonly isOver: () => boolean;
  readonly onWelcome: (epoch: string) => void;
  /** True: the word is older than what this device knows, and it is still in the group or on its way in. */
  readonly onGone: (groupId: string, end: MembershipEnd) => Promise<boolean>;
  /** The device id is shared, or lost its numbers. */
  readonly onFork: () => Promise<void>;
  /** Another history: the device is ready to meet it on a new connection. */
  readonly onHealed: () => void;
  readonly onWait: (wait: Wait) => void;
  readonly onLinkFailure: (failure: Failure) => void;
}

export class HelloExchange {
  readonly #context: HelloContext;

  constructor(context: HelloContext) {
    this.#context = context;
  }

  /** True when welcome, and everything the welcome said is on disk. False: the connection ends or gave way. */
  async say(timeoutMs?: number): Promise<boolean> {
    const { store, clock, memory, isOver, onLinkFailure, onWait } = this.#context;
    const spoken = await composeHello(store, this.#context.link.protocol);
    for (const hello of spoken.hellos) {
      const saidAt = clock.now();
      const answer = await this.#ask(hello, timeoutMs);
      if (isOver()) return false;
      if (!answer.ok) {
        onLinkFailure(answer.failure);
        return false;
      }
      if ('wait' in answer.value) {
        onWait(answer.value);
        return false;
      }
      memory.clockOffsetMs = Math.round(answer.value.serverTime - (saidAt + clock.now()) / 2);
      if (!(await this.#accept(spoken, answer.value))) return false;
    }
    if (isOver()) return false;
    memory.isEpochInDoubt = false;
    memory.isFateInDoubt = false;
    return true;
  }

  #ask(hello: Request<'hello'>, timeoutMs: number | undefined): Promise<Answer<Reply<'hello'>>> {
    const { link } = this.#context;
    if (link.socket && timeoutMs !== undefined) return link.socket.ask('hello', hello, { timeoutMs });
    return link.ask('hello', hello, JSON.stringify(hello).length);
  }

  async #accept(spoken: Spoken, welcome: Welcome): Promise<boolean> {
    const { store, clock, random, memory, puller, onHealed, onFork, onGone, onWelcome } = this.#context;
    const isOtherEpoch = spoken.epoch !== undefined && spoken.epoch !== welcome.epoch;
    if (isOtherEpoch || welcome.groups.some(({ history }) => history === 'changed')) {
      await healAfterEpochChange(store, random, welcome);
      onHealed();
      return false;
    }
    const nextSeqs = await this.#readNextSeqs();
    if (welcome.groups.some((group) => showsFork(spoken, group, nextSeqs.get(group.groupId) ?? 1))) {
      await onFork();
      return false;
    }
    await noteWelcome(store, welcome, { clockOffsetMs: memory.clockOffsetMs, now: clock.now() });
    onWelcome(welcome.epoch);
    for (const { groupId, version, reason } of welcome.gone) {
      if (await onGone(groupId, { version, reason })) puller.catchUpTo(groupId, version + 1, undefined);
    }
    for (const group of welcome.groups) {
      const settled = settledEntries(spoken, group);
      if (settled.length > 0) await puller.settle(group.groupId, settled, group.head);
      puller.catchUpTo(group.groupId, group.head, spoken.cursors.get(group.groupId) ?? null);
    }
    return true;
  }

  #readNextSeqs(): Promise<Map<string, number>> {
    return this.#context.store.read(['lanes'], async (tx) => {
      return new Map((await tx.list('lanes')).map((lane) => [lane.groupId, lane.nextSeq]));
    });
  }
}
