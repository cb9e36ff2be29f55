/**
 * A TCP proxy that behaves as badly as mobile networks do. Tests and benches put it on one link and call `set`.
 *
 *   client ──up──▶ [delay line] ──▶ server        bytes in a delay line are lost when the link is cut
 *   client ◀──down── [delay line] ◀── server      "down" = server to client
 *
 * What it models: propagation delay (the TCP handshake too: the first byte of a new connection waits one round
 * trip), bandwidth shared by all connections, cuts (RST on both sides), silence with the sockets left open,
 * refusal, a captive portal, a middlebox that kills websockets, and flapping.
 * What it does not: packet loss inside TCP (retransmission), slow start, reordering: TCP hides the last, and the
 * first two need the kernel. Delays are as exact as timers: late by up to a millisecond, never early.
 *
 * A black hole swallows bytes. TCP never delivers a stream with a hole in it, so a connection that lost a byte
 * stays silent in that direction even after the fault ends, and its end does not pass either: this is what a
 * carrier's NAT does when it forgets a connection (half-open).
 *
 * Everything random comes from `seed`.
 */
import { createServer, connect as dial, type Socket } from 'node:net';

export interface Fault {
  /** One way; a round trip is the sum of both. */
  readonly upMs?: number;
  readonly downMs?: number;
  /** Each way, shared by all connections. */
  readonly bytesPerSecond?: number;
  /** Every connection is cut after it carried so many bytes, both directions counted together. */
  readonly cutEveryBytes?: number;
  /** Once: the connection that carries this byte (counted from `set`, over all connections) is cut. */
  readonly cutAtByte?: number;
  /** The first byte from the server after `set` cuts its connection instead of passing: an ack lost. */
  readonly cutOnReply?: 'once' | 'always';
  /** Bytes of this direction vanish; nothing is closed. */
  readonly blackHole?: 'up' | 'down' | 'both';
  /** All connections are reset, new ones as well. */
  readonly refuse?: boolean;
  /** Every HTTP request is answered 200 with a page of HTML. */
  readonly captivePortal?: boolean;
  /** A connection that begins with an `Upgrade:` request is cut. */
  readonly dropUpgrade?: boolean;
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
}

export interface Fproxy extends AsyncDisposable {
  readonly port: number;
  readonly stats: Readonly<FproxyStats>;
  /** Replaces the fault in force, for open connections too; `{}` heals. */
  set(fault: Fault): void;
  /** Resets every open connection now. */
  cut(): void;
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
  begun: boolean;
  up: Line;
  down: Line;
}

/** Past this a sender is paused, as a full buffer on the way would. */
const HELD_MAX_BYTES = 1024 * 1024;
/** With a bandwidth bytes go out in pieces of a packet's size, so that a cut can fall between them. */
const PACKET_BYTES = 1400;
const PORTAL_PAGE = '<!doctype html><title>Wi-Fi</title><p>Aceite os termos para navegar.';

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
    close,
    [Symbol.asyncDispose]: close,
  };

  function set(next: Fault): void {
    fault = next;
    carriedSinceSet = 0;
    replyCutArmed = next.cutOnReply !== undefined;
    for (const link of links) link.carried = 0;
    clearTimeout(flapTimer);
    isDown = next.refuse === true;
    if (isDown) cutAll();
    if (next.flap) flapAfter(next.flap, 'up');
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
      answerPortal(client);
      return;
    }
    const server = dial({ ...target, allowHalfOpen: true, noDelay: true });
    const link: Link = {
      client,
      server,
      openedMs: performance.now(),
      carried: 0,
      begun: false,
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
      answerPortal(link.client, bytes);
      return;
    }
    if (!link.begun && line.direction === 'up') {
      link.begun = true;
      if (fault.dropUpgrade && /^upgrade:/im.test(bytes.toString('latin1'))) {
        cutLink(link);
        return;
      }
    }
    if (line.direction === 'down' && replyCutArmed) {
      replyCutArmed = fault.cutOnReply === 'always';
      cutLink(link);
      return;
    }
    hold(link, line, bytes);
  }

  function hold(link: Link, line: Line, bytes: Buffer | null): void {
    if (fault.blackHole === 'both' || fault.blackHole === line.direction) line.holed = true;
    if (line.holed) {
      stats.bytesLost += bytes?.length ?? 0;
      return;
    }
    if (bytes === null || !fault.bytesPerSecond) {
      line.parcels.push({ dueMs: dueMs(link, line, 0), bytes });
      line.heldBytes += bytes?.length ?? 0;
    } else {
      for (let at = 0; at < bytes.length; at += PACKET_BYTES) {
        const piece = bytes.subarray(at, at + PACKET_BYTES);
        line.parcels.push({ dueMs: dueMs(link, line, piece.length), bytes: piece });
        line.heldBytes += piece.length;
      }
    }
    if (line.heldBytes + line.to.writableLength > HELD_MAX_BYTES) line.from.pause();
    deliverDue(link, line);
  }

  /** When a parcel of `size` bytes that came now arrives at the other end. */
  function dueMs(link: Link, line: Line, size: number): number {
    const { upMs = 0, downMs = 0, bytesPerSecond } = fault;
    const handshakeMs = line.direction === 'up' ? link.openedMs + upMs + downMs : 0;
    let sentMs = Math.max(performance.now(), handshakeMs);
    if (bytesPerSecond) {
      sentMs = Math.max(sentMs, linkFreeMs[line.direction]) + (size / bytesPerSecond) * 1000;
      linkFreeMs[line.direction] = sentMs;
    }
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
    const allowed = Math.min(
      (fault.cutEveryBytes ?? Number.POSITIVE_INFINITY) - link.carried,
      (fault.cutAtByte ?? Number.POSITIVE_INFINITY) - carriedSinceSet,
      bytes.length,
    );
    const isCut =
      link.carried + bytes.length >= (fault.cutEveryBytes ?? Number.POSITIVE_INFINITY) ||
      carriedSinceSet + bytes.length >= (fault.cutAtByte ?? Number.POSITIVE_INFINITY);
    const passed = bytes.subarray(0, allowed);
    link.carried += passed.length;
    carriedSinceSet += passed.length;
    if (line.direction === 'up') stats.bytesUp += passed.length;
    else stats.bytesDown += passed.length;
    if (!isCut) {
      line.to.write(passed);
      return true;
    }
    if (carriedSinceSet >= (fault.cutAtByte ?? Number.POSITIVE_INFINITY)) {
      const { cutAtByte: _, ...others } = fault;
      fault = others;
    }
    silence(link);
    line.to.write(passed, () => cutLink(link));
    return false;
  }

  function relieve(line: Line): void {
    if (line.from.isPaused() && line.heldBytes + line.to.writableLength <= HELD_MAX_BYTES / 2) {
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
    silence(link);
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

/** Drops what is under way in both directions. */
function silence(link: Link): void {
  for (const line of [link.up, link.down]) {
    line.holed = true;
    line.parcels.length = 0;
    clearTimeout(line.timer);
  }
}

function newLine(direction: Direction, from: Socket, to: Socket): Line {
  return { direction, from, to, parcels: [], heldBytes: 0, holed: false, timer: undefined };
}

function answerPortal(client: Socket, first?: Buffer): void {
  let head = '';
  const answer = (bytes: Buffer): void => {
    head += bytes.toString('latin1');
    if (!head.includes('\r\n\r\n')) return;
    client.end(
      'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n' +
        `Content-Length: ${Buffer.byteLength(PORTAL_PAGE)}\r\n\r\n${PORTAL_PAGE}`,
    );
  };
  client.removeAllListeners('data');
  client.on('end', () => client.end());
  client.on('data', answer);
  if (first) answer(first);
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
