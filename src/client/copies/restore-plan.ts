/**
 * One plan of a copy: read in words, and brought back. Yjs comes with this file; nothing else about copies needs it.
 *
 *   its text is not here, or not all of it   put back by its rows (restore-texts.ts); nothing is left to do here
 *   here, and says all that the copy says    nothing
 *   here, and says other things              stays as it is: somebody meant that. What the copy says becomes a plan beside it
 *   gone from the log                        what the copy says becomes a plan
 *
 * What is made is ops like any other. Its id comes from what it says: done twice, it is made once.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import * as Y from 'yjs';
import type { DeviceStore } from '#client/platform/device-store.ts';
import { holdsOp } from '#client/store/holds-op.ts';
import type { CommitError, Engine, Intent } from '#client/sync/engine-types.ts';
import type { RichDocument } from '#domain/documents/document.ts';
import { plainText } from '#domain/documents/plain-text.ts';
import { base64url, formatId, fromBase64url } from '#domain/ids.ts';
import { textEditOf } from '#domain/plans/edit-op.ts';
import { fitTitle } from '#domain/plans/fit-title.ts';
import { type PackedText, unpackText } from '#domain/plans/packed-text.ts';
import type { PlanRow } from '#domain/plans/plan-rows.ts';
import { PLAN_TEXT } from '#domain/plans/plan-text.ts';
import { positionAtEnd } from '#domain/plans/position.ts';
import { buildText } from '#domain/plans/text/merge-text.ts';
import { readText as readDocument } from '#domain/plans/text/read-text.ts';
import { writeText } from '#domain/plans/text/write-text.ts';
import { groupPartName, type Part, readPart } from './device-copy.ts';
import { readText } from './restore-texts.ts';

export interface PlanKey {
  readonly groupId: string;
  readonly planId: string;
}

export interface BesidePorts {
  readonly engine: Pick<Engine, 'commit' | 'planTexts'>;
  readonly store: DeviceStore;
}

export type Beside =
  | { readonly outcome: 'nothing' }
  | { readonly outcome: 'made'; readonly planId: string; readonly title: string }
  | { readonly outcome: 'refused'; readonly error: CommitError };

/** What it said, line by line, with what waited of it; undefined: it cannot be read. */
export function readPlanWords(parts: readonly Part[], key: PlanKey): string | undefined {
  const document = readCopied(parts, key);
  return document && plainText(document);
}

/** After `restoreParts` of that plan. `titleOf`: of the plan that stands beside another of its name. */
export async function restoreBeside(
  { engine, store }: BesidePorts,
  parts: readonly Part[],
  { key, titleOf }: { readonly key: PlanKey; readonly titleOf: (title: string) => string },
): Promise<Beside> {
  const { groupId, planId } = key;
  const copied = readCopied(parts, key);
  const there = copied && (await readThere(store, key));
  if (!there) return { outcome: 'nothing' };
  const { row, made, plans } = there;
  const isThere = row !== undefined || made.has(planId);
  if (isThere) {
    const held = await engine.planTexts.read({ ...key, after: 0 });
    // What is on its way from the server says it all, as likely as not.
    if (!held?.isHere) return { outcome: 'nothing' };
    const text = held.state && unpackText(held.state);
    const present = documentOf(text, [...held.edits, ...held.pending]);
    if (saysAll(present, copied)) return { outcome: 'nothing' };
  }
  const besideId = formatId(sha256(utf8ToBytes(JSON.stringify([groupId, planId, copied]))).subarray(0, 16));
  const was = row ?? readPart(parts, groupPartName(groupId))?.plans.find(({ id }) => id === planId);
  const title = fitTitle(isThere ? titleOf(was?.title ?? '') : (was?.title ?? ''));
  if (made.has(besideId) || plans.some(({ id }) => id === besideId)) return { outcome: 'nothing' };
  const folder = was?.folder ?? '';
  const position = positionAtEnd(plans.filter((plan) => plan.folder === folder));
  const result = await engine.commit([
    { type: 'plan.created', groupId, body: { planId: besideId, title, folder, position } },
    ...updatesOf(copied).map((update): Intent => {
      return { type: 'plan.edited', groupId, body: { planId: besideId, update, seen: 0 } };
    }),
  ]);
  return result.ok
    ? { outcome: 'made', planId: besideId, title }
    : { outcome: 'refused', error: result.error };
}

interface There {
  readonly row: PlanRow | undefined;
  /** Plans that wait to be sent. */
  readonly made: ReadonlySet<unknown>;
  readonly plans: readonly PlanRow[];
}

/** undefined: the group is not here, or not all of its plans are known yet. */
function readThere(store: DeviceStore, { groupId, planId }: PlanKey): Promise<There | undefined> {
  return store.read(['cursors', 'plans', 'outbox'], async (tx) => {
    const cursor = await tx.get('cursors', groupId);
    const isAllKnown =
      cursor && (cursor.ledgerOlderThan ?? null) === null && (cursor.plansOlderThan ?? null) === null;
    const plans = await tx.list('plans', { from: [groupId, ''], to: [groupId, '\uffff'] });
    const row = plans.find(({ id }) => id === planId);
    const waiting = (await tx.list('outbox')).filter(holdsOp);
    const made = new Set(waiting.flatMap(({ op }) => (op.type === 'plan.created' ? [op.body.planId] : [])));
    return row || made.has(planId) || isAllKnown ? { row, made, plans } : undefined;
  });
}

function readCopied(parts: readonly Part[], key: PlanKey): RichDocument | undefined {
  const text = readText(parts, key);
  const waiting = (readPart(parts, 'outbox') ?? []).filter(holdsOp).flatMap(({ op }) => {
    const edit = op.groupId === key.groupId ? textEditOf(op) : undefined;
    return edit?.planId === key.planId ? [{ data: fromBase64url(edit.update) }] : [];
  });
  if (!text && waiting.length === 0) return undefined;
  return documentOf(text && unpackText(text.data), [...(text?.edits ?? []), ...waiting]);
}

function documentOf(
  text: PackedText | undefined,
  edits: readonly { readonly data: Uint8Array }[],
): RichDocument {
  const { doc } = buildText(text, edits);
  const document = readDocument(doc.getXmlFragment(PLAN_TEXT), '');
  doc.destroy();
  return document;
}

/** Each line of the one stands in the other as often. */
function saysAll(present: RichDocument, copied: RichDocument): boolean {
  const left = new Map<string, number>();
  for (const line of plainText(present).split('\n')) left.set(line, (left.get(line) ?? 0) + 1);
  return plainText(copied)
    .split('\n')
    .every((line) => {
      const count = left.get(line) ?? 0;
      left.set(line, count - 1);
      return line.trim() === '' || count > 0;
    });
}

/** Each of them fits into an op. */
function updatesOf(document: RichDocument): string[] {
  const doc = new Y.Doc();
  const updates: string[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(base64url(update)));
  writeText(doc.getXmlFragment(PLAN_TEXT), document);
  doc.destroy();
  return updates;
}
