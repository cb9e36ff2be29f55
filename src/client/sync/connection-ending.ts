/**
 * How a connection ends, and what the next one asks first: every failure, word and verdict that cannot be gone on from comes here.
 *
 *   another epoch, torn ops       again, in doubt about what is owed or where     (memory)
 *   the session ran out           again, with another one; refused to the device itself: wait for its person
 *   another device under our id   again, under a new one
 *   the server has us wait        wait
 *   the link gave way             closed; refused: as above
 *   a bug, or another leads       failed, lead-lost
 *
 * The first end counts.
 */
import type { Failure } from '#client/platform/transport.ts';
import type { Wait } from '#protocol/kinds.ts';
import type { ConnectionContext, EndKind } from './connection-context.ts';
import { changeDevice, DEVICE_TABLES } from './device-identity.ts';
import { FenceLostError } from './fenced-store.ts';
import { type Link, StoppedError } from './link.ts';
import { speakLower } from './link-memory.ts';
import { partFromFormer } from './part-from-former.ts';
import { RETRIES } from './retry-policy.ts';

export class ConnectionEnding {
  readonly #context: ConnectionContext;
  readonly #link: Link;
  readonly #over = new AbortController();
  readonly reached: Promise<EndKind>;
  #resolve: (end: EndKind) => void = () => {};
  /** This connection opened its session: another one would be the same. */
  hasNewSession = false;

  constructor(context: ConnectionContext, link: Link) {
    this.#context = context;
    this.#link = link;
    this.reached = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  get isOver(): boolean {
    return this.#over.signal.aborted;
  }

  /** Fires with the end. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  end(end: EndKind): void {
    this.#over.abort();
    this.#resolve(end);
  }

  fail(error: unknown): void {
    if (error instanceof StoppedError) return;
    this.#context.memory.isOwedInDoubt = true;
    this.end(error instanceof FenceLostError ? { kind: 'lead-lost' } : { kind: 'failed', error });
  }

  onWait(wait: Wait): void {
    if (RETRIES[wait.wait].holds === 'lane') return;
    if (wait.wait === 'epoch') this.beginAnew('isEpochInDoubt');
    else if (wait.wait === 'auth' && !this.hasNewSession) this.#forgetSession();
    else if (wait.wait === 'unsupported' && speakLower(this.#context.memory, this.#link)) {
      this.end({ kind: 'again' });
    } else this.end({ kind: 'wait', wait });
  }

  onLinkFailure(failure: Failure): void {
    this.#link.isIntercepted ||= failure.kind === 'intercepted';
    if (failure.kind === 'refused') this.onWait(failure.wait);
    else this.end({ kind: 'closed' });
  }

  /** A session refused to the device itself: only its person helps, by signing in. Asking anew would be the same. */
  onOpeningFailure(failure: Failure): void {
    if (failure.kind === 'refused' && failure.wait.wait === 'auth') {
      this.end({ kind: 'wait', wait: failure.wait });
    } else this.onLinkFailure(failure);
  }

  /**
   * First another session; it is no help for what a former self has queued, which goes to the tray. Where neither is the
   * matter and the server still welcomes this session (`sayHello`), the group's member is another account's: the one lane
   * waits, and the connection goes on.
   */
  async onLaneRefused(sayHello: () => Promise<unknown>): Promise<boolean> {
    if (!this.hasNewSession) this.onWait({ wait: 'auth' });
    else if (await partFromFormer(this.#context, this.#context.clock.now())) {
      this.#context.recount();
      this.end({ kind: 'again' });
    } else await sayHello();
    return !this.isOver;
  }

  /** Another device uses this one's id: it takes a new one. */
  async onFork(): Promise<void> {
    const { store, random } = this.#context;
    if (this.isOver) return;
    await store.write(DEVICE_TABLES, (tx) => changeDevice(tx, random));
    this.end({ kind: 'again' });
  }

  beginAnew(doubt: 'isEpochInDoubt' | 'isOwedInDoubt'): void {
    this.#context.memory[doubt] = true;
    this.end({ kind: 'again' });
  }

  #forgetSession(): void {
    // The session ran out: the next connection opens another before anything else.
    this.#context.store
      .write(['meta'], (tx) => tx.remove('meta', ['account']))
      .then(
        () => this.end({ kind: 'again' }),
        (error) => this.fail(error),
      );
  }
}
