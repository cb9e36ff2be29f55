/**
 * The texts of a group's plans for its copy. A text is written anew seldom, while what is typed into it comes every half second:
 *
 *   not edited since its part was written      named again, not even read
 *   edited a little                            the part named again, the edits after it in the group's part (`TextTail`)
 *   edited much, compacted, or fetched         written anew
 *   not on this device (any more)              what the last copy has of it stays
 *
 * Past `roomBytes` those edited longest ago are left out.
 */
import type { ReadTransaction } from '#client/platform/device-store.ts';
import type { Cursor } from '#client/store/tables.ts';
import type { PlanEdit } from '#client/store/text-rows.ts';
import { getSoundText, isTextHere, listEdits, type TextKey } from '#client/sync/plan-texts.ts';
import { base64url } from '#domain/ids.ts';
import type { PlanRow } from '#domain/plans/plan-rows.ts';
import type { PartRef } from './copy-store.ts';
import {
  type CopiedEdit,
  type PlanPartName,
  type PlanTextPart,
  planOfPart,
  planPartName,
  type TextTail,
} from './device-copy.ts';

export interface LastTexts {
  /** Of the last copy, by name; those of other groups do not matter. */
  readonly known: ReadonlyMap<string, PartRef>;
  readonly roomBytes: number;
}

export interface CollectedTexts {
  readonly tails: readonly TextTail[];
  readonly fresh: readonly PlanTextPart[];
  /** Parts of the last copy that stand. */
  readonly same: readonly PlanPartName[];
  /** Of fresh and same ones. */
  readonly bytes: number;
}

/** Past this an edited text is written anew; the group's part, which is written with every message, grows by no more. */
const TAIL_MAX_BYTES = 32_000;
/** Of an edit besides its update, as JSON. */
const EDIT_BYTES = 120;

export async function collectTexts(
  tx: ReadTransaction,
  { groupId, textsSince: since = 0 }: Cursor,
  {
    plans,
    epoch,
    known,
    roomBytes,
  }: LastTexts & { readonly plans: readonly PlanRow[]; readonly epoch: string | null },
): Promise<CollectedTexts> {
  const tails: TextTail[] = [];
  const fresh: PlanTextPart[] = [];
  const same: PlanPartName[] = [];
  let bytes = 0;
  const keep = (name: PlanPartName, size: number): void => {
    same.push(name);
    bytes += size;
  };
  for (const { id: planId, textVersion } of [...plans].sort((a, b) => b.editedAt - a.editedAt)) {
    const key = { groupId, planId };
    const name = planPartName(groupId, planId);
    const last = known.get(name);
    const through = last?.reach?.epoch === epoch ? last.reach.through : undefined;
    if (bytes >= roomBytes) break;
    if (last && through !== undefined && through >= textVersion) {
      keep(name, last.bytes);
      continue;
    }
    const tail = last && through !== undefined && (await readTail(tx, key, { through, since }));
    if (last && tail) {
      keep(name, last.bytes);
      tails.push(tail);
    } else if (textVersion > 0 && (await isTextHere(tx, key, since))) {
      const text = await readText(tx, key, { epoch, textVersion });
      fresh.push(text);
      bytes += sizeOf(text.edits) + (text.state?.data.length ?? 0);
    } else if (last) keep(name, last.bytes);
  }
  for (const [name, { bytes: size }] of known) {
    const plan = planOfPart(name);
    // Its row has not come yet, after a loss.
    const isRowless = plan?.groupId === groupId && !plans.some(({ id }) => id === plan.planId);
    if (isRowless && bytes < roomBytes) keep(planPartName(groupId, plan.planId), size);
  }
  return { tails, fresh, same, bytes };
}

/** undefined: too long, or not all of it is here. */
async function readTail(
  tx: ReadTransaction,
  key: TextKey,
  { through, since }: { readonly through: number; readonly since: number },
): Promise<TextTail | undefined> {
  // Above `since` the log brings all there is.
  if (through < since && !(await isTextHere(tx, key, since))) return undefined;
  const edits = (await listEdits(tx, key, through)).map(copyEdit);
  if (sizeOf(edits) > TAIL_MAX_BYTES) return undefined;
  // Compaction takes edits from the beginning: where the last one of the part stands, nothing behind it is gone.
  const isLastThere = (await tx.get('planEdits', [key.groupId, key.planId, through])) !== undefined;
  const isWhole = isLastThere || ((await getSoundText(tx, key))?.reaches ?? 0) <= through;
  return isWhole ? { planId: key.planId, after: through, edits } : undefined;
}

async function readText(
  tx: ReadTransaction,
  key: TextKey,
  { epoch, textVersion }: { readonly epoch: string | null; readonly textVersion: number },
): Promise<PlanTextPart> {
  const row = await getSoundText(tx, key);
  const reaches = row?.reaches ?? 0;
  const edits = (await listEdits(tx, key, reaches)).map(copyEdit);
  const through = Math.max(textVersion, reaches, edits.at(-1)?.version ?? 0);
  const state = row ? { reaches, data: base64url(row.data) } : null;
  return { ...key, epoch, through, state, edits };
}

function copyEdit({ version, by, at, seen, data }: PlanEdit): CopiedEdit {
  return { version, by, at, seen, data: base64url(data) };
}

function sizeOf(edits: readonly CopiedEdit[]): number {
  return edits.reduce((sum, { data }) => sum + data.length + EDIT_BYTES, 0);
}
