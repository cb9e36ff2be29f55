/**
 * Puts parts of a copy back, beside what is here and never over it. In this order, each step a transaction of its own:
 *
 *   settings       a name and choices where there are none
 *   owed           ops into the outbox, refused ones and drafts to the tray or where they were (restore-owed.ts)
 *   group by group rows and cursor where nothing of the group is here (restore-group.ts)
 *   text by text   what is not all here (restore-texts.ts)
 *
 * All of it may be run again, after a crash in the middle or from another copy: an op is known by its id, a row by what it
 * makes, a group by its cursor. Ops come without numbers, whatever device they were of: the server knows them by their ids.
 */
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Random } from '#client/platform/random.ts';
import { getMeta, putMeta } from '#client/sync/device-meta.ts';
import type { Op } from '#domain/op.ts';
import type { Choices } from './collect-parts.ts';
import {
  checkPart,
  type GroupPart,
  groupOfPart,
  groupPartName,
  OWED_PARTS,
  type Part,
  readPart,
} from './device-copy.ts';
import { isWholeGroup, restoreGroup } from './restore-group.ts';
import { type OwedParts, restoreOwed } from './restore-owed.ts';
import { type CopiedText, readText, readTexts, restoreTexts } from './restore-texts.ts';

export type RestoreChoice =
  | { readonly kind: 'everything' }
  | { readonly kind: 'group'; readonly groupId: string }
  /** Its text, and what waits of it. */
  | { readonly kind: 'plan'; readonly groupId: string; readonly planId: string }
  /** What waits, was refused or is being written, in any group. */
  | { readonly kind: 'unsent' };

/** What came back, counted for the person. */
export interface Restored {
  /** Ops in the outbox again. */
  readonly queued: number;
  /** Texts in the tray: refused before, without a group to go to, or a draft where another one stands. */
  readonly trayed: number;
  readonly drafts: number;
  /** Groups whose rows are here again. */
  readonly groups: number;
  /** Plans whose text is here again. */
  readonly plans: number;
  /** What was here or at the server already. */
  readonly known: number;
  /** Parts and entries that could not be read. */
  readonly damaged: number;
}

export interface RestorePorts {
  readonly store: DeviceStore;
  readonly random: Random;
  /** Epoch ms, device clock. */
  readonly now: number;
  readonly choices?: Choices | undefined;
  /** After each step, of so many. */
  readonly onProgress?: ((done: number, of: number) => void) | undefined;
}

export async function restoreParts(
  ports: RestorePorts,
  parts: readonly Part[],
  choice: RestoreChoice,
): Promise<Restored> {
  const { store, choices, onProgress = () => {} } = ports;
  const whole = parts.filter((part) => checkPart(part) === undefined);
  const groups = readGroups(whole, choice);
  const steps = groups.length + 3;
  if (choice.kind === 'everything') await restoreSettings(store, whole, choices);
  onProgress(1, steps);
  // What the person made goes first: everything else is at the server too.
  const owed = await restoreOwed(ports, readOwed(whole, choice), readMemberships(whole, choice));
  onProgress(2, steps);
  let restored = 0;
  const epoch = readPart(whole, 'device')?.epoch ?? null;
  for (const [i, group] of groups.entries()) {
    if (await restoreGroup(store, group, epoch)) restored += 1;
    onProgress(i + 3, steps);
  }
  const plans = await restoreTexts(store, readChosenTexts(whole, choice));
  onProgress(steps, steps);
  return { ...owed, groups: restored, plans, damaged: owed.damaged + parts.length - whole.length };
}

async function restoreSettings(
  store: DeviceStore,
  parts: readonly Part[],
  choices: Choices | undefined,
): Promise<void> {
  const settings = readPart(parts, 'settings');
  const device = readPart(parts, 'device');
  await store.write(['meta', 'cursors'], async (tx) => {
    if (typeof settings?.name === 'string' && !(await getMeta(tx, 'profile'))) {
      await putMeta(tx, 'profile', { name: settings.name });
    }
    const isNew = (await getMeta(tx, 'epoch')) === undefined && (await tx.count('cursors')) === 0;
    if (!isNew || typeof device?.epoch !== 'string') return;
    await putMeta(tx, 'epoch', device.epoch);
    await putMeta(tx, 'clockOffsetMs', device.clockOffsetMs);
  });
  if (settings) choices?.restore(settings.choices);
}

function readOwed(parts: readonly Part[], choice: RestoreChoice): OwedParts {
  const [outbox, tray, drafts] = OWED_PARTS.map((name) => {
    const found: unknown = readPart(parts, name);
    const rows: readonly unknown[] = Array.isArray(found) ? found : [];
    return rows
      .map((row) => (typeof row === 'object' && row !== null ? row : {}))
      .filter((row) => isChosen(row, choice));
  });
  return { outbox, tray, drafts } as OwedParts;
}

function isChosen(row: { readonly groupId?: unknown; readonly op?: Op }, choice: RestoreChoice): boolean {
  if (choice.kind !== 'group' && choice.kind !== 'plan') return true;
  if (row.groupId !== choice.groupId) return false;
  return choice.kind === 'group' || (row.op !== undefined && isOfPlan(row.op, choice.planId));
}

/** Or what makes the group, without which it has nowhere to go. */
function isOfPlan({ type, body }: Op, planId: string): boolean {
  return body?.planId === planId || type === 'group.created' || type === 'member.joined';
}

function readChosenTexts(parts: readonly Part[], choice: RestoreChoice): CopiedText[] {
  if (choice.kind === 'unsent') return [];
  if (choice.kind !== 'plan') return readTexts(parts, choice.kind === 'group' ? choice.groupId : undefined);
  const text = readText(parts, choice);
  return text ? [text] : [];
}

/** Who the person was in each group they may have written in. */
function readMemberships(parts: readonly Part[], choice: RestoreChoice): GroupPart['membership'][] {
  const chosen: RestoreChoice = choice.kind === 'unsent' ? { kind: 'everything' } : choice;
  return readGroups(parts, chosen).map(({ membership }) => membership);
}

function readGroups(parts: readonly Part[], choice: RestoreChoice): GroupPart[] {
  if (choice.kind === 'unsent') return [];
  return parts.flatMap(({ name }) => {
    const groupId = groupOfPart(name);
    const isOther = 'groupId' in choice && choice.groupId !== groupId;
    if (groupId === undefined || isOther) return [];
    const part = readPart(parts, groupPartName(groupId));
    return part && isWholeGroup(part, groupId) ? [part] : [];
  });
}
