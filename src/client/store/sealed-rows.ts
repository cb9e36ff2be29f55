/**
 * What of a row is sealed while the app lock is on, and the seal itself. Rows lie in IndexedDB as
 *
 *   lock off   { groupId, id, version, rowVersion, text, authorId, … }
 *   lock on    { groupId, id, version, rowVersion, sealed: nonce ‖ ciphertext }
 *
 * In clear stay the keys of each table, which the schema names, and what is counted without reading: how much waits
 * unsent, and which drafts have words. Tables without a word of anybody (lanes, cursors, marks, checks) are not sealed. Of `meta` those values are
 * that name the person or prove who this device is; what the lock itself needs before it is open cannot be.
 *
 * XChaCha20-Poly1305 with a random nonce of 24 bytes, and the table and key as associated data: a row moved to another
 * place does not open. Synchronous, because an await that is not IndexedDB's ends its transaction (decision 0025).
 */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { bytesToUtf8, utf8ToBytes } from '@noble/ciphers/utils.js';
import type { Key } from '#client/platform/device-store.ts';
import type { Random } from '#client/platform/random.ts';
import { hasWords } from './draft-words.ts';
import { DEVICE_SCHEMA, type DeviceTables, type Draft } from './tables.ts';

export const SEALED_TABLES = [
  'meta',
  'outbox',
  'tray',
  'kept',
  'groups',
  'members',
  'messages',
  'aside',
  'parked',
  'unknown',
  'memberships',
  'drafts',
  'expenses',
  'settlements',
  'recurrences',
  'ledgers',
  'plans',
  'planComments',
  'planVersions',
  'typed',
  'planEdits',
  'planTexts',
  'blobParts',
  'searchParts',
] as const satisfies readonly (keyof DeviceTables)[];
export type SealedTable = (typeof SEALED_TABLES)[number];

type StoredRow = Readonly<Record<string, unknown>>;

/** Between the rows of a table as the app knows them and as they lie on the disk. */
export interface RowSeal {
  /** The tables it looks at; rows of others pass. */
  covers(table: string): boolean;
  /** What to write. */
  seal(table: string, row: StoredRow): StoredRow;
  /** What was written, sealed or not: while the lock is being put on there are both. Throws on a damaged seal. */
  open(table: string, row: StoredRow): StoredRow;
}

export interface SealOptions {
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly random: Random;
  /** The lock is being taken off: what is written from now on lies in clear. */
  readonly isEnding: boolean;
}

export const SEALED_META = ['device', 'formerDevices', 'profile', 'recentSearches'];

const NONCE_BYTES = 24;
/** What the locked screen counts: whether the op waits is known without reading it. */
const COUNTED: Readonly<Record<string, readonly string[]>> = { outbox: ['seq', 'version', 'bytes'] };

export function createRowSeal({ key, random, isEnding }: SealOptions): RowSeal {
  const clear = new Map<string, ReadonlySet<string>>(
    SEALED_TABLES.map((table) => [
      table,
      new Set([...listPaths(DEVICE_SCHEMA[table]), ...(COUNTED[table] ?? [])]),
    ]),
  );
  return {
    covers: (table) => clear.has(table),
    seal(table, row) {
      const fields = clear.get(table);
      if (isEnding || !fields || !isSecret(table, row)) return row;
      const kept: Record<string, unknown> = {};
      const hidden: Record<string, unknown> = {};
      for (const [field, value] of Object.entries(row)) (fields.has(field) ? kept : hidden)[field] = value;
      const nonce = random.bytes(NONCE_BYTES);
      const cipher = xchacha20poly1305(key, nonce, placeOf(table, row));
      const text = cipher.encrypt(pack(hidden));
      const sealed = new Uint8Array(NONCE_BYTES + text.length);
      sealed.set(nonce);
      sealed.set(text, NONCE_BYTES);
      if (table === 'drafts') kept.hasWords = hasWords(row as unknown as Draft);
      return { ...kept, sealed };
    },
    open(table, row) {
      const { sealed, hasWords: _, ...kept } = row;
      if (!(sealed instanceof Uint8Array)) return row;
      const cipher = xchacha20poly1305(key, sealed.subarray(0, NONCE_BYTES), placeOf(table, row));
      return { ...kept, ...unpack(cipher.decrypt(sealed.subarray(NONCE_BYTES))) };
    },
  };
}

const LINE_FEED = 0x0a;

/** One line of JSON, and after it the bytes of the one field that may hold some: a photo's. JSON has no bare line feed. */
function pack(hidden: StoredRow): Uint8Array {
  const { data, ...rest } = hidden;
  if (!(data instanceof Uint8Array)) return utf8ToBytes(JSON.stringify(hidden));
  const head = utf8ToBytes(`${JSON.stringify(rest)}\n`);
  const packed = new Uint8Array(head.length + data.length);
  packed.set(head);
  packed.set(data, head.length);
  return packed;
}

function unpack(packed: Uint8Array): StoredRow {
  const end = packed.indexOf(LINE_FEED);
  if (end < 0) return JSON.parse(bytesToUtf8(packed));
  return { ...JSON.parse(bytesToUtf8(packed.subarray(0, end))), data: packed.slice(end + 1) };
}

function isSecret(table: string, row: StoredRow): boolean {
  return table !== 'meta' || SEALED_META.includes(String(row.name));
}

/** Every field that a key or an index of the table is made of. */
function listPaths(keys: string): string[] {
  return keys.split(/[^A-Za-z]+/).filter((path) => path !== '');
}

/** The primary key of a row, as IndexedDB takes it. */
export function primaryKeyOf(table: SealedTable, row: StoredRow): Key {
  const [primary = ''] = DEVICE_SCHEMA[table].split(',');
  const key = listPaths(primary).map((path) => row[path] as number | string);
  const [only] = key;
  return key.length === 1 && only !== undefined ? only : key;
}

/** Table and primary key, which stay in clear: the one place where a seal opens. */
function placeOf(table: string, row: StoredRow): Uint8Array {
  return utf8ToBytes(JSON.stringify([table, primaryKeyOf(table as SealedTable, row)]));
}
