/** What people do in one round: write mostly; answer, change, take back, react; come and go; close the app. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Prng } from '#tests/sim/prng.ts';
import type { StormDevice } from './storm-device.ts';

export interface Circle {
  readonly groupId: string;
  readonly secret: string;
}

export interface Person {
  readonly device: StormDevice;
  readonly random: Prng;
  /** Leaves the group and comes back; the others stay. */
  readonly isRestless: boolean;
  /** Messages this person has written, and so can change. */
  readonly messageIds: string[];
  /** Named in every text, so that each is written once in the world. */
  written: number;
}

const EMOJI = ['👍', '❤️', '😂'] as const;

export function makePerson(device: StormDevice, random: Prng, isRestless = false): Person {
  return { device, random, isRestless, messageIds: [], written: 0 };
}

export async function live(person: Person, circle: Circle, acts: number): Promise<void> {
  for (let i = 0; i < acts; i += 1) {
    await act(person, circle);
    if (person.random.chance(0.5)) await wait(person.random.below(40));
  }
}

/** Saves `count` messages, one commit each. */
export async function write(person: Person, circle: Circle, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await sendMessage(person, circle.groupId);
}

async function act(person: Person, circle: Circle): Promise<void> {
  const { device, random, isRestless } = person;
  const { groupId } = circle;
  const kind = random.fraction();
  if (kind < 0.6) return sendMessage(person, groupId);
  if (kind < 0.7) return sendMessage(person, groupId, await pickKnown(person, groupId));
  if (kind < 0.92) return changeMessage(person, groupId, kind);
  if (kind < 0.94) return device.restart();
  if (kind < 0.96) {
    const type = kind < 0.95 ? 'member.renamed' : 'group.renamed';
    await device.commit({ type, groupId, body: { name: nameOf(person) } });
  } else if (isRestless) await comeOrGo(person, circle);
}

async function changeMessage(person: Person, groupId: string, kind: number): Promise<void> {
  const { device, random } = person;
  if (kind < 0.85 && person.messageIds.length > 0) {
    const messageId = random.pick(person.messageIds);
    if (kind < 0.8) {
      await device.commit({ type: 'message.edited', groupId, body: { messageId, text: textOf(person) } });
    } else await device.commit({ type: 'message.deleted', groupId, body: { messageId } });
    return;
  }
  const messageId = await pickKnown(person, groupId);
  if (messageId === undefined) return;
  const type = random.chance(0.7) ? 'reaction.added' : 'reaction.removed';
  await device.commit({ type, groupId, body: { messageId, emoji: random.pick(EMOJI) } });
}

async function sendMessage(person: Person, groupId: string, replyTo?: string): Promise<void> {
  const { device, messageIds } = person;
  const messageId = device.app().engine.newId();
  const body = { messageId, text: textOf(person), ...(replyTo !== undefined && { replyTo }) };
  if (await device.commit({ type: 'message.sent', groupId, body })) messageIds.push(messageId);
}

/** A message that this person can see: one of anybody's, or an own one that still waits. */
async function pickKnown(
  { device, random, messageIds }: Person,
  groupId: string,
): Promise<string | undefined> {
  const seen = (await device.rows('messages')).flatMap((row) =>
    row.groupId === groupId && row.kind === 'text' ? [row.id] : [],
  );
  const known = [...seen.slice(-20), ...messageIds.slice(-5)];
  return known.length > 0 ? random.pick(known) : undefined;
}

async function comeOrGo({ device }: Person, circle: Circle): Promise<void> {
  const membership = (await device.rows('memberships')).find(({ groupId }) => groupId === circle.groupId);
  if (membership?.state === 'member') {
    await device.commit({ type: 'member.left', groupId: circle.groupId, body: {} });
  } else await device.join(circle);
}

const nameOf = (person: Person): string => `${person.device.name} ${nextNumber(person)}`;
const textOf = (person: Person): string => {
  const number = String(nextNumber(person)).padStart(5, '0');
  // With a NUL, which databases like to end texts at.
  return `${person.device.name} ${number} — pão, gelo e carvão para sábado 🔥\u0000`;
};

function nextNumber(person: Person): number {
  person.written += 1;
  return person.written;
}
