/** The ops of a commit that the audit log tells of: everything about a group's people, none of what they say. */
import { isId } from '#domain/ids.ts';
import { ROLES } from '#domain/rows.ts';
import type { PushWrites } from '../sync/log-store.ts';
import type { AuditEvent } from './audit-entry.ts';

const AUDITED = /^(group|member|invite)\./;
/** Fields of a body that name whom or what it is about. Whatever else it holds is somebody's words. */
const SUBJECTS = ['memberId', 'inviteId'] as const;

/** In the order of the log. A device's account stands in the line of its binding. */
export function listAuditedOps({ entries, verdicts }: PushWrites): AuditEvent[] {
  const audited = entries.filter(({ op }) => AUDITED.test(op.type));
  if (audited.length === 0) return [];
  const devices = new Map(verdicts.map(({ groupId, opId, deviceId }) => [`${groupId} ${opId}`, deviceId]));
  return audited.map(({ op, version }) => ({
    kind: op.type,
    about: {
      groupId: op.groupId,
      version,
      opId: op.opId,
      actorId: op.actorId,
      deviceId: devices.get(`${op.groupId} ${op.opId}`),
      ...subjectsOf(op.body),
    },
  }));
}

function subjectsOf(body: Readonly<Record<string, unknown>>): Record<string, string> {
  const subjects: Record<string, string> = {};
  for (const field of SUBJECTS) {
    const value = body[field];
    if (isId(value)) subjects[field] = value;
  }
  const role = ROLES.find((one) => one === body.role);
  return role === undefined ? subjects : { ...subjects, role };
}
