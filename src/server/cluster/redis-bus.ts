/**
 * Word between nodes by Redis: lines on channels, at most once. Nothing depends on a line arriving. Redis away: the
 * node works on, and hears less.
 */
import { Redis } from 'ioredis';
import type { GatewayLog } from '../gateway/gateway-log.ts';

export interface RedisBus {
  /** Fire and forget. */
  publish(channel: string, text: string): void;
  subscribe(channel: string, onText: (text: string) => void): void;
  close(): Promise<void>;
}

export function openRedisBus(url: string, log: GatewayLog): RedisBus {
  const options = { maxRetriesPerRequest: 0, enableOfflineQueue: false, lazyConnect: false };
  const publisher = new Redis(url, options);
  // Subscriptions are made anew by the client after each reconnect.
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
  return {
    publish: (channel, text) => {
      if (publisher.status === 'ready') publisher.publish(channel, text).catch(() => undefined);
    },
    subscribe: (channel, onText) => {
      subscriber.subscribe(channel).catch(() => undefined);
      subscriber.on('message', (on, text) => {
        if (on === channel) onText(text);
      });
    },
    close: async () => {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
