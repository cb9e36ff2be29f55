/**
 * Builds of different days side by side. An older build is this one without some op types: `op-types.ts` asks here,
 * and what code runs for tells which build that is, however many awaits later.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { limitOpTypes } from '#domain/op-types.ts';

/** `type@v` of what came after this build. */
export type Build = ReadonlySet<string>;
export const NEWEST: Build = new Set();

/** What an update may bring without which a group still is a group. */
export const LATER_TYPES = [
  'message.edited@1',
  'message.deleted@1',
  'reaction.added@1',
  'reaction.removed@1',
  'member.renamed@1',
  'group.renamed@1',
] as const;

export const ACCOUNT_TYPES = [
  'expense.added@1',
  'expense.edited@1',
  'expense.voided@1',
  'expense.restored@1',
  'settlement.recorded@1',
  'settlement.confirmed@1',
  'settlement.voided@1',
  'settlement.restored@1',
  'recurrence.added@1',
  'recurrence.ended@1',
] as const;

export const PLAN_TYPES = [
  'plan.created@1',
  'plan.renamed@1',
  'plan.moved@1',
  'plan.archived@1',
  'plan.restored@1',
  'plan.edited@1',
  'plan.version-named@1',
  'plan.comment-added@1',
  'plan.comment-edited@1',
  'plan.comment-resolved@1',
  'plan.comment-reopened@1',
  'plan.comment-deleted@1',
] as const;

const running = new AsyncLocalStorage<Build>();
limitOpTypes((name) => !running.getStore()?.has(name));

/** Everything `run` does now and later, it does as code of `build`. */
export function runAs<R>(build: Build, run: () => R): R {
  return build === running.getStore() || (build === NEWEST && running.getStore() === undefined)
    ? run()
    : running.run(build, run);
}

/** `whole`, each of its methods run as code of `build`: for callers who are of no build themselves. */
export function asBuild<T extends object>(build: Build, whole: T): T {
  if (build === NEWEST) return whole;
  return new Proxy(whole, {
    get(target, name) {
      const value = target[name as keyof T];
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => runAs(build, () => value.apply(target, given));
    },
  });
}
