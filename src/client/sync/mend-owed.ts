/**
 * What a person made and this device still owes, gone bad on its disk. Nothing of it may hold up what is whole, and what
 * is left of it stays theirs to see:
 *
 *   outbox   the op is whole, or a copy of it was kept       → made anew around the op
 *            committed, so the log has it                    → taken out
 *            any other                                       → to the tray as `damaged`, with all that was found
 *   tray     a row that is none                              → the same, in its place
 *   lanes    no number, or one that went with an entry       → a new deviceId, numbers from 1; the server knows what it
 *                                                              has by opId (device-identity.ts)
 */
import * as v from 'valibot';
import type { DeviceStore, DeviceTable, WriteTransaction } from '#client/platform/device-store.ts';
import type { Random } from '#client/platform/random.ts';
import type { Membership, OutboxEntry, TrayEntry } from '#client/store/tables.ts';
import { isWholeEntry } from '#client/store/whole-entries.ts';
import { isJsonObject } from '#domain/json.ts';
import { type Op, opSchema } from '#domain/op.ts';
import { makesMembership } from '#domain/op-types.ts';
import { opBytes } from '#protocol/canonical.ts';
import { listAwaited } from './await-photos.ts';
import type { ConnectionContext } from './connection-context.ts';
import { changeDevice, DEVICE_TABLES, type Device } from './device-identity.ts';

const MEND_TABLES = [
  ...DEVICE_TABLES,
  'tray',
  'kept',
  'groups',
  'memberships',
  'cursors',
  'blobs',
] as const satisfies readonly DeviceTable[];

type Found = Readonly<Record<string, unknown>>;

function isWholeRefusal({ op, opId, groupId, kind, since }: TrayEntry): boolean {
  if (op?.opId !== opId || op.groupId !== groupId || !isJsonObject(op.body)) return false;
  const isStamped = typeof op.type === 'string' && typeof op.at === 'number';
  return isStamped && typeof kind === 'string' && typeof since === 'number';
}

/** Looks them through when there is doubt. Returns the device when it took another id. */
export async function mendOwed(
  context: Pick<ConnectionContext, 'store' | 'random' | 'clock' | 'memory' | 'recount'>,
): Promise<Device | undefined> {
  const { store, random, clock, memory, recount } = context;
  if (!memory.isOwedInDoubt) return undefined;
  const device = (await isAllWhole(store)) ? undefined : await mend(store, random, clock.now());
  memory.isOwedInDoubt = false;
  recount();
  return device;
}

function isAllWhole(store: DeviceStore): Promise<boolean> {
  return store.read(['outbox', 'tray', 'lanes'], async (tx) => {
    const entries = await tx.list('outbox');
    const refused = await tx.list('tray');
    const lanes = await tx.list('lanes');
    return entries.every(isWholeEntry) && refused.every(isWholeRefusal) && lanes.every(isNumbered);
  });
}

function mend(store: DeviceStore, random: Random, now: number): Promise<Device | undefined> {
  return store.write(MEND_TABLES, async (tx) => {
    const entries = await tx.list('outbox');
    const torn = entries.filter((entry) => !isWholeEntry(entry));
    const refused = (await tx.list('tray')).filter((entry) => !isWholeRefusal(entry));
    const lanes = (await tx.list('lanes')).filter((lane) => !isNumbered(lane));
    const known = new Set(entries.filter(isWholeEntry).map(({ opId }) => opId));
    for (const entry of torn) await mendEntry(tx, entry, { known, now });
    for (const entry of refused) await putRemains(tx, entry, { opId: entry.opId, now });
    await endLostEntries(tx);
    const isRenumbered =
      lanes.length > 0 || torn.some(({ seq, version }) => seq !== null && typeof version !== 'number');
    return isRenumbered ? changeDevice(tx, random) : undefined;
  });
}

const isNumbered = ({ nextSeq }: { readonly nextSeq: number }): boolean => Number.isSafeInteger(nextSeq);

async function mendEntry(
  tx: WriteTransaction,
  entry: OutboxEntry,
  { known, now }: { readonly known: Set<string>; readonly now: number },
): Promise<void> {
  const { order } = entry;
  await tx.remove('outbox', [order]);
  const whole = await findWhole(tx, entry);
  if (whole) {
    const { op, proof } = whole;
    const { groupId, opId } = op;
    if (known.has(opId)) return;
    known.add(opId);
    const secret = typeof proof === 'string' ? proof : null;
    const [awaits] = await listAwaited(tx, [op]);
    const made = { order, groupId, opId, op, seq: null, version: null, proof: secret, bytes: opBytes(op) };
    return tx.put('outbox', [{ ...made, ...(awaits && { awaits }) }]);
  }
  if (typeof entry.version === 'number') return;
  const opId = textIn(entry, 'opId') ?? textIn(entry.op, 'opId') ?? `damaged-${order}`;
  await putRemains(tx, entry, { opId, now });
}

/** The op itself, or the copy that was kept of it when it was committed to a history that is lost. */
async function findWhole(
  tx: WriteTransaction,
  entry: OutboxEntry,
): Promise<Pick<OutboxEntry, 'op' | 'proof'> | undefined> {
  if (v.is(opSchema, entry.op)) return entry;
  const opId = textIn(entry, 'opId');
  const kept = opId === undefined ? undefined : await tx.get('kept', opId);
  return kept && v.is(opSchema, kept.op) ? kept : undefined;
}

/**
 * The op that was to bring one in is none any more. Who was joining may tap the link again; a group that only this device
 * knew waits, and says so, for a maker it does not have any more.
 */
async function endLostEntries(tx: WriteTransaction): Promise<void> {
  const entries = await tx.list('outbox');
  const entering = new Set(entries.filter(({ op }) => makesMembership(op)).map(({ groupId }) => groupId));
  const versions = new Map((await tx.list('cursors')).map(({ groupId, version }) => [groupId, version]));
  const memberships = (await tx.list('memberships')).filter(({ groupId }) => !entering.has(groupId));
  const stranded = memberships.flatMap((membership): Membership[] => {
    if (membership.state === 'joining') return [{ ...membership, state: 'refused' }];
    const isUnheardOf = membership.state === 'member' && versions.get(membership.groupId) === 0;
    return isUnheardOf ? [{ ...membership, waiting: 'unknown-group' }] : [];
  });
  await tx.put('memberships', stranded);
}

/** An entry that every reader of the tray can show, made of what is left, and beside it all that was found. */
async function putRemains(
  tx: WriteTransaction,
  remains: object,
  { opId, now }: { readonly opId: string; readonly now: number },
): Promise<void> {
  const left = (remains as Found).op;
  const groupId = textIn(remains, 'groupId') ?? textIn(left, 'groupId') ?? '';
  const group = await tx.get('groups', [groupId, groupId]);
  const { at, v: version, body } = (isObject(left) ? left : {}) as Found;
  const op: Op = {
    opId,
    groupId,
    actorId: textIn(left, 'actorId') ?? '',
    at: typeof at === 'number' ? at : now,
    type: textIn(left, 'type') ?? 'unknown',
    v: typeof version === 'number' ? version : 1,
    salt: textIn(left, 'salt') ?? '',
    body: isJsonObject(body) ? body : {},
  };
  const groupName = group?.name ?? textIn(remains, 'groupName') ?? '';
  await tx.put('tray', [{ opId, groupId, groupName, op, kind: 'damaged', since: now, remains }]);
}

function textIn(found: unknown, name: string): string | undefined {
  const value = isObject(found) ? found[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

const isObject = (value: unknown): value is Found => typeof value === 'object' && value !== null;
