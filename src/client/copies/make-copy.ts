/**
 * Makes one copy: reads what changed since the last one, writes that and a manifest, and lets old copies go, in one change
 * of the store. A kill in the middle leaves the copies as they were.
 *
 *   same checksum as in the last copy  → named again, not written again
 *   a group with the same stamp        → not even read
 *   a text that grew a little          → its part named again, the edits after it in the group's part (collect-texts.ts)
 *   nothing changed at all             → no copy; what was erased or is too old still goes
 *
 * Whoever calls holds the lock on the copies (`COPY_LOCK`): two writers would take one another's numbers.
 */
import type { DeviceStore } from '#client/platform/device-store.ts';
import { hasWords } from '#client/store/draft-words.ts';
import { utf8Bytes } from '#domain/text.ts';
import { type Choices, collectParts } from './collect-parts.ts';
import type { CopyInside, CopyManifest, CopyStore, PartRef } from './copy-store.ts';
import { type GroupPart, groupOfPart, type Part, planOfPart, readPart } from './device-copy.ts';
import { forgetErased } from './forget-erased.ts';
import { listExpired, listOverBudget } from './rotation.ts';

export const COPY_LOCK = 'racha.copies';

/** Of the budget, in one copy: a long text must not push out what only this device has. */
const TEXTS_SHARE = 0.5;

export interface CopyPorts {
  readonly store: DeviceStore;
  readonly copies: CopyStore;
  /** Epoch ms, device clock. */
  readonly now: number;
  /** What all copies together may weigh. */
  readonly budgetBytes: number;
  readonly choices?: Choices | undefined;
  readonly breathe?: (() => Promise<void>) | undefined;
}

/** The newest copy then, made now or before. */
export async function makeCopy(ports: CopyPorts): Promise<CopyManifest> {
  const { store, copies, now, budgetBytes, choices, breathe } = ports;
  const before = await copies.list();
  const last = before.at(-1);
  const collected = await collectParts(store, {
    choices,
    isSame: (groupId, stamp) => last?.groups[groupId]?.stamp === stamp,
    texts: new Map(last?.parts.flatMap((ref) => (planOfPart(ref.name) ? [[ref.name, ref]] : []))),
    textsMaxBytes: budgetBytes * TEXTS_SHARE,
    ...(breathe && { breathe }),
  });
  const order = (last?.order ?? 0) + 1;
  const texts: { id: string; text: string }[] = [];
  const fresh = collected.parts.map((part): PartRef => {
    const { name, version, checksum, text } = part;
    const known = last?.parts.find((ref) => ref.name === name && ref.checksum === checksum);
    if (known) return known;
    const id = `${order}.${texts.length}`;
    texts.push({ id, text });
    const reach = collected.reaches.get(name);
    return { name, version, checksum, id, bytes: utf8Bytes(text), ...(reach && { reach }) };
  });
  const sameTexts = new Set<string>(collected.sameTexts);
  const skipped = (last?.parts ?? []).filter(({ name }) => {
    if (sameTexts.has(name)) return true;
    const groupId = groupOfPart(name);
    return groupId !== undefined && collected.stamps.has(groupId) && !fresh.some((ref) => ref.name === name);
  });
  const parts = [...fresh, ...skipped];
  const manifest: CopyManifest = {
    order,
    at: now,
    canary: readPart(collected.parts, 'device')?.canary ?? null,
    parts,
    groups: describeGroups(collected, last),
    inside: countInside(collected.parts, parts),
  };
  const isNews = !last || texts.length > 0 || parts.length !== last.parts.length;
  await settle(ports, isNews ? [...before, manifest] : before, {
    order,
    texts,
    ended: listEnded(collected.parts),
  });
  return isNews || !last ? manifest : last;
}

/** Lets go of what was erased, is too old or does not fit, and writes what is new. */
async function settle(
  { copies, now, budgetBytes }: CopyPorts,
  all: readonly CopyManifest[],
  made: {
    readonly order: number;
    readonly texts: readonly { id: string; text: string }[];
    readonly ended: readonly string[];
  },
): Promise<void> {
  const expired = new Set(listExpired(all, now).map(({ order }) => order));
  const young = all.filter(({ order }) => !expired.has(order));
  for (const { order } of listOverBudget(young, budgetBytes)) expired.add(order);
  const left = all.filter(({ order }) => !expired.has(order));
  const kept = await forgetErased(copies, left, made);
  const named = new Set(kept.manifests.flatMap(({ parts }) => parts.map(({ id }) => id)));
  const before = new Set(all.flatMap(({ parts }) => parts.map(({ id }) => id)));
  const change = {
    manifests: kept.manifests.filter(
      (manifest) => kept.changed.has(manifest.order) || manifest.order === made.order,
    ),
    texts: [...made.texts, ...kept.texts].filter(({ id }) => named.has(id)),
    removedManifests: [...expired],
    removedTexts: [...before].filter((id) => !named.has(id)),
  };
  const isNothing = Object.values(change).every((list) => list.length === 0);
  if (!isNothing) await copies.change(change);
}

function describeGroups(
  { parts, stamps }: { readonly parts: readonly Part[]; readonly stamps: ReadonlyMap<string, string> },
  last: CopyManifest | undefined,
): CopyManifest['groups'] {
  return Object.fromEntries(
    [...stamps].map(([groupId, stamp]) => {
      const part = readPart(parts, `group:${groupId}`);
      const erasedAt = part ? (part.cursor?.erasedAt ?? 0) : (last?.groups[groupId]?.erasedAt ?? 0);
      return [groupId, { stamp, erasedAt }];
    }),
  );
}

/** Groups this person is not in any more: nothing of theirs stays in any copy. */
function listEnded(parts: readonly Part[]): string[] {
  return parts.flatMap(({ name }) => {
    const groupId = groupOfPart(name);
    const part: GroupPart | undefined =
      groupId === undefined ? undefined : readPart(parts, `group:${groupId}`);
    const isOut = part?.membership.state === 'gone' || part?.membership.state === 'refused';
    return isOut && groupId !== undefined ? [groupId] : [];
  });
}

function countInside(parts: readonly Part[], refs: readonly PartRef[]): CopyInside {
  const outbox = readPart(parts, 'outbox') ?? [];
  return {
    waiting: outbox.filter(({ version }) => version === null).length,
    refused: readPart(parts, 'tray')?.length ?? 0,
    drafts: readPart(parts, 'drafts')?.filter(hasWords).length ?? 0,
    groups: refs.filter(({ name }) => groupOfPart(name) !== undefined).length,
    plans: refs.filter(({ name }) => planOfPart(name) !== undefined).length,
  };
}
