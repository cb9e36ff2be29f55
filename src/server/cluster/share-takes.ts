/**
 * Limits over all nodes, by Redis: what was granted here is gathered for a quarter of a second and told to the others.
 *
 * Somebody who spreads over n nodes gains at most n bursts, once. Whoever can write to Redis can empty buckets, that is
 * make people wait; nothing more.
 */
import * as v from 'valibot';
import type { TakeSharing } from '../gateway/shared-buckets.ts';
import type { RedisBus } from './redis-bus.ts';

const CHANNEL = 'racha:takes';
const TELL_EVERY_MS = 250;
/** Keys in one line; of a flood of keys the rest stays this node's own affair. */
const KEYS_MAX = 1_000;
const TOKENS_MAX = 100_000;

const word = v.pipe(v.string(), v.minLength(1), v.maxLength(40));
const lineSchema = v.strictObject({
  from: word,
  takes: v.pipe(
    v.array(
      v.tuple([word, word, v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(TOKENS_MAX))]),
    ),
    v.maxLength(KEYS_MAX),
  ),
});

export interface OpenTakeSharing extends TakeSharing {
  stop(): void;
}

/** `nodeId`: of this process; its own lines come back to it. */
export function shareTakes(bus: RedisBus, nodeId: string): OpenTakeSharing {
  const listeners = new Map<string, (name: string, tokens: number) => void>();
  const gathered = new Map<string, [budget: string, name: string, tokens: number]>();
  bus.subscribe(CHANNEL, (text) => {
    const line = v.safeParse(v.pipe(v.string(), v.parseJson(), lineSchema), text);
    if (!line.success || line.output.from === nodeId) return;
    for (const [budget, name, tokens] of line.output.takes) listeners.get(budget)?.(name, tokens);
  });
  const timer = setInterval(() => {
    if (gathered.size === 0) return;
    bus.publish(CHANNEL, JSON.stringify({ from: nodeId, takes: [...gathered.values()] }));
    gathered.clear();
  }, TELL_EVERY_MS);
  timer.unref();
  return {
    tell: (budget, name, tokens) => {
      const key = `${budget} ${name}`;
      const before = gathered.get(key)?.[2] ?? 0;
      if (before === 0 && gathered.size >= KEYS_MAX) return;
      gathered.set(key, [budget, name, Math.min(TOKENS_MAX, before + tokens)]);
    },
    listen: (budget, onTaken) => listeners.set(budget, onTaken),
    stop: () => clearInterval(timer),
  };
}
