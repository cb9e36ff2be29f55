/** What is known outside the database, of a history that may be lost in it: asked when somebody wants to come in. */
import { goneReasonOf } from './membership-rules.ts';
import type { RemovalLedger } from './removal-ledger.ts';
import type { RevocationLedger } from './revocation-ledger.ts';

export interface KnownOutside {
  /** This member was put out of the group by others. */
  wasPutOut(groupId: string, memberId: string): boolean;
  /** This link of the group was revoked. */
  wasRevoked(groupId: string, inviteId: string): boolean;
}

/** Where there is nothing outside: a store that nobody ever takes back in time. */
export const NOTHING_OUTSIDE: KnownOutside = { wasPutOut: () => false, wasRevoked: () => false };

export function knownOutside(removals: RemovalLedger, revocations: RevocationLedger): KnownOutside {
  return {
    wasPutOut: (groupId, memberId) => wasPutOut(removals, groupId, memberId),
    wasRevoked: (groupId, inviteId) => revocations.has(groupId, inviteId),
  };
}

/** Was this member put out by others, as far as the ledger knows? Who left by themself brings that home themself. */
export function wasPutOut(ledger: RemovalLedger, groupId: string, memberId: string): boolean {
  const last = ledger.get(groupId, memberId)?.left;
  return last !== undefined && last !== null && goneReasonOf(last.type) !== 'left';
}
