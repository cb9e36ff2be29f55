/** What can be wrong with a link, and what a link under faults has seen: the vocabulary of the fault proxy. */
import type { CaptivePortal } from './captive-portal.ts';

export interface Fault {
  /** One way; a round trip is the sum of both. */
  readonly upMs?: number;
  readonly downMs?: number;
  /** Each way, shared by all connections. */
  readonly bytesPerSecond?: number;
  /** Every connection is cut after it carried so many bytes, both directions counted together. */
  readonly cutEveryBytes?: number;
  /** Every connection is cut after a number of bytes between one and this, by the seed. */
  readonly cutWithinBytes?: number;
  /** Once: the connection that carries this byte (counted from `set`, over all connections) is cut. */
  readonly cutAtByte?: number;
  /** The first byte from the server after `set` cuts its connection instead of passing: an ack lost. */
  readonly cutOnReply?: 'once' | 'always';
  /** Bytes of this direction vanish; nothing is closed. */
  readonly blackHole?: 'up' | 'down' | 'both';
  /** All connections are reset, new ones as well. */
  readonly refuse?: boolean;
  /** Every HTTP request is answered 200 with a page of HTML, or sent to another host. */
  readonly captivePortal?: CaptivePortal;
  /** A connection that begins with an `Upgrade:` request is cut. */
  readonly dropUpgrade?: boolean;
  /** The same, without a word: the request vanishes and the connection stays open. */
  readonly swallowUpgrade?: boolean;
  /** A connection that carried nothing for so long is forgotten: silent from then on, as a NAT or balancer does it. */
  readonly forgetIdleAfterMs?: number;
  /** Each packet is lost with this probability: what TCP makes of it, a stall until the retransmission came through. */
  readonly loss?: number;
  /** The server sees new connections come from here: any of 127.0.0.0/8. */
  readonly fromAddress?: string;
  /** The link is there for about `upMs`, then refuses for about `downMs` (each half to one and a half of it). */
  readonly flap?: { readonly upMs: number; readonly downMs: number };
}

export interface FproxyStats {
  connections: number;
  open: number;
  /** Cut by a fault; resets that only pass on what a peer did are not counted. */
  cuts: number;
  refused: number;
  bytesUp: number;
  bytesDown: number;
  /** Swallowed by a black hole. */
  bytesLost: number;
  /** Websockets that were not let through. */
  upgradesLost: number;
  /** Forgotten for being idle, or left behind by a change of address. */
  forgotten: number;
}
