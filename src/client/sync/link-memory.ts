/** What one connection leaves to the next, in memory: losing it costs a round trip, never an op. */
import { LIMITS, WINDOW } from '#protocol/limits.ts';
import { lowerProtocol, PROTOCOL_VERSION } from '#protocol/version.ts';
import type { Link } from './link.ts';

export interface LinkMemory {
  /** Which version of the wire the next connection speaks. */
  protocol: number;
  /** Size of the next HTTP flush, by what the link has carried. */
  flushBytes: number;
  /** What a lane of the next socket begins with, likewise. */
  windowBytes: number;
  /** Size of the next page that is fetched, likewise. */
  pageBytes: number;
  /** The server's history may not be what we think: hello before anything else. */
  isEpochInDoubt: boolean;
  /** What was on its way may have arrived: if there is any, hello before it is sent again. */
  isFateInDoubt: boolean;
  /** A row that is owed may be none: they are looked through before anything is sent. */
  isOwedInDoubt: boolean;
  /** When a group's rows were last compared with the server's, monotonic ms. */
  readonly comparedAt: Map<string, number>;
  /** Server time minus device time, ms. */
  clockOffsetMs: number;
}

export function newLinkMemory(): LinkMemory {
  // What an earlier run of the app sent may have arrived.
  return {
    protocol: PROTOCOL_VERSION,
    flushBytes: WINDOW.flushMaxBytes,
    windowBytes: WINDOW.firstBytes,
    pageBytes: LIMITS.catchUpPageMaxBytes,
    isEpochInDoubt: false,
    isFateInDoubt: true,
    isOwedInDoubt: true,
    comparedAt: new Map(),
    clockOffsetMs: 0,
  };
}

/** As a connection ends. */
export function leaveTo(memory: LinkMemory, link: Link, wasWelcome: boolean): void {
  if (link.hadContact) memory.isFateInDoubt = true;
  // The server that spoke an older protocol may be a newer one by the next connection.
  if (wasWelcome && memory.protocol === link.protocol) memory.protocol = PROTOCOL_VERSION;
}

/**
 * The server does not speak what this link does. It may only be one release behind: the next connection says
 * everything again in the older protocol. False: there is none, and the one after that begins with the newest.
 */
export function speakLower(memory: LinkMemory, link: Link): boolean {
  const lower = lowerProtocol(link.protocol);
  memory.protocol = lower ?? PROTOCOL_VERSION;
  return lower !== undefined;
}
