/**
 * Up to which version of the group this device has looked at its plans, so that what others changed since can be marked. Kept
 * beside the database: ids and numbers alone, and losing them marks nothing wrongly for long. What was there when the plans of a
 * group were first listed here counts as looked at.
 */
import { useCallback, useEffect, useSyncExternalStore } from 'react';

const KEY_PREFIX = 'racha.plan-looks.';
/** A group with more plans than this marks those longest not looked at again. */
const PLANS_MAX = 300;

export interface PlanLooks {
  /** Of all of them, when they were first listed. */
  readonly from: number;
  /** Of one, the last one looked at last. */
  readonly byPlan: readonly (readonly [planId: string, version: number])[];
}

interface Looked {
  readonly planId: string;
  /** Of what was seen; one that is only pending is nobody else's. */
  readonly version: number;
}

export function isUnread(looks: PlanLooks | null, { planId, version }: Looked): boolean {
  if (!looks) return false;
  const looked = looks.byPlan.find(([id]) => id === planId)?.[1] ?? 0;
  return version > Math.max(looks.from, looked);
}

export function noteLook(looks: PlanLooks, { planId, version }: Looked): PlanLooks {
  const others = looks.byPlan.filter(([id]) => id !== planId);
  return { ...looks, byPlan: [...others, [planId, version] as const].slice(-PLANS_MAX) };
}

/** null: the plans of this group were never listed here. */
export function usePlanLooks(groupId: string): {
  readonly looks: PlanLooks | null;
  readonly begin: (from: number) => void;
} {
  const text = useSyncExternalStore(subscribe, () => readText(groupId));
  const begin = useCallback((from: number) => write(groupId, { from, byPlan: [] }), [groupId]);
  return { looks: parse(text), begin };
}

/** While a plan is on the screen: all that is seen of it counts as looked at. undefined: it is not shown yet. */
export function useNoteLook(groupId: string, looked: Looked | undefined): void {
  const { planId, version } = looked ?? {};
  useEffect(() => {
    if (planId === undefined || version === undefined) return;
    const looks = parse(readText(groupId));
    const isNews = looks && isUnread(looks, { planId, version });
    if (isNews) write(groupId, noteLook(looks, { planId, version }));
  }, [groupId, planId, version]);
}

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  globalThis.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    globalThis.removeEventListener('storage', listener);
  };
}

function readText(groupId: string): string {
  try {
    return localStorage.getItem(KEY_PREFIX + groupId) ?? '';
  } catch {
    return '';
  }
}

function write(groupId: string, looks: PlanLooks): void {
  try {
    localStorage.setItem(KEY_PREFIX + groupId, JSON.stringify(looks));
  } catch {
    // Forbidden or full: nothing is marked.
  }
  for (const listener of listeners) listener();
}

function parse(text: string): PlanLooks | null {
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found !== 'object' || found === null || !('from' in found) || !('byPlan' in found))
      return null;
    const { from, byPlan } = found;
    if (typeof from !== 'number' || !Array.isArray(byPlan)) return null;
    return { from, byPlan: byPlan.filter(isPair) };
  } catch {
    return null;
  }
}

const isPair = (pair: unknown): pair is readonly [string, number] =>
  Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'number';
