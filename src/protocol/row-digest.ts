/**
 * The digest of rows: what a device and the server compare to find out whether their folds of one log agree.
 *
 *   digest = H( canonical(row) ‖ '\n', for each row in order )
 *
 * The order is by version, then by id, in UTF-16 code units; an empty list has a digest too. H, canonical form and
 * base64url are those of canonical.ts. A row goes in whole, with every field it has: one too many differs as well.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { base64url } from '../domain/ids.ts';
import type { JsonValue } from '../domain/json.ts';
import type { GroupRow, MemberRow, MessageRow, PagedRow } from '../domain/rows.ts';
import { canonicalJson } from './canonical.ts';

/** Of the group's own row and its members: what is compared whole at every rest. */
export function digestState(groups: readonly GroupRow[], members: readonly MemberRow[]): string {
  return digestRows([...sorted(groups), ...sorted(members)]);
}

/** Of what was made in one range of versions: the messages, then the rows of the ledger and of plans. */
export function digestRange(messages: readonly MessageRow[], paged: readonly PagedRow[]): string {
  return digestRows([...sorted(messages), ...sorted(paged)]);
}

interface AnyRow {
  readonly version: number;
  readonly id: string;
}

function digestRows(rows: readonly AnyRow[]): string {
  const hash = sha256.create();
  for (const row of rows) hash.update(utf8ToBytes(`${canonicalJson(row as unknown as JsonValue)}\n`));
  return base64url(hash.digest());
}

function sorted<R extends AnyRow>(rows: readonly R[]): R[] {
  return [...rows].sort((a, b) => a.version - b.version || (a.id < b.id ? -1 : 1));
}
