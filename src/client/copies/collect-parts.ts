/**
 * Reads what a copy holds, part by part. Each part is read in one transaction, so that its rows and its cursor belong
 * together; parts may be moments apart, which restoring does not mind: ops are known by their ids, rows by their cursor.
 */
import type { DeviceStore, DeviceTable, ReadTransaction } from '#client/platform/device-store.ts';
import type { Cursor, Membership } from '#client/store/tables.ts';
import { getMeta } from '#client/sync/device-meta.ts';
import { PAGED_TABLES, type RowBase } from '#domain/rows.ts';
import { type CollectedTexts, collectTexts, type LastTexts } from './collect-texts.ts';
import type { PartRef, TextReach } from './copy-store.ts';
import {
  checksumOf,
  type GroupPart,
  groupPartName,
  makePart,
  type Part,
  type PlanPartName,
  planOfPart,
  planPartName,
} from './device-copy.ts';

/** How much of each group: what is on the first screens, the rest comes from the server; or all that is here. */
export type Depth = 'recent' | 'all';
/** IndexedDB counts in 32 bits. */
const NO_MAX = 2 ** 31 - 1;
const MESSAGES_MAX = { recent: 100, all: NO_MAX } as const satisfies Record<Depth, number>;
const LEDGER_ROWS_MAX = { recent: 500, all: NO_MAX } as const satisfies Record<Depth, number>;
/** A week of one's own ops, for a server that lost them: of who imports thousands the newest. */
const KEPT_MAX = 500;
const ALL = Number.MAX_SAFE_INTEGER;

/** What the app keeps beside its database: theme, language. */
export interface Choices {
  read(): Readonly<Record<string, string>>;
  /** Keeps those that nothing was chosen for here. */
  restore(choices: Readonly<Record<string, string>>): void;
}

export interface CollectOptions {
  readonly choices?: Choices | undefined;
  /** Absent: what is recent. */
  readonly depth?: Depth;
  /** Skips a group whose stamp is this one: nothing of it changed. */
  readonly isSame?: (groupId: string, stamp: string) => boolean;
  /** Texts of plans in the last copy, by name. */
  readonly texts?: ReadonlyMap<string, PartRef>;
  /** What texts may weigh. Absent: all of them are collected. */
  readonly textsMaxBytes?: number;
  /** Between two parts: lets go of the thread. Absent: at once. */
  readonly breathe?: () => Promise<void>;
}

export interface Collected {
  readonly parts: readonly Part[];
  /** Groups by their stamp, those that were skipped too. */
  readonly stamps: ReadonlyMap<string, string>;
  /** How far each text among the parts goes. */
  readonly reaches: ReadonlyMap<string, TextReach>;
  /** Texts of the last copy that stand as they are. */
  readonly sameTexts: readonly PlanPartName[];
}

export async function collectParts(store: DeviceStore, options: CollectOptions = {}): Promise<Collected> {
  const { choices, depth = 'recent', isSame = () => false, breathe = async () => {} } = options;
  const { texts: known = new Map<string, PartRef>(), textsMaxBytes = Number.POSITIVE_INFINITY } = options;
  const parts = await collectOwed(store);
  parts.push(await collectDevice(store), await collectSettings(store, choices));
  const stamps = await readStamps(store);
  const reaches = new Map<string, TextReach>();
  const skipped = new Set([...stamps].flatMap(([id, stamp]) => (isSame(id, stamp) ? [id] : [])));
  const sameTexts = listTextsOf(skipped, known);
  let roomBytes = textsMaxBytes - sameTexts.reduce((sum, name) => sum + (known.get(name)?.bytes ?? 0), 0);
  for (const groupId of stamps.keys()) {
    if (skipped.has(groupId)) continue;
    await breathe();
    const last = { known, roomBytes };
    const found = await store.read(GROUP_TABLES, (tx) => collectGroup(tx, groupId, { depth, last }));
    if (!found) continue;
    parts.push(makePart(groupPartName(groupId), found.part));
    roomBytes -= found.texts.bytes;
    sameTexts.push(...found.texts.same);
    for (const text of found.texts.fresh) {
      await breathe();
      const name = planPartName(groupId, text.planId);
      parts.push(makePart(name, text));
      reaches.set(name, { epoch: text.epoch, through: text.through });
    }
  }
  return { parts, stamps, reaches, sameTexts };
}

function listTextsOf(groupIds: ReadonlySet<string>, known: ReadonlyMap<string, PartRef>): PlanPartName[] {
  return [...known.keys()].flatMap((name) => {
    const plan = planOfPart(name);
    return plan && groupIds.has(plan.groupId) ? [planPartName(plan.groupId, plan.planId)] : [];
  });
}

/** What waits, what was refused, what is being typed: at one moment, an op is in one of them. */
function collectOwed(store: DeviceStore): Promise<Part[]> {
  return store.read(['outbox', 'tray', 'drafts'], async (tx) => [
    makePart('outbox', await tx.list('outbox')),
    makePart('tray', await tx.list('tray')),
    makePart('drafts', await tx.list('drafts')),
  ]);
}

function collectDevice(store: DeviceStore): Promise<Part> {
  return store.read(['meta', 'lanes'], async (tx) => {
    const device = await getMeta(tx, 'device');
    const account = (await getMeta(tx, 'account')) ?? (await getMeta(tx, 'person'));
    const canary = await getMeta(tx, 'canary');
    return makePart('device', {
      deviceId: device?.deviceId ?? null,
      accountId: account?.accountId ?? null,
      epoch: (await getMeta(tx, 'epoch')) ?? null,
      clockOffsetMs: (await getMeta(tx, 'clockOffsetMs')) ?? 0,
      canary: canary ? { id: canary.id, starts: canary.starts } : null,
      lanes: await tx.list('lanes'),
    });
  });
}

async function collectSettings(store: DeviceStore, choices: Choices | undefined): Promise<Part> {
  const profile = await store.read(['meta'], (tx) => getMeta(tx, 'profile'));
  return makePart('settings', { name: profile?.name ?? null, choices: choices?.read() ?? {} });
}

/** By group; differs when the group's part would: cheap, so that a group nobody wrote in is not read through. */
function readStamps(store: DeviceStore): Promise<Map<string, string>> {
  return store.read(['cursors', 'memberships', 'marks', 'planTexts'], async (tx) => {
    const memberships = await tx.list('memberships');
    const cursors = new Map((await tx.list('cursors')).map((cursor) => [cursor.groupId, cursor]));
    const own = await tx.getMany(
      'marks',
      memberships.map(({ groupId, memberId }) => [groupId, memberId]),
    );
    const stamps = new Map<string, string>();
    for (const [i, membership] of memberships.entries()) {
      const { groupId } = membership;
      // A text comes when it is opened, whatever the log does.
      const texts = await tx.count('planTexts', { from: [groupId, ''], to: [groupId, '\uffff'] });
      // Other people's marks move all the time and come back with the first hello.
      const stamp = JSON.stringify([membership, cursors.get(groupId) ?? null, own[i]?.read ?? 0, texts]);
      stamps.set(groupId, checksumOf(stamp));
    }
    return stamps;
  });
}

const GROUP_TABLES = [
  'memberships',
  'cursors',
  'groups',
  'members',
  'messages',
  'aside',
  ...PAGED_TABLES,
  'marks',
  'parked',
  'unknown',
  'kept',
  'planTexts',
  'planEdits',
  'meta',
] as const satisfies readonly DeviceTable[];

interface CollectedGroup {
  readonly part: GroupPart;
  readonly texts: CollectedTexts;
}

async function collectGroup(
  tx: ReadTransaction,
  groupId: string,
  { depth, last }: { readonly depth: Depth; readonly last: LastTexts },
): Promise<CollectedGroup | undefined> {
  const membership = await tx.get('memberships', groupId);
  if (!membership) return undefined;
  const all = await tx.list('kept', { index: 'groupId', from: groupId, to: groupId });
  const kept = all.sort((a, b) => b.version - a.version).slice(0, KEPT_MAX);
  const cursor = await tx.get('cursors', groupId);
  if (cursor) return collectRows(tx, { membership, cursor, kept, depth, last });
  const isIn = membership.state === 'member' || membership.state === 'joining';
  const same = isIn ? listTextsOf(new Set([groupId]), last.known) : [];
  return { part: { ...NO_ROWS, membership, kept }, texts: { tails: [], fresh: [], same, bytes: 0 } };
}

const NO_ROWS = {
  cursor: null,
  groups: [],
  members: [],
  messages: [],
  aside: [],
  expenses: [],
  settlements: [],
  recurrences: [],
  plans: [],
  planComments: [],
  planVersions: [],
  marks: [],
  parked: [],
  unknown: [],
} as const;

async function collectRows(
  tx: ReadTransaction,
  {
    membership,
    cursor,
    kept,
    depth,
    last,
  }: {
    readonly membership: Membership;
    readonly cursor: Cursor;
    readonly kept: GroupPart['kept'];
    readonly depth: Depth;
    readonly last: LastTexts;
  },
): Promise<CollectedGroup> {
  const { groupId } = cursor;
  const ofGroup = { from: [groupId, ''], to: [groupId, '\uffff'] };
  const byVersion = { from: [groupId, 0], to: [groupId, ALL] };
  const messages = await tx.list('messages', {
    index: '[groupId+version]',
    ...byVersion,
    reverse: true,
    limit: MESSAGES_MAX[depth],
  });
  const isWhole = messages.length < MESSAGES_MAX[depth];
  const olderThan = isWhole ? cursor.olderThan : (messages.at(-1)?.version ?? cursor.olderThan);
  const expenses = await tx.list('expenses', ofGroup);
  const settlements = await tx.list('settlements', ofGroup);
  const recurrences = await tx.list('recurrences', ofGroup);
  const plans = await tx.list('plans', ofGroup);
  const planComments = await tx.list('planComments', ofGroup);
  const planVersions = await tx.list('planVersions', ofGroup);
  const paged = [...expenses, ...settlements, ...recurrences, ...plans, ...planComments, ...planVersions];
  const from = cutLedger(paged, LEDGER_ROWS_MAX[depth]);
  const isKept = ({ version }: RowBase): boolean => from === undefined || version >= from;
  const epoch = (await getMeta(tx, 'epoch')) ?? null;
  const texts = await collectTexts(tx, cursor, { ...last, plans, epoch });
  const part: GroupPart = {
    membership,
    cursor: {
      ...cursor,
      olderThan,
      ...(from !== undefined && { ledgerOlderThan: from }),
      // Texts are parts of their own (restore-texts.ts); where one is missing the server has it.
      ...(plans.length > 0 && { textsSince: cursor.version }),
    },
    groups: await tx.list('groups', ofGroup),
    members: await tx.list('members', ofGroup),
    messages,
    aside: await tx.list('aside', { ...ofGroup, limit: MESSAGES_MAX[depth] }),
    expenses: expenses.filter(isKept),
    settlements: settlements.filter(isKept),
    recurrences: recurrences.filter(isKept),
    plans: plans.filter(isKept),
    planComments: planComments.filter(isKept),
    planVersions: planVersions.filter(isKept),
    marks: await tx.list('marks', ofGroup),
    parked: await tx.list('parked', byVersion),
    unknown: await tx.list('unknown', byVersion),
    kept,
    tails: texts.tails,
  };
  return { part, texts };
}

/** Long accounts: the version from which they are copied. undefined: all of them. */
function cutLedger(rows: readonly RowBase[], max: number): number | undefined {
  if (rows.length <= max) return undefined;
  const versions = rows.map(({ version }) => version).sort((a, b) => b - a);
  return versions[max - 1];
}
