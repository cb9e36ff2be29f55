/**
 * Texts of plans when the server went back in time: its log may lack what this device held of them, and whose edits those were may
 * never come back. They are set aside beside the text, which is had anew, until the log is known to have all of them
 * (`bring-back-text.ts`). Kept as what they were, because Yjs is not here.
 */
import type { DeviceStore, WriteTransaction } from '#client/platform/device-store.ts';
import type { LostText, PlanTextRow } from '#client/store/text-rows.ts';
import { base64url } from '#domain/ids.ts';
import { packText } from '#domain/plans/packed-text.ts';
import { digestOf, type TextKey } from './plan-texts.ts';

const ALL = Number.MAX_SAFE_INTEGER;
/** No update at all, as Yjs writes it. */
const EMPTY = packText({ authors: new Map(), update: new Uint8Array([0, 0]) });

/** Before the group's rows go: what is to be put after that. */
export async function readLostTexts(tx: WriteTransaction, groupId: string): Promise<PlanTextRow[]> {
  const rows = await tx.list('planTexts', { from: [groupId, ''], to: [groupId, '\uffff'] });
  const edits = await tx.list('planEdits', { from: [groupId, '', 0], to: [groupId, '\uffff', ALL] });
  const planIds = new Set([...rows, ...edits].map(({ planId }) => planId));
  return [...planIds].flatMap((planId) => {
    const row = rows.find((one) => one.planId === planId);
    const isSound = row?.data instanceof Uint8Array && digestOf(row.data) === row.digest;
    const own = edits.filter((edit) => edit.planId === planId && edit.data instanceof Uint8Array);
    const lost: LostText = {
      states: [...(row?.lost?.states ?? []), ...(isSound ? [base64url(row.data)] : [])],
      edits: [...(row?.lost?.edits ?? []), ...own.map(({ data }) => base64url(data))],
    };
    return lost.states.length + lost.edits.length === 0 ? [] : [toBeFetched({ groupId, planId }, lost)];
  });
}

/** The same when the state of a group comes anew, and what was set aside before is all there is to keep. */
export async function listLostTexts(tx: WriteTransaction, groupId: string): Promise<PlanTextRow[]> {
  const rows = await tx.list('planTexts', { from: [groupId, ''], to: [groupId, '\uffff'] });
  return rows.flatMap(({ planId, lost }) => (lost ? [toBeFetched({ groupId, planId }, lost)] : []));
}

export function forgetLostText(store: DeviceStore, { groupId, planId }: TextKey): Promise<void> {
  return store.write(['planTexts'], async (tx) => {
    const row = await tx.get('planTexts', [groupId, planId]);
    if (!row?.lost) return;
    const { lost: _, ...kept } = row;
    await tx.put('planTexts', [kept]);
  });
}

function toBeFetched(key: TextKey, lost: LostText): PlanTextRow {
  return { ...key, reaches: 0, heldTo: NOT_HELD, digest: digestOf(EMPTY), data: EMPTY, lost };
}

/** Below every version: the text is asked for. */
const NOT_HELD = -1;
