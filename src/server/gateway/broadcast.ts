/**
 * One tell to many sockets, encoded once: one packet text, one websocket frame, shared by all of them.
 *
 * A peer that does not read is cut when PEER_MAX bytes wait for it: it resumes by its cursor (sync.md, Pull). Before
 * that, volatile tells (presence) are simply not given to a peer that is behind.
 */
import type { Socket } from 'socket.io';
import { LIMITS } from '#protocol/limits.ts';
import type { Broadcast, Connection, Tell } from '../sync/session.ts';

/** Above this a peer is behind: presence would only push what matters farther back. */
const VOLATILE_MAX_BUFFERED_BYTES = 64 * 1024;

export interface SocketConnection extends Connection {
  readonly socket: Socket;
}

export interface BroadcastCounters {
  tells: number;
  deliveries: number;
  cutPeers: number;
}

export function createBroadcast(counters: BroadcastCounters): Broadcast {
  return (connections, tell) => {
    counters.tells++;
    const packet = encode(tell);
    for (const connection of connections as readonly SocketConnection[]) {
      const { conn } = connection.socket;
      if (conn.readyState !== 'open') continue;
      const buffered = bufferedBytes(conn);
      if (buffered > LIMITS.peerMaxBufferedBytes) {
        counters.cutPeers++;
        conn.close(true);
        continue;
      }
      if (isVolatile(tell) && buffered > VOLATILE_MAX_BUFFERED_BYTES) continue;
      conn.write(packet.text, packet.options);
      counters.deliveries++;
    }
  };
}

const isVolatile = ({ name }: Tell): boolean => name === 'presence' || name === 'carets';

interface EncodedTell {
  /** engine.io's message: socket.io packet type 2 (event), default namespace. */
  readonly text: string;
  readonly options: NonNullable<Parameters<Socket['conn']['write']>[1]>;
}

function encode(tell: Tell): EncodedTell {
  const text = `2${JSON.stringify([tell.name, tell.frame])}`;
  const payload = Buffer.from(`4${text}`);
  // As one buffer: a write of two pieces costs a quarter more, for every receiver.
  const wsPreEncodedFrame = [Buffer.concat([frameHeader(payload.length), payload])];
  return { text, options: { wsPreEncodedFrame } as EncodedTell['options'] };
}

/** RFC 6455 §5.2: one final, unmasked text frame of that many bytes. */
function frameHeader(bytes: number): Buffer {
  const FINAL_TEXT = 0x81;
  if (bytes < 126) return Buffer.from([FINAL_TEXT, bytes]);
  const header = Buffer.alloc(bytes < 65_536 ? 4 : 10);
  header[0] = FINAL_TEXT;
  header[1] = bytes < 65_536 ? 126 : 127;
  if (bytes < 65_536) header.writeUInt16BE(bytes, 2);
  else header.writeBigUInt64BE(BigInt(bytes), 2);
  return header;
}

type EngineSocket = Socket['conn'];

/** Bytes that wait in the websocket, and packets that wait for the transport (a polling peer between two polls). */
function bufferedBytes(conn: EngineSocket): number {
  const { transport, writeBuffer } = conn as unknown as {
    transport: { socket?: { bufferedAmount?: number } };
    writeBuffer: readonly { data?: unknown }[];
  };
  let bytes = transport.socket?.bufferedAmount ?? 0;
  for (const { data } of writeBuffer) if (typeof data === 'string') bytes += data.length;
  return bytes;
}
