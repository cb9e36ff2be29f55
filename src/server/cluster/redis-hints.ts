/**
 * Word between nodes by Redis: `{groupId, head}`, at most once, on one channel. It is only a hint: what is lost,
 * forged or late costs a poll of the database, never a message. Redis away: the node works on, slower to hear.
 */
import { Redis } from 'ioredis';
import { isId } from '#domain/ids.ts';
import type { GatewayLog } from '../gateway/gateway-log.ts';
import type { Hint } from '../sync/session.ts';

const CHANNEL = 'racha:heads';

export interface Hints {
  /** Fire and forget. */
  send(hint: Hint): void;
  close(): Promise<void>;
}

export function openHints(url: string, onHint: (hint: Hint) => void, log: GatewayLog): Hints {
  const options = { maxRetriesPerRequest: 0, enableOfflineQueue: false, lazyConnect: false };
  const publisher = new Redis(url, options);
  // The subscription is made anew by the client after each reconnect.
  const subscriber = new Redis(url, { ...options, enableOfflineQueue: true, maxRetriesPerRequest: null });
  let isAway = false;
  for (const client of [publisher, subscriber]) {
    client.on('error', () => {
      if (!isAway) log.warn({}, 'Redis is away; other nodes are heard by polling');
      isAway = true;
    });
    client.on('ready', () => {
      isAway = false;
    });
  }
  subscriber.subscribe(CHANNEL).catch(() => undefined);
  subscriber.on('message', (_channel, text) => {
    const hint = parseHint(text);
    if (hint) onHint(hint);
  });
  return {
    send: ({ groupId, head }) => {
      if (publisher.status === 'ready')
        publisher.publish(CHANNEL, `${groupId} ${head}`).catch(() => undefined);
    },
    close: async () => {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}

function parseHint(text: string): Hint | undefined {
  const [groupId, head] = text.split(' ');
  const version = Number(head);
  return isId(groupId) && Number.isSafeInteger(version) && version > 0
    ? { groupId, head: version }
    : undefined;
}
