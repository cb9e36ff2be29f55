/** Records of the log store's tables, as they are read, and what they mean. */
import type { Selectable } from 'kysely';
import type { Role } from '#domain/rows.ts';
import type { Verdict } from '#protocol/push.ts';
import type { Access, LogEntry, ParkedEntry, StoredVerdict } from '../sync/log-store.ts';
import type { Tables } from './tables.ts';

export type VerdictRecord = Selectable<Tables['verdicts']>;
export type AccessRecord = Selectable<Tables['access']>;
export type LogRecord = Selectable<Tables['ops']>;

export function toVerdict(row: VerdictRecord): StoredVerdict {
  const { group_id: groupId, device_id: deviceId, seq, op_id: opId, hash, version, rejection, first } = row;
  return { groupId, deviceId, seq, opId, hash, verdict: (version ?? rejection) as Verdict, first };
}

export function toAccess(row: AccessRecord): Access {
  const { group_id: groupId, member_id: memberId, account_id: accountId, role, active, version } = row;
  return { groupId, memberId, accountId, role: role as Role, active, version };
}

export function toEntry(row: LogRecord): LogEntry {
  const { group_id: groupId, op_id: opId, actor_id: actorId, at, type, v, salt, version, hash, chain } = row;
  const op = { opId, groupId, actorId, at, type, v, salt, body: JSON.parse(row.body) };
  return { version, op, hash, chain, ...(row.is_cleared && { isCleared: true as const }) };
}

export interface ParkedRecord extends LogRecord {
  target_id: string;
  bytes: number;
}

export function toParked(row: ParkedRecord): ParkedEntry {
  const { version, op } = toEntry(row);
  return { version, targetId: row.target_id, op, bytes: row.bytes };
}
