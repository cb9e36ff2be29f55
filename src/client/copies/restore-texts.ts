/**
 * Texts of plans, back beside what is here: where the group's rows are of the same log, and the text is not all here. Whatever of it
 * is here stays; edits are known by their version, and Yjs takes one twice without a trace.
 *
 *   text = its part ∪ the edits after it (the group's part)      `wholeTo`: every edit of the log up to there is in it
 *   as far as the group's cursor was                             it opens without a network, and the log goes on from there
 *   less far, an older copy's part in the place of a bad one     what is there is there; it is fetched when it is opened
 */
import type { DeviceStore, DeviceTable } from '#client/platform/device-store.ts';
import type { PlanEdit, PlanTextRow } from '#client/store/text-rows.ts';
import { getMeta } from '#client/sync/device-meta.ts';
import { digestOf, getSoundText, isTextHere, keyOf, listEdits } from '#client/sync/plan-texts.ts';
import { fromBase64url } from '#domain/ids.ts';
import { readUpdateWords } from '#domain/plans/check-update.ts';
import { packText, unpackText } from '#domain/plans/packed-text.ts';
import {
  type CopiedEdit,
  type GroupPart,
  groupPartName,
  type Part,
  type PlanTextPart,
  planOfPart,
  planPartName,
  readPart,
} from './device-copy.ts';

export interface CopiedText extends Pick<PlanTextPart, 'groupId' | 'planId' | 'epoch'> {
  readonly reaches: number;
  /** `domain/plans/packed-text.ts`. */
  readonly data: Uint8Array<ArrayBuffer>;
  readonly edits: readonly PlanEdit[];
  /** Every edit of the log up to here is in it. */
  readonly wholeTo: number;
}

/** Those that can be read, of one group or of all. */
export function readTexts(parts: readonly Part[], groupId?: string): CopiedText[] {
  return parts.flatMap(({ name }) => {
    const key = planOfPart(name);
    if (!key || (groupId !== undefined && key.groupId !== groupId)) return [];
    return readText(parts, key) ?? [];
  });
}

/** undefined: there is none, or it cannot be read. */
export function readText(
  parts: readonly Part[],
  { groupId, planId }: Pick<PlanTextPart, 'groupId' | 'planId'>,
): CopiedText | undefined {
  const part = readPart(parts, planPartName(groupId, planId));
  if (part?.groupId !== groupId || part.planId !== planId || !Number.isSafeInteger(part.through))
    return undefined;
  const data = part.state ? readBytes(part.state.data) : EMPTY;
  const reaches = part.state?.reaches ?? 0;
  if (!data || !isText(data) || !Number.isSafeInteger(reaches)) return undefined;
  const group = readPart(parts, groupPartName(groupId));
  // Versions of another log say nothing of this one's.
  const isOfGroup = part.epoch !== null && part.epoch === readPart(parts, 'device')?.epoch;
  const tail = isOfGroup ? group?.tails?.find((one) => one.planId === planId) : undefined;
  const edits = [...part.edits, ...(tail?.edits ?? [])].map((edit) => readEdit(edit, { groupId, planId }));
  const whole = edits.flatMap((edit) => edit ?? []);
  if (whole.length < edits.length) return undefined;
  return {
    groupId,
    planId,
    epoch: part.epoch,
    reaches,
    data,
    edits: whole,
    wholeTo: isOfGroup ? wholeTo(part, group) : part.through,
  };
}

/** How many are here now that were not, or not as far. */
export async function restoreTexts(store: DeviceStore, texts: readonly CopiedText[]): Promise<number> {
  let restored = 0;
  for (const text of texts) if (await restoreText(store, text)) restored += 1;
  return restored;
}

const TABLES = [
  'planTexts',
  'planEdits',
  'plans',
  'cursors',
  'memberships',
  'meta',
] as const satisfies readonly DeviceTable[];

function restoreText(store: DeviceStore, copied: CopiedText): Promise<boolean> {
  const { groupId, planId } = copied;
  const key = { groupId, planId };
  return store.write(TABLES, async (tx) => {
    const membership = await tx.get('memberships', groupId);
    const cursor = await tx.get('cursors', groupId);
    const isIn = membership?.state === 'member' || membership?.state === 'joining';
    const isOfLog = copied.epoch === ((await getMeta(tx, 'epoch')) ?? null);
    if (!isIn || !cursor || !isOfLog || (await isTextHere(tx, key, cursor.textsSince ?? 0))) return false;
    const present = await getSoundText(tx, key);
    const row = furtherOf(present, copied);
    const heldTo = Math.max(copied.wholeTo, present?.heldTo ?? 0);
    if (present && present.heldTo === heldTo) return false;
    await tx.put('planTexts', [{ ...key, ...row, heldTo }]);
    const held = await listEdits(tx, key, 0);
    await tx.remove('planEdits', held.filter(({ version }) => version <= row.reaches).map(keyOf));
    await tx.put(
      'planEdits',
      copied.edits.filter(({ version }) => version > row.reaches),
    );
    return true;
  });
}

function furtherOf(
  present: PlanTextRow | undefined,
  { reaches, data }: CopiedText,
): Pick<PlanTextRow, 'reaches' | 'digest' | 'data'> {
  if (present && present.reaches >= reaches) return present;
  return { reaches, data, digest: digestOf(data) };
}

/** The group's cursor, where nothing of the text is missing between the two; else what the part says of itself. */
function wholeTo({ planId, through }: PlanTextPart, group: GroupPart | undefined): number {
  if (!group?.cursor) return through;
  const tail = group.tails?.find((one) => one.planId === planId);
  const plan = group.plans?.find(({ id }) => id === planId);
  const isWhole = tail ? tail.after <= through : plan !== undefined && plan.textVersion <= through;
  return isWhole ? Math.max(through, group.cursor.version) : through;
}

/** As Yjs writes it. */
const NO_EDIT = new Uint8Array([0, 0]);
const EMPTY = packText({ authors: new Map(), update: NO_EDIT });

function readEdit(
  { version, by, at, seen, data: text }: CopiedEdit,
  key: Pick<PlanTextPart, 'groupId' | 'planId'>,
): PlanEdit | undefined {
  const data = readBytes(text);
  const isWhole = Number.isSafeInteger(version) && Number.isSafeInteger(at) && Number.isSafeInteger(seen);
  return data && isWhole && readUpdateWords(data) ? { ...key, version, by, at, seen, data } : undefined;
}

/** A malformed one would throw wherever it is opened. */
function isText(data: Uint8Array): boolean {
  const update = unpackText(data)?.update;
  if (!update) return false;
  return isSame(update, NO_EDIT) || readUpdateWords(update, update.length) !== undefined;
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

function readBytes(text: unknown): Uint8Array<ArrayBuffer> | undefined {
  return typeof text === 'string' && /^[\w-]*$/.test(text) && text.length % 4 !== 1
    ? fromBase64url(text)
    : undefined;
}
