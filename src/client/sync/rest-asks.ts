/** Asks made at rest, for good measure: what cannot be answered now is simply not answered, and nobody waits for it. */
import type { Failure, Reply, Request } from '#client/platform/transport.ts';
import type { Wait, WaitKind } from '#protocol/kinds.ts';
import type { Link } from './link.ts';
import { endOf, type MembershipEnd } from './purge-group.ts';

/** Those that read one group in one epoch. */
type RestAsk = 'digest' | 'page' | 'snapshot' | 'ledger' | 'plan-text';
type Answered<N extends RestAsk> = Exclude<Reply<N>, { readonly wait: unknown } | { readonly gone: unknown }>;

export interface RestAskContext {
  readonly link: Link;
  readonly epoch: () => string | undefined;
  readonly isStopped: () => boolean;
  /** This person is not in the group any more. */
  readonly onGone: (groupId: string, end: MembershipEnd) => Promise<unknown>;
  readonly onWait: (wait: Wait) => void;
  readonly onHeld: (groupId: string, kind: WaitKind, until: null) => void;
  readonly onLinkFailure: (failure: Failure) => void;
}

/** undefined: not now. */
export type AskAtRest = <N extends RestAsk>(
  name: N,
  request: Omit<Request<N>, 'epoch'>,
) => Promise<Answered<N> | undefined>;

export function createRestAsks(context: RestAskContext): AskAtRest {
  const { link, onGone, onWait, onHeld, onLinkFailure } = context;
  return async <N extends RestAsk>(name: N, request: Omit<Request<N>, 'epoch'>) => {
    const epoch = context.epoch();
    if (epoch === undefined || context.isStopped()) return undefined;
    const answer = await link.ask(name, { ...request, epoch } as Request<N>);
    if (context.isStopped()) return undefined;
    if (!answer.ok) {
      onLinkFailure(answer.failure);
      return undefined;
    }
    const reply = answer.value;
    if ('wait' in reply) {
      // A busy server has better things to do than this.
      if (reply.wait === 'epoch' || reply.wait === 'auth') onWait(reply);
      // A verdict of before ended the wait that a hello had told of, and said nothing of who is in the group by now.
      if (reply.wait === 'unknown-group') onHeld(request.groupId, reply.wait, null);
      return undefined;
    }
    if (reply.epoch !== context.epoch()) return undefined;
    if ('gone' in reply) {
      // A device whose own row is damaged may not have seen itself leave.
      await onGone(reply.groupId, endOf(reply));
      return undefined;
    }
    return reply as Answered<N>;
  };
}
