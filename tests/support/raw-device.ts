/**
 * A device without an engine: it speaks the wire by hand, over HTTP and over a bare `ws` with socket.io's framing
 * (`0` open, `2` ping, `3` pong, `40` connect, `42[…]` event, `42<id>[…]` ask, `43<id>[…]` its ack).
 * It costs a few kilobytes and microseconds, so one process holds thousands: load, observers, and questions to
 * the server that no engine would ask. It checks nothing of what it is told.
 */
import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import { formatId } from '#domain/ids.ts';
import type { JsonObject } from '#domain/json.ts';
import { inviteHash } from '#protocol/canonical.ts';
import type { CatchUpPage } from '#protocol/catch-up.ts';
import type { WireOp } from '#protocol/fields.ts';
import { type AskName, NDJSON, PROTOCOL_HEADER } from '#protocol/frames.ts';
import type { Welcome } from '#protocol/hello.ts';
import type { Wait } from '#protocol/kinds.ts';
import type { Push, PushReply } from '#protocol/push.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';

export interface RawDevice {
  readonly deviceId: string;
  readonly memberId: string;
  readonly deviceSecret: string;
  readonly cookie: string;
  /** Goes on with another session: what a browser does when a reply sets a cookie. */
  takeCookie(cookie: string): void;
  newOp(type: string, body: JsonObject): WireOp;
  /** One HTTP request, a frame a line; all reply lines. Throws unless answered 200 with our media type. */
  post<R>(name: AskName, frames: readonly object[]): Promise<R[]>;
  hello(): Promise<Welcome>;
  /** Numbers go on by themselves; `proofs` as in the frame. Throws on a `stop`. */
  push(groupId: string, ops: readonly WireOp[], proofs?: Record<string, string>): Promise<PushReply>;
  createGroup(name: string): Promise<{ groupId: string; secret: string }>;
  join(group: { readonly groupId: string; readonly secret: string }, name: string): Promise<void>;
  /** The group's log as the server tells it, from version `after` + 1 to its head. */
  readLog(groupId: string, after?: number): Promise<WireOp[]>;
  openSocket(onText?: (text: string) => void): Promise<RawSocket>;
}

export interface RawSocket {
  readonly ws: WebSocket;
  ask<R>(name: AskName, frame: object): Promise<R>;
  /** The encoded ask, to send by hand: `42<id>["push",…]`. */
  pushFrame(groupId: string, ops: readonly WireOp[]): Push;
  close(): void;
}

export const newId = (): string => formatId(randomBytes(16));

export interface RawDeviceOptions {
  /** Of a device of another release. */
  readonly protocol?: number;
  /** A second device of that one's account, acting as the same member. */
  readonly twinOf?: RawDevice;
}

/** First contact: a new device, with a new account unless it is a twin. */
export async function openRawDevice(
  origin: string,
  { protocol = PROTOCOL_VERSION, twinOf }: RawDeviceOptions = {},
): Promise<RawDevice> {
  const deviceId = newId();
  const memberId = twinOf?.memberId ?? newId();
  const deviceSecret = randomBytes(32).toString('base64url');
  const answer = await fetch(`${origin}/api/session`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [PROTOCOL_HEADER]: String(protocol),
      ...(twinOf && { cookie: twinOf.cookie }),
    },
    body: JSON.stringify({ protocol, deviceId, deviceSecret }),
  });
  if (!answer.ok) throw new Error(`session: ${answer.status} ${await answer.text()}`);
  await answer.body?.cancel();
  let cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const nextSeqs = new Map<string, number>();
  let epoch = '';

  const device: RawDevice = {
    deviceId,
    memberId,
    deviceSecret,
    get cookie() {
      return cookie;
    },
    takeCookie: (next) => {
      cookie = next;
    },
    newOp,
    post,
    hello,
    push,
    createGroup,
    join,
    readLog,
    openSocket,
  };
  await hello();
  return device;

  function newOp(type: string, body: JsonObject): WireOp {
    return { opId: newId(), actorId: memberId, at: Date.now(), type, v: 1, salt: newId(), body };
  }

  async function post<R>(name: AskName, frames: readonly object[]): Promise<R[]> {
    const response = await fetch(`${origin}/sync/${name}`, {
      method: 'POST',
      headers: { 'content-type': NDJSON, [PROTOCOL_HEADER]: String(protocol), cookie },
      body: frames.map((frame) => `${JSON.stringify(frame)}\n`).join(''),
    });
    const text = await response.text();
    if (!response.ok || !response.headers.get('content-type')?.startsWith(NDJSON)) {
      throw new Error(`${name}: ${response.status} ${text.slice(0, 200)}`);
    }
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as R);
  }

  async function hello(): Promise<Welcome> {
    const frame = { protocol, deviceId, epoch: null, lanes: [], cursors: [], marks: [] };
    const welcome = await greeted(async () => (await post<Welcome | Wait>('hello', [frame]))[0]);
    if (!welcome || !('epoch' in welcome)) throw new Error(`hello: ${JSON.stringify(welcome)}`);
    epoch = welcome.epoch;
    return welcome;
  }

  function pushFrame(groupId: string, ops: readonly WireOp[]): Push {
    const firstSeq = nextSeqs.get(groupId) ?? 1;
    nextSeqs.set(groupId, firstSeq + ops.length);
    return { epoch, deviceId, groupId, firstSeq, ops: [...ops] };
  }

  async function push(
    groupId: string,
    ops: readonly WireOp[],
    proofs?: Record<string, string>,
  ): Promise<PushReply> {
    const frame = pushFrame(groupId, ops);
    const [reply] = await post<PushReply>('push', [proofs ? { ...frame, proofs } : frame]);
    if (!reply || reply.stop || reply.verdicts.some((verdict) => typeof verdict === 'string')) {
      throw new Error(`push: ${JSON.stringify(reply)}`);
    }
    return reply;
  }

  async function createGroup(name: string): Promise<{ groupId: string; secret: string }> {
    const group = { groupId: newId(), secret: newId() };
    const body = { name, picture: '🧪', memberName: name, inviteHash: inviteHash(group.secret) };
    await push(group.groupId, [newOp('group.created', body)]);
    return group;
  }

  async function join(group: { groupId: string; secret: string }, name: string): Promise<void> {
    const op = newOp('member.joined', { name });
    await push(group.groupId, [op], { [op.opId]: group.secret });
  }

  async function readLog(groupId: string, after = 0): Promise<WireOp[]> {
    const frame = { epoch, groupId, after, maxBytes: 64 * 1024 };
    const pages = await post<CatchUpPage>('catch-up', [frame]);
    const ops: WireOp[] = [];
    for (const page of pages) {
      if (page.from !== after + ops.length + 1) throw new Error(`catch-up: page from ${page.from}`);
      ops.push(...page.ops);
    }
    return ops;
  }

  async function openSocket(onText: (text: string) => void = () => {}): Promise<RawSocket> {
    const url = `${origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
    const ws = new WebSocket(url, { headers: { cookie }, perMessageDeflate: false });
    const waiting = new Map<number, (reply: unknown) => void>();
    let nextAsk = 0;
    await new Promise<void>((resolve, reject) => {
      ws.on('error', reject);
      ws.on('close', () => reject(new Error('socket closed')));
      ws.on('message', (data: Buffer) => {
        const text = data.toString();
        if (text === '2') ws.send('3');
        else if (text.startsWith('0')) ws.send('40');
        else if (text.startsWith('40')) resolve();
        else if (text.startsWith('43')) settle(text);
        else onText(text);
      });
    });
    const socket: RawSocket = { ws, ask, pushFrame, close: () => ws.close() };
    const frame = { protocol, deviceId, epoch: null, lanes: [], cursors: [], marks: [] };
    const welcome = await greeted(() => socket.ask<Welcome | Wait>('hello', frame));
    if ('wait' in welcome) {
      ws.terminate();
      throw new Error(`hello: wait ${welcome.wait}`);
    }
    return socket;

    function ask<R>(name: AskName, request: object): Promise<R> {
      const id = nextAsk;
      nextAsk += 1;
      return new Promise((resolve) => {
        waiting.set(id, (reply) => resolve(reply as R));
        ws.send(`42${id}${JSON.stringify([name, request])}`);
      });
    }

    function settle(text: string): void {
      const start = text.indexOf('[');
      const id = Number(text.slice(2, start));
      const [reply] = JSON.parse(text.slice(start)) as unknown[];
      waiting.get(id)?.(reply);
      waiting.delete(id);
    }
  }
}

/** Asks again as long as the door is crowded, when it said to. */
async function greeted<R extends Welcome | Wait | undefined>(greet: () => Promise<R>): Promise<R> {
  for (;;) {
    const reply = await greet();
    if (!reply || !('wait' in reply) || reply.wait !== 'busy') return reply;
    await new Promise((resolve) => setTimeout(resolve, reply.retryAfterMs ?? 500));
  }
}
