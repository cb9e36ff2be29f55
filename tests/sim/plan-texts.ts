/** Texts of plans at rest: as the log has them, and as each device would show them; each made anew from what is stored. */
import type { Op } from '#domain/op.ts';
import { textEditOf } from '#domain/plans/edit-op.ts';
import { type PackedText, unpackText } from '#domain/plans/packed-text.ts';
import { PLAN_TEXT } from '#domain/plans/plan-text.ts';
import type { applyText } from '#domain/plans/text/merge-text.ts';
import { newPlanDoc } from '#domain/plans/text/plan-doc.ts';
import type { MemoryLogDatabase } from '#tests/support/memory-log-store.ts';
import { wordsIn } from './plan-bytes.ts';
import type { SimDevice } from './sim-device.ts';

/** How edits become a text: the product's, or one that breaks a promise. */
export type ApplyText = typeof applyText;

export interface ShownText {
  /** As XML: what stands where. */
  readonly text: string;
  readonly words: readonly string[];
  /** Something in it builds on what is not there. */
  readonly isTorn: boolean;
}

/** Whatever the order, the same: they are applied backwards. */
export function textOfLog(log: readonly Op[], planId: string, apply: ApplyText): ShownText {
  const updates = log.flatMap(({ type, body }) =>
    type === 'plan.edited' && body.planId === planId ? [{ data: fromBase64(String(body.update)) }] : [],
  );
  return show(apply, undefined, updates.toReversed());
}

/** As a server would give it: compacted up to some version, and the edits after that. Each that it keeps. */
export function textsOfServer(
  database: MemoryLogDatabase,
  { groupId, planId }: { readonly groupId: string; readonly planId: string },
  apply: ApplyText,
): ShownText[] {
  const group = database.image.groups.get(groupId);
  const edits = (group?.entries ?? []).flatMap(({ version, op }) => {
    const edit = textEditOf(op);
    return edit?.planId === planId ? [{ version, data: fromBase64(edit.update) }] : [];
  });
  return (group?.texts.get(planId) ?? []).map(({ version, data }) =>
    show(
      apply,
      unpackText(data),
      edits.filter((edit) => edit.version > version),
    ),
  );
}

/** Whether all of it is there. */
export function holdsText({ database }: SimDevice, groupId: string, planId: string): boolean {
  const since = database.rows('cursors').find((row) => row.groupId === groupId)?.textsSince ?? 0;
  const plan = database.rows('plans').find((row) => row.groupId === groupId && row.id === planId);
  if (!plan) return false;
  if (since === 0 || plan.version > since) return true;
  const packed = database.rows('planTexts').find((row) => row.groupId === groupId && row.planId === planId);
  return (packed?.heldTo ?? -1) >= since;
}

/** undefined: it is not all there yet. */
export function textOfDevice(
  device: SimDevice,
  { groupId, planId }: { readonly groupId: string; readonly planId: string },
  apply: ApplyText,
): ShownText | undefined {
  if (!holdsText(device, groupId, planId)) return undefined;
  const isOf = (row: { readonly groupId: string; readonly planId: string }): boolean =>
    row.groupId === groupId && row.planId === planId;
  const packed = device.database.rows('planTexts').find(isOf);
  return show(apply, packed && unpackText(packed.data), device.database.rows('planEdits').filter(isOf));
}

function show(
  apply: ApplyText,
  base: PackedText | undefined,
  edits: readonly { readonly data: Uint8Array }[],
): ShownText {
  const doc = newPlanDoc();
  apply(doc, base, edits);
  const text = doc.getXmlFragment(PLAN_TEXT).toString();
  const isTorn = doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
  doc.destroy();
  return { text, words: wordsIn(text), isTorn };
}

const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'));
