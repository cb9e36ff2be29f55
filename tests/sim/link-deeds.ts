/** What a person does with the links of a group: makes one with some terms, ends one, answers who asks, takes back, joins anew. */
import type { Engine, Intent } from '#client/sync/engine-types.ts';
import type { Ledger } from './ledger.ts';
import { naiveLinkId } from './naive-links.ts';
import type { Prng } from './prng.ts';
import type { SimDevice } from './sim-device.ts';

export const LINK_DEEDS = [
  'make',
  'make',
  'enter',
  'enter',
  'come',
  'come',
  'end',
  'answer',
  'answer',
  'take-back',
] as const;
export type LinkDeed = (typeof LINK_DEEDS)[number];

/** Short enough that some end within a run. */
export function drawTerms(
  dice: Prng,
  groupId: string,
  engine: Engine,
): Parameters<Engine['createInvite']>[0] {
  const role = dice.pick(['member', 'member', 'guest', 'admin'] as const);
  const lastsMs = dice.chance(0.3) ? Math.round(dice.between(1_000, 40_000)) : undefined;
  const maxUses = dice.chance(0.4) ? 1 + dice.below(2) : undefined;
  const needsApproval = dice.chance(0.4);
  return {
    groupId,
    role,
    needsApproval,
    ...(lastsMs !== undefined && { expiresAt: Math.max(1, engine.correctedNow() + lastsMs) }),
    ...(maxUses !== undefined && { maxUses }),
  };
}

/** Nothing where there is nothing to do it to. */
export function listLinkIntents(
  dice: Prng,
  deed: 'end' | 'answer' | 'take-back',
  { database }: SimDevice,
): Intent[] {
  switch (deed) {
    case 'end': {
      const links = database.rows('groups').flatMap((group) => {
        const made = Object.entries(group.invites ?? {}).filter(([, { revokedBy }]) => revokedBy === null);
        const ids = made.map(([inviteId]) => inviteId);
        // The first one is how most come in.
        if (dice.chance(0.15)) ids.push(naiveLinkId(group.inviteHash));
        return ids.map((inviteId) => ({ groupId: group.groupId, inviteId }));
      });
      if (links.length === 0) return [];
      const { groupId, inviteId } = dice.pick(links);
      return [{ type: 'invite.revoked', groupId, body: { inviteId } }];
    }
    case 'answer': {
      const asking = database.rows('members').filter(({ status }) => status === 'waiting');
      if (asking.length === 0) return [];
      const { groupId, id: memberId } = dice.pick(asking);
      const type = dice.chance(0.75) ? 'member.approved' : 'member.refused';
      return [{ type, groupId, body: { memberId } }];
    }
    case 'take-back': {
      const held = database.rows('memberships').filter(({ waiting }) => waiting === 'approval');
      return held.slice(0, 1).map(({ groupId }) => ({ type: 'member.left', groupId, body: {} }));
    }
  }
}

/** In a copy alone, if anywhere: who joins anew meanwhile comes in by that, and nothing is left for the lost one to do. */
export function listLostJoins(ledger: Ledger, { name, database }: SimDevice, groupId: string): string[] {
  const held = new Set(
    (['outbox', 'tray', 'kept'] as const).flatMap((table) => database.rows(table).map(({ opId }) => opId)),
  );
  return ledger.listKept(name, { groupId, type: 'member.joined' }).filter((id) => !held.has(id));
}
