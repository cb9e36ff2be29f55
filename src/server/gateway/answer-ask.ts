/**
 * One ask, wherever it came from: check its schema, its session, its rate; call the handler; give the reply.
 * The socket and HTTP both end here, so that they cannot differ.
 */
import * as v from 'valibot';
import { ASKS, type AskName, isAskOf } from '#protocol/frames.ts';
import type { FrameError, Wait } from '#protocol/kinds.ts';
import { lowerReply } from '#protocol/lower-reply.ts';
import { LogStoreError } from '../sync/log-store.ts';
import type { Connection, Session } from '../sync/session.ts';
import type { SyncServer } from '../sync/sync-server.ts';
import type { Admission } from './admission.ts';
import type { Asking, FloodLimits } from './flood-limits.ts';

type Request<N extends AskName> = v.InferOutput<(typeof ASKS)[N]['request']>;

export type Asked = {
  [N in AskName]: { readonly name: N; readonly frame: Request<N> };
}[AskName];

/** The frame as its schema reads it; undefined: malformed, or not an ask of that protocol version. */
export function parseAsk(name: AskName, value: unknown, protocol: number): Asked | undefined {
  if (!isAskOf(protocol, name)) return undefined;
  const parsed = v.safeParse(ASKS[name].request as v.GenericSchema, value);
  return parsed.success ? ({ name, frame: parsed.output } as Asked) : undefined;
}

export interface AskContext {
  readonly sync: SyncServer;
  readonly limits: FloodLimits;
  /** Where it comes from, as the limits count it. */
  readonly address: string;
  readonly greetings: Admission;
  /**
   * Asked for every frame, in their order (`in-order.ts`): undefined when the session ended meanwhile. Rejects when
   * the database is away.
   */
  readonly checkSession: () => Promise<Session | undefined>;
  readonly connection: Connection | undefined;
  /** What the device speaks here; an older one is answered in its own words. */
  readonly protocol: number;
  /** Told of what should not happen; never of what was in the frame. */
  readonly onBug: (error: unknown) => void;
}

/**
 * `unanswerable`: the outcome of a commit is unknown; close without a word.
 * Replies of any ask may be a bare wait; a push says it in its `stop`.
 */
export type Answer = { readonly reply: object } | 'unanswerable';

const AWAY: Wait = { wait: 'busy', retryAfterMs: 1_000 };

export async function answerAsk(asked: Asked, context: AskContext): Promise<Answer> {
  const answer = await decideAnswer(asked, context);
  if (answer === 'unanswerable') return answer;
  return { reply: lowerReply(context.protocol, asked.name, answer.reply) };
}

async function decideAnswer(asked: Asked, context: AskContext): Promise<Answer> {
  let session: Session | undefined;
  try {
    session = await context.checkSession();
  } catch {
    return { reply: waiting(asked, AWAY) };
  }
  if (!session) return { reply: waiting(asked, { wait: 'auth' }) };
  const { limits, address } = context;
  const retryAfterMs = limits.frame({ ...session, address }, weigh(asked));
  if (retryAfterMs > 0) return { reply: waiting(asked, { wait: 'busy', retryAfterMs }) };
  const isGreeting = asked.name === 'hello' || asked.name === 'snapshot';
  const busyForMs = isGreeting ? context.greetings.enter() : 0;
  if (busyForMs > 0) return { reply: waiting(asked, { wait: 'busy', retryAfterMs: busyForMs }) };
  try {
    return { reply: await call(asked, session, context) };
  } catch (error) {
    // Only a push rejects, when nobody knows what became of its COMMIT. Anything else is a bug, and then too
    // saying nothing is safe: the device asks again.
    if (!(error instanceof LogStoreError)) context.onBug(error);
    return 'unanswerable';
  } finally {
    if (isGreeting) context.greetings.leave();
  }
}

function call(asked: Asked, session: Session, { sync, connection }: AskContext): Promise<object> {
  switch (asked.name) {
    case 'hello':
      return sync.hello(session, asked.frame, connection);
    case 'push':
      return sync.push(session, asked.frame, connection);
    case 'catch-up':
      return sync.catchUp(session, asked.frame, connection);
    case 'snapshot':
      return sync.snapshot(session, asked.frame);
    case 'bootstrap':
      return sync.bootstrap(session, asked.frame);
    case 'page':
      return sync.page(session, asked.frame);
    case 'digest':
      return sync.digest(session, asked.frame);
    case 'ledger':
      return sync.ledger(session, asked.frame);
    case 'plan-text':
      return sync.planText(session, asked.frame);
  }
}

function weigh(asked: Asked): Asking {
  if (asked.name !== 'push') return { isDigest: asked.name === 'digest' };
  const { ops, proofs = {} } = asked.frame;
  return { ops: ops.length, joins: Object.keys(proofs).length };
}

function waiting(asked: Asked, stop: Wait): object {
  if (asked.name !== 'push') return stop;
  const { epoch, groupId, firstSeq } = asked.frame;
  return { epoch, groupId, firstSeq, verdicts: [], stop, head: 0 };
}

export const frameError = (error: FrameError['error']): FrameError => ({ error });
