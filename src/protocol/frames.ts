/**
 * The whole wire on one screen. Over the socket, `ask` events carry an ack with the reply; `tell` events don't.
 * Over HTTP the same frames travel as lines of JSON (`POST /sync/<name>`, application/x-ndjson), one reply a line.
 */
import { catchUpReplySchema, catchUpSchema } from './catch-up.ts';
import { helloReplySchema, helloSchema } from './hello.ts';
import { marksDownSchema, markUpSchema } from './marks.ts';
import { pokeSchema } from './poke.ts';
import { presenceSchema, typingSchema } from './presence.ts';
import { pushReplySchema, pushSchema } from './push.ts';
import {
  pageReplySchema,
  pageRequestSchema,
  snapshotReplySchema,
  snapshotRequestSchema,
} from './snapshot.ts';

/** Client asks, server answers. */
export const ASKS = {
  hello: { request: helloSchema, reply: helloReplySchema },
  push: { request: pushSchema, reply: pushReplySchema },
  'catch-up': { request: catchUpSchema, reply: catchUpReplySchema },
  snapshot: { request: snapshotRequestSchema, reply: snapshotReplySchema },
  page: { request: pageRequestSchema, reply: pageReplySchema },
} as const;
export type AskName = keyof typeof ASKS;

/** Client tells; nothing comes back. */
export const UPSTREAM_TELLS = { mark: markUpSchema, typing: typingSchema } as const;

/** Server tells; nothing goes back. */
export const DOWNSTREAM_TELLS = {
  poke: pokeSchema,
  marks: marksDownSchema,
  presence: presenceSchema,
} as const;

/** Media type of the HTTP form; an answer of any other type is no answer (captive portals). */
export const NDJSON = 'application/x-ndjson';
/** Header that carries PROTOCOL_VERSION both ways; an answer without it did not come from Racha. */
export const PROTOCOL_HEADER = 'racha-protocol';
