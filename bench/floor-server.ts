/**
 * The floor: the least that the same promise can cost. One frame with all ops comes in, one multi-row insert
 * commits, one broadcast goes out, then the ack. No sessions, no order, no dedupe, no history: nobody could use it.
 * A process of its own, like the server it stands beside. The frame comes by raw `ws` or by one POST.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { openFloorDatabase } from './floor-database.ts';

interface FloorOp {
  readonly opId: string;
  readonly body: unknown;
}

const database = await openFloorDatabase();
const sockets = new Set<WebSocket>();
let version = 0;

const http = createServer(async (request, response) => {
  if (request.url === '/readyz') {
    response.end('ready');
    return;
  }
  await store(await textOf(request), undefined);
  response.end('ok');
});
const wss = new WebSocketServer({ server: http, perMessageDeflate: false, maxPayload: 4 * 1024 * 1024 });
wss.on('connection', (socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  socket.on('error', () => {});
  socket.on('message', async (data: Buffer) => {
    await store(data.toString(), socket);
    socket.send('ok');
  });
});
http.listen(Number(process.env.PORT), '127.0.0.1');

async function store(text: string, from: WebSocket | undefined): Promise<void> {
  const ops = JSON.parse(text) as FloorOp[];
  const first = version + 1;
  version += ops.length;
  await database.insert(
    ops.map((op) => op.opId),
    ops.map((_, i) => first + i),
    ops.map((op) => JSON.stringify(op)),
  );
  for (const socket of sockets) if (socket !== from) socket.send(text);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
