/**
 * Hints between nodes: `{groupId, head}` on one channel. Only a hint: what is lost, forged or late costs a poll of the
 * database, never a message.
 */
import { isId } from '#domain/ids.ts';
import type { Hint } from '../sync/session.ts';
import type { RedisBus } from './redis-bus.ts';

const CHANNEL = 'racha:heads';

export interface Hints {
  /** Fire and forget. */
  send(hint: Hint): void;
}

export function openHints(bus: RedisBus, onHint: (hint: Hint) => void): Hints {
  bus.subscribe(CHANNEL, (text) => {
    const hint = parseHint(text);
    if (hint) onHint(hint);
  });
  return { send: ({ groupId, head }) => bus.publish(CHANNEL, `${groupId} ${head}`) };
}

function parseHint(text: string): Hint | undefined {
  const [groupId, head] = text.split(' ');
  const version = Number(head);
  return isId(groupId) && Number.isSafeInteger(version) && version > 0
    ? { groupId, head: version }
    : undefined;
}
