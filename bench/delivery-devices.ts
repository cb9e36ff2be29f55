/** The devices of `delivery.ts`, all in this process. Takes its plan by message, answers with what it counted. */

import type { PushReply } from '#protocol/push.ts';
import { newId, openRawDevice, type RawDevice, type RawSocket } from '#tests/support/raw-device.ts';
import { messageText } from './messages.ts';

export interface DeliveryPlan {
  readonly origin: string;
  readonly clients: number;
  readonly groupSize: number;
  readonly ratePerSecond: number;
  readonly seconds: number;
  readonly seed: number;
}

export interface DeliveryCounts {
  readonly sent: number;
  readonly expected: number;
  readonly received: number;
  readonly doubled: number;
  readonly refused: number;
  readonly deliveryMs: number[];
  readonly ackMs: number[];
}

interface Member {
  readonly receiver: number;
  readonly device: RawDevice;
  readonly socket: RawSocket;
  readonly groupId: string;
}

const WARM_UP_MS = 3_000;
const SETTLE_MAX_MS = 10_000;
const CONCURRENT_SETUPS = 16;
/** In the text: the message's number, and when it was sent, in microseconds of this process. */
const STAMP = / m=(\d+) t=(\d+)/g;

let receivers = 0;

process.once('message', async (plan: DeliveryPlan) => {
  const counts = await run(plan);
  process.send?.({ counts }, () => process.exit(0));
});

async function run(plan: DeliveryPlan): Promise<DeliveryCounts> {
  const deliveryMs: number[] = [];
  const ackMs: number[] = [];
  /** Message number → receivers that have it. */
  const hadBy = new Map<number, Set<number>>();
  const senderOf = new Map<number, number>();
  let doubled = 0;
  let refused = 0;
  let measuring = false;

  const groups = Array.from({ length: Math.ceil(plan.clients / plan.groupSize) }, (_, i) => i);
  const members: Member[] = [];
  await inParallel(groups, async () => {
    members.push(...(await openGroup(plan, hear)));
  });
  const warmUp = plan.ratePerSecond * (WARM_UP_MS / 1000);
  const random = randomOf(plan.seed);
  const total = warmUp + plan.ratePerSecond * plan.seconds;
  const startMs = performance.now();
  for (let i = 0; i < total; i += 1) {
    const dueMs = startMs + (i / plan.ratePerSecond) * 1000;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (i === warmUp) {
      measuring = true;
      process.send?.({ phase: 'started' });
    }
    send(i, members[Math.floor(random() * members.length)]);
  }
  const sent = total - warmUp;
  const expected = sent * (plan.groupSize - 1);
  const deadline = performance.now() + SETTLE_MAX_MS;
  while (deliveryMs.length < expected && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  process.send?.({ phase: 'ended' });
  return { sent, expected, received: deliveryMs.length, doubled, refused, deliveryMs, ackMs };

  function send(number: number, member: Member | undefined): void {
    if (!member) return;
    if (measuring) hadBy.set(number, new Set());
    senderOf.set(number, member.receiver);
    const startedMs = performance.now();
    const text = `${messageText(number)} m=${number} t=${Math.round(startedMs * 1000)}`;
    const op = member.device.newOp('message.sent', { messageId: newId(), text });
    void member.socket.ask<PushReply>('push', member.socket.pushFrame(member.groupId, [op])).then((reply) => {
      if (reply.stop || typeof reply.verdicts[0] !== 'number') refused += 1;
      if (hadBy.has(number)) ackMs.push(performance.now() - startedMs);
    });
  }

  function hear(receiver: number, text: string): void {
    if (!text.startsWith('42["poke"')) return;
    const nowMs = performance.now();
    for (const [, number, sentUs] of text.matchAll(STAMP)) {
      const had = hadBy.get(Number(number));
      // A poke with others' ops brings the sender's own along.
      if (!had || senderOf.get(Number(number)) === receiver) continue;
      if (had.has(receiver)) {
        doubled += 1;
        continue;
      }
      had.add(receiver);
      deliveryMs.push(nowMs - Number(sentUs) / 1000);
    }
  }
}

async function openGroup(
  plan: DeliveryPlan,
  hear: (receiver: number, text: string) => void,
): Promise<Member[]> {
  const devices: RawDevice[] = [];
  for (let i = 0; i < plan.groupSize; i += 1) devices.push(await openRawDevice(plan.origin));
  const [creator, ...others] = devices;
  if (!creator) return [];
  const group = await creator.createGroup('Grupo');
  for (const device of others) await device.join(group, 'Ana');
  return await Promise.all(
    devices.map(async (device) => {
      receivers += 1;
      const receiver = receivers;
      const socket = await device.openSocket((text) => hear(receiver, text));
      return { receiver, device, socket, groupId: group.groupId };
    }),
  );
}

async function inParallel<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await run(item);
  };
  await Promise.all(Array.from({ length: CONCURRENT_SETUPS }, worker));
}

function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}
