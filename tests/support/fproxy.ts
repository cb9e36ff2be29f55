/**
 * A TCP proxy that behaves as badly as mobile networks do. Tests and benches put it on one link and call `set`.
 *
 *   client ──up──▶ [delay line] ──▶ server        bytes in a delay line are lost when the link is cut
 *   client ◀──down── [delay line] ◀── server      "down" = server to client
 *
 * What it models: propagation delay (the TCP handshake too: the first byte of a new connection waits one round
 * trip), bandwidth shared by all connections, cuts (RST on both sides), silence with the sockets left open,
 * refusal, a captive portal, a middlebox that kills or swallows websockets, one that forgets idle connections, a
 * change of address, packet loss as TCP shows it (stalls), and flapping.
 * What it does not: slow start, fast retransmission, reordering: TCP hides the last, and the others need the kernel.
 * Delays are as exact as timers: late by up to a millisecond, never early.
 *
 * A black hole swallows bytes. TCP never delivers a stream with a hole in it, so a connection that lost a byte
 * stays silent in that direction even after the fault ends, and its end does not pass either: this is what a
 * carrier's NAT does when it forgets a connection (half-open).
 *
 * Everything random comes from `seed`.
 */
import { createServer, connect as dial, type Socket } from 'node:net';
import { answerAsPortal } from './captive-portal.ts';
import type { Fault, FproxyStats } from './link-fault.ts';

export type { Fault } from './link-fault.ts';

export interface Fproxy extends AsyncDisposable {
  readonly port: number;
  readonly stats: Readonly<FproxyStats>;
  /** Replaces the fault in force, for open connections too; `{}` heals. */
  set(fault: Fault): void;
  /** Resets every open connection now. */
  cut(): void;
  /** The device has another address: every open connection is silent for good, new ones are as before. */
  changeAddress(): void;
  close(): Promise<void>;
}

type Direction = 'up' | 'down';

interface Parcel {
  readonly dueMs: number;
  /** null: the sender ended its half. */
  readonly bytes: Buffer | null;
}

/** One direction of one connection. */
interface Line {
  readonly direction: Direction;
  readonly from: Socket;
  readonly to: Socket;
  readonly parcels: Parcel[];
  heldBytes: number;
  /** Lost a byte to a black hole: nothing passes any more. */
  holed: boolean;
  timer: NodeJS.Timeout | undefined;
}

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  readonly openedMs: number;
  carried: number;
  /** Cut when it has carried so much. */
  mayCarry: number;
  begun: boolean;
  idle: NodeJS.Timeout | undefined;
  up: Line;
  down: Line;
}

/** Past this a sender is paused, as a full buffer on the way would. */
const HELD_MAX_BYTES = 1024 * 1024;
/** What the narrow end of a slow link lets queue up: mobile networks hold seconds. */
const HELD_MAX_MS = 3_000;
/** Where packets count, bytes go out in pieces of their size, so that a cut can fall between them. */
const PACKET_BYTES = 1400;
/** Linux waits this long at least, on top of the round trip, before it sends a packet again. */
const RETRANSMIT_MS = 200;

export async function openFproxy(options: {
  readonly target: { readonly host?: string; readonly port: number };
  readonly seed?: number;
  readonly fault?: Fault;
}): Promise<Fproxy> {
  const { target, seed = 1 } = options;
  const random = mulberry32(seed);
  const links = new Set<Link>();
  const clients = new Set<Socket>();
  const linkFreeMs: Record<Direction, number> = { up: 0, down: 0 };
  const stats: FproxyStats = {
    connections: 0,
    open: 0,
    cuts: 0,
    refused: 0,
    bytesUp: 0,
    bytesDown: 0,
    bytesLost: 0,
    upgradesLost: 0,
    forgotten: 0,
  };
  let fault: Fault = {};
  let carriedSinceSet = 0;
  let replyCutArmed = false;
  let isDown = false;
  let flapTimer: NodeJS.Timeout | undefined;

  const listener = createServer({ allowHalfOpen: true, noDelay: true }, accept);
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(0, '127.0.0.1', resolve);
  });
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('fproxy has no port');
  if (options.fault) set(options.fault);

  return {
    port: address.port,
    stats,
    set,
    cut: () => cutAll(),
    changeAddress: () => {
      for (const link of links) forgetSilently(link);
    },
    close,
    [Symbol.asyncDispose]: close,
  };

  function set(next: Fault): void {
    fault = next;
    carriedSinceSet = 0;
    replyCutArmed = next.cutOnReply !== undefined;
    for (const link of links) Object.assign(link, { carried: 0, mayCarry: allowance() });
    clearTimeout(flapTimer);
    isDown = next.refuse === true;
    if (isDown) cutAll();
    if (next.flap) flapAfter(next.flap, 'up');
  }

  function allowance(): number {
    const { cutEveryBytes = Number.POSITIVE_INFINITY, cutWithinBytes } = fault;
    return cutWithinBytes ? 1 + Math.floor(random() * cutWithinBytes) : cutEveryBytes;
  }

  function flapAfter(flap: { upMs: number; downMs: number }, state: Direction): void {
    const meanMs = state === 'up' ? flap.upMs : flap.downMs;
    flapTimer = setTimeout(
      () => {
        isDown = state === 'up';
        if (isDown) cutAll();
        flapAfter(flap, isDown ? 'down' : 'up');
      },
      meanMs * (0.5 + random()),
    );
  }

  function accept(client: Socket): void {
    stats.connections += 1;
    clients.add(client);
    client.on('close', () => clients.delete(client));
    // Whoever listens besides decides; without a listener an error would end the process.
    client.on('error', () => {});
    if (isDown) {
      stats.refused += 1;
      client.resetAndDestroy();
      return;
    }
    if (fault.captivePortal) {
      answerAsPortal(client, fault.captivePortal);
      return;
    }
    const { fromAddress: localAddress } = fault;
    const server = dial({
      ...target,
      allowHalfOpen: true,
      noDelay: true,
      ...(localAddress && { localAddress }),
    });
    const link: Link = {
      client,
      server,
      openedMs: performance.now(),
      carried: 0,
      mayCarry: allowance(),
      begun: false,
      idle: undefined,
      up: newLine('up', client, server),
      down: newLine('down', server, client),
    };
    links.add(link);
    stats.open += 1;
    watch(link, link.up);
    watch(link, link.down);
  }

  function watch(link: Link, line: Line): void {
    line.from.on('data', (bytes: Buffer) => take(link, line, bytes));
    line.from.on('end', () => hold(link, line, null));
    line.from.on('error', () => passReset(link, line));
    line.from.on('close', () => {
      if (link.client.destroyed && link.server.destroyed) forget(link);
    });
    line.to.on('drain', () => relieve(line));
  }

  function take(link: Link, line: Line, bytes: Buffer): void {
    if (fault.captivePortal && line.direction === 'up') {
      link.server.destroy();
      answerAsPortal(link.client, fault.captivePortal, bytes);
      return;
    }
    startIdleTimer(link);
    if (!link.begun && line.direction === 'up') {
      link.begun = true;
      if (!passesUpgrade(link, bytes)) return;
    }
    if (line.direction === 'down' && replyCutArmed) {
      replyCutArmed = fault.cutOnReply === 'always';
      cutLink(link);
      return;
    }
    hold(link, line, bytes);
  }

  /** False when this begins a websocket that is not let through. */
  function passesUpgrade(link: Link, bytes: Buffer): boolean {
    if (!(fault.dropUpgrade || fault.swallowUpgrade)) return true;
    if (!/^upgrade:/im.test(bytes.toString('latin1'))) return true;
    stats.upgradesLost += 1;
    if (fault.dropUpgrade) cutLink(link);
    else goSilent(link);
    return false;
  }

  function startIdleTimer(link: Link): void {
    clearTimeout(link.idle);
    const { forgetIdleAfterMs: afterMs } = fault;
    link.idle = afterMs ? setTimeout(() => forgetSilently(link), afterMs) : undefined;
  }

  function forgetSilently(link: Link): void {
    stats.forgotten += 1;
    goSilent(link);
  }

  function hold(link: Link, line: Line, bytes: Buffer | null): void {
    if (fault.blackHole === 'both' || fault.blackHole === line.direction) line.holed = true;
    if (line.holed) {
      stats.bytesLost += bytes?.length ?? 0;
      return;
    }
    if (bytes === null || !(fault.bytesPerSecond || fault.loss)) {
      line.parcels.push({ dueMs: dueMs(link, line, 0), bytes });
      line.heldBytes += bytes?.length ?? 0;
    } else {
      for (let at = 0; at < bytes.length; at += PACKET_BYTES) {
        const piece = bytes.subarray(at, at + PACKET_BYTES);
        line.parcels.push({ dueMs: dueMs(link, line, piece.length), bytes: piece });
        line.heldBytes += piece.length;
      }
    }
    if (line.heldBytes + line.to.writableLength > heldMaxBytes()) line.from.pause();
    deliverDue(link, line);
  }

  function heldMaxBytes(): number {
    const { bytesPerSecond = Number.POSITIVE_INFINITY } = fault;
    return Math.min(HELD_MAX_BYTES, Math.max(PACKET_BYTES, (bytesPerSecond * HELD_MAX_MS) / 1000));
  }

  /** When a parcel of `size` bytes that came now arrives at the other end. */
  function dueMs(link: Link, line: Line, size: number): number {
    const { upMs = 0, downMs = 0, bytesPerSecond, loss = 0 } = fault;
    const handshakeMs = line.direction === 'up' ? link.openedMs + upMs + downMs : 0;
    let sentMs = Math.max(performance.now(), handshakeMs);
    if (bytesPerSecond) {
      sentMs = Math.max(sentMs, linkFreeMs[line.direction]) + (size / bytesPerSecond) * 1000;
      linkFreeMs[line.direction] = sentMs;
    }
    // The wait doubles with each loss of the same packet, and what follows it waits behind it.
    for (let waitMs = RETRANSMIT_MS + upMs + downMs; loss > 0 && random() < loss; waitMs *= 2)
      sentMs += waitMs;
    const lastDueMs = line.parcels.at(-1)?.dueMs ?? 0;
    return Math.max(sentMs + (line.direction === 'up' ? upMs : downMs), lastDueMs);
  }

  function deliverDue(link: Link, line: Line): void {
    clearTimeout(line.timer);
    line.timer = undefined;
    for (let parcel = line.parcels[0]; parcel; parcel = line.parcels[0]) {
      const waitMs = parcel.dueMs - performance.now();
      if (waitMs > 0) {
        line.timer = setTimeout(() => deliverDue(link, line), Math.ceil(waitMs));
        return;
      }
      line.parcels.shift();
      line.heldBytes -= parcel.bytes?.length ?? 0;
      if (line.holed || !deliver(link, line, parcel.bytes)) return;
    }
    relieve(line);
  }

  /** False when the link was cut on the way. */
  function deliver(link: Link, line: Line, bytes: Buffer | null): boolean {
    if (bytes === null) {
      line.to.end();
      return true;
    }
    const { cutAtByte = Number.POSITIVE_INFINITY } = fault;
    const untilCut = Math.min(link.mayCarry - link.carried, cutAtByte - carriedSinceSet);
    const isCut = bytes.length >= untilCut;
    const passed = bytes.subarray(0, untilCut);
    link.carried += passed.length;
    carriedSinceSet += passed.length;
    if (line.direction === 'up') stats.bytesUp += passed.length;
    else stats.bytesDown += passed.length;
    if (!isCut) {
      line.to.write(passed);
      return true;
    }
    if (carriedSinceSet >= cutAtByte) {
      const { cutAtByte: _, ...others } = fault;
      fault = others;
    }
    goSilent(link);
    line.to.write(passed, () => cutLink(link));
    return false;
  }

  function relieve(line: Line): void {
    if (line.from.isPaused() && line.heldBytes + line.to.writableLength <= heldMaxBytes() / 2) {
      line.from.resume();
    }
  }

  /** A peer's own reset travels to the other end like its bytes do, unless a black hole has it. */
  function passReset(link: Link, line: Line): void {
    if (line.holed || fault.blackHole === 'both' || fault.blackHole === line.direction) return;
    const delayMs = (line.direction === 'up' ? fault.upMs : fault.downMs) ?? 0;
    if (delayMs === 0) destroy(link);
    else setTimeout(() => destroy(link), delayMs).unref();
  }

  function cutAll(): void {
    for (const link of [...links]) cutLink(link);
  }

  function cutLink(link: Link): void {
    if (links.has(link)) stats.cuts += 1;
    destroy(link);
  }

  function destroy(link: Link): void {
    goSilent(link);
    for (const socket of [link.client, link.server]) {
      if (socket.destroyed) continue;
      // A reset after a begun shutdown leaves a handle that never closes, and Node then spins at its exit.
      if (socket.writableEnded) socket.destroy();
      else socket.resetAndDestroy();
    }
    forget(link);
  }

  function forget(link: Link): void {
    clearTimeout(link.up.timer);
    clearTimeout(link.down.timer);
    if (links.delete(link)) stats.open -= 1;
  }

  async function close(): Promise<void> {
    clearTimeout(flapTimer);
    for (const link of [...links]) destroy(link);
    for (const client of clients) client.destroy();
    await new Promise<void>((resolve) => listener.close(() => resolve()));
  }
}

/** Drops what is under way in both directions, and whatever comes yet. */
function goSilent(link: Link): void {
  clearTimeout(link.idle);
  for (const line of [link.up, link.down]) {
    line.holed = true;
    line.parcels.length = 0;
    clearTimeout(line.timer);
  }
}

function newLine(direction: Direction, from: Socket, to: Socket): Line {
  return { direction, from, to, parcels: [], heldBytes: 0, holed: false, timer: undefined };
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
