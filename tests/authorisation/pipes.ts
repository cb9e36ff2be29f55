/** One way of asking for every pipe: HTTP, and socket.io by websocket or by polling, as our own client speaks it. */
import { io, type Socket } from 'socket.io-client';
import { NDJSON, PROTOCOL_HEADER } from '#protocol/frames.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import type { Pipe } from './read-cells.ts';

export interface AskLine {
  ask(name: string, frame: object): Promise<unknown>;
  /** Undefined over HTTP. */
  readonly socket: Socket | undefined;
  close(): void;
}

/** A socket that is refused answers every ask with why. */
export async function openLine(origin: string, pipe: Pipe, cookie: string): Promise<AskLine> {
  if (pipe === 'http') return { ask: askOverHttp(origin, cookie), socket: undefined, close: () => undefined };
  const socket = io(origin, {
    transports: [pipe],
    extraHeaders: { cookie },
    forceNew: true,
    reconnection: false,
  });
  const refused = await new Promise<unknown>((resolve) => {
    socket.once('connect', () => resolve(undefined));
    socket.once('connect_error', (error) =>
      resolve((error as { data?: unknown }).data ?? { wait: 'refused' }),
    );
  });
  return {
    ask: (name, frame) =>
      refused ? Promise.resolve(refused) : socket.timeout(10_000).emitWithAck(name, frame),
    socket,
    close: () => socket.disconnect(),
  };
}

function askOverHttp(origin: string, cookie: string): AskLine['ask'] {
  return async (name, frame) => {
    const answer = await fetch(`${origin}/sync/${name}`, {
      method: 'POST',
      headers: { 'content-type': NDJSON, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION), cookie },
      body: `${JSON.stringify(frame)}\n`,
    });
    const [line = ''] = (await answer.text()).split('\n');
    return answer.status === 401 ? { wait: 'door' } : (JSON.parse(line) as unknown);
  };
}
