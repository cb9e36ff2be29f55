/** Runs the floor (see `floor-server.ts`) over the same links as the real thing. */
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { type Fault, openFproxy } from '#tests/support/fproxy.ts';
import { newId } from '#tests/support/raw-device.ts';
import { type BenchServer, type DatabaseKind, openBenchServer } from './bench-server.ts';
import { messageText } from './messages.ts';

export type FloorWay = 'ws' | 'post';
export interface FloorRun {
  readonly durableMs: number;
  readonly visibleMs: number;
}

export function openFloorServer(kind: DatabaseKind): Promise<BenchServer> {
  return openBenchServer(kind, { main: fileURLToPath(new URL('./floor-server.ts', import.meta.url)) });
}

/** The sender has no connection when the clock starts; the receiver's is open. */
export async function runFloor(
  server: BenchServer,
  way: FloorWay,
  link: Fault,
  count: number,
): Promise<FloorRun> {
  await using senderLink = await openFproxy({ target: server, fault: link });
  await using receiverLink = await openFproxy({ target: server, fault: link });
  const observer = await openReceiver(server.port);
  const receiver = await openReceiver(receiverLink.port);
  const ops = Array.from({ length: count }, (_, i) => ({
    opId: newId(),
    actorId: newId(),
    at: Date.now(),
    type: 'message.sent',
    v: 1,
    salt: newId(),
    body: { messageId: newId(), text: messageText(i) },
  }));
  const frame = JSON.stringify(ops);
  const startedMs = performance.now();
  const sending = way === 'ws' ? sendByWs(senderLink.port, frame) : sendByPost(senderLink.port, frame);
  const [durableAt, visibleAt] = await Promise.all([observer.heard, receiver.heard, sending]);
  observer.ws.close();
  receiver.ws.close();
  return { durableMs: durableAt - startedMs, visibleMs: visibleAt - startedMs };
}

async function openReceiver(port: number): Promise<{ ws: WebSocket; heard: Promise<number> }> {
  const ws = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  const heard = new Promise<number>((resolve) => {
    ws.on('message', (data: Buffer) => {
      JSON.parse(data.toString());
      resolve(performance.now());
    });
  });
  await new Promise((resolve, reject) => ws.on('open', resolve).on('error', reject));
  return { ws, heard };
}

async function sendByWs(port: number, frame: string): Promise<void> {
  const ws = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  await new Promise((resolve) => ws.on('open', resolve));
  ws.send(frame);
  await new Promise((resolve) => ws.on('message', resolve));
  ws.close();
}

async function sendByPost(port: number, frame: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    body: frame,
    headers: { connection: 'close' },
  });
  await answer.text();
}
