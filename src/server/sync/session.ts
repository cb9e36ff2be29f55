/** Who speaks, as the gateway found out; and the ports that both gateway and simulation give the handlers. */
import type { CaretDown } from '#protocol/carets.ts';
import type { MarksDown } from '#protocol/marks.ts';
import type { Poke } from '#protocol/poke.ts';
import type { Presence } from '#protocol/presence.ts';

/** An authenticated device. Checked by the gateway for every ask. */
export interface Session {
  readonly accountId: string;
  readonly deviceId: string;
}

/** An open socket of a session. Identity is the object itself. */
export interface Connection {
  readonly session: Session;
}

/** Server → devices. */
export type Tell =
  | { readonly name: 'poke'; readonly frame: Poke }
  | { readonly name: 'marks'; readonly frame: MarksDown }
  | { readonly name: 'presence'; readonly frame: Presence }
  | { readonly name: 'carets'; readonly frame: CaretDown };

/** Writes one tell to many sockets; encodes it once. Never throws, never waits: a slow or closed one is cut. */
export type Broadcast = (connections: readonly Connection[], tell: Tell) => void;

/** Time as the handlers see it; the simulation runs it by hand. */
export interface Clock {
  /** Epoch ms. Told to devices, compared only with the end of healing. */
  now(): number;
  /** Calls once after `ms`; returns what cancels it. */
  after(ms: number, run: () => void): () => void;
}

/** From node to node: this group has reached this version. Never more than that. */
export interface Hint {
  readonly groupId: string;
  readonly head: number;
}

export function sendTo(broadcast: Broadcast, connections: readonly Connection[], tell: Tell): void {
  if (connections.length > 0) broadcast(connections, tell);
}
