/**
 * The whole wire on one screen. Over the socket, `ask` events carry an ack with the reply; `tell` events don't.
 * Over HTTP the same frames travel as lines of JSON (`POST /sync/<name>`, application/x-ndjson), one reply a line.
 */
import { caretDownSchema, caretUpSchema } from './carets.ts';
import { catchUpReplySchema, catchUpSchema } from './catch-up.ts';
import { digestReplySchema, digestRequestSchema } from './digest.ts';
import { helloReplySchema, helloSchema } from './hello.ts';
import { ledgerReplySchema, ledgerRequestSchema } from './ledger.ts';
import { marksDownSchema, markUpSchema } from './marks.ts';
import { planTextReplySchema, planTextRequestSchema } from './plan-text.ts';
import { pokeSchema } from './poke.ts';
import { presenceSchema, typingSchema } from './presence.ts';
import { pushReplySchema, pushSchema } from './push.ts';
import {
  bootstrapReplySchema,
  pageReplySchema,
  pageRequestSchema,
  snapshotReplySchema,
  snapshotRequestSchema,
} from './snapshot.ts';

/**
 * Client asks, server answers. `since`: the first protocol that has the ask. A device never says it on a connection
 * that speaks an older one (`Link.knows`), and a server treats it there as it treats any name it has never heard.
 */
export const ASKS = {
  hello: { since: 1, request: helloSchema, reply: helloReplySchema },
  push: { since: 1, request: pushSchema, reply: pushReplySchema },
  'catch-up': { since: 1, request: catchUpSchema, reply: catchUpReplySchema },
  snapshot: { since: 1, request: snapshotRequestSchema, reply: snapshotReplySchema },
  bootstrap: { since: 2, request: snapshotRequestSchema, reply: bootstrapReplySchema },
  page: { since: 1, request: pageRequestSchema, reply: pageReplySchema },
  digest: { since: 2, request: digestRequestSchema, reply: digestReplySchema },
  ledger: { since: 4, request: ledgerRequestSchema, reply: ledgerReplySchema },
  'plan-text': { since: 5, request: planTextRequestSchema, reply: planTextReplySchema },
} as const;
export type AskName = keyof typeof ASKS;

/** Whether `name` is an ask of that protocol version. */
export function isAskOf(protocol: number, name: string): name is AskName {
  return Object.hasOwn(ASKS, name) && ASKS[name as AskName].since <= protocol;
}

/** The asks of that protocol version. */
export function listAsks(protocol: number): AskName[] {
  return (Object.keys(ASKS) as AskName[]).filter((name) => isAskOf(protocol, name));
}

/** Client tells; nothing comes back. */
export const UPSTREAM_TELLS = { mark: markUpSchema, typing: typingSchema, caret: caretUpSchema } as const;

/** Server tells; nothing goes back. */
export const DOWNSTREAM_TELLS = {
  poke: pokeSchema,
  marks: marksDownSchema,
  presence: presenceSchema,
  carets: caretDownSchema,
} as const;

/** The first protocol that has the tell, where it is not the first of all: with an older one it is never told. */
const TELLS_SINCE: Readonly<Record<string, number>> = { caret: 5, carets: 5 };

export type UpstreamTellName = keyof typeof UPSTREAM_TELLS;
export type DownstreamTellName = keyof typeof DOWNSTREAM_TELLS;

export function isTellOf(protocol: number, name: UpstreamTellName | DownstreamTellName): boolean {
  return (TELLS_SINCE[name] ?? 1) <= protocol;
}

/** Media type of the HTTP form; an answer of any other type is no answer (captive portals). */
export const NDJSON = 'application/x-ndjson';
/** Header that carries the protocol both ways: what the device speaks, and the server's newest; an answer without it did not come from Racha. */
export const PROTOCOL_HEADER = 'racha-protocol';
