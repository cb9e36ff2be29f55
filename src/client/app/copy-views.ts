/** What the screens show of a copy. */
import type { CopyManifest } from '#client/copies/copy-store.ts';
import { type GroupPart, groupOfPart, type Part, planOfPart, readPart } from '#client/copies/device-copy.ts';
import type { ReadCopy } from '#client/copies/read-copy.ts';
import type { CopiedPlan, CopyContent, CopySummary } from '#client/session/copies.ts';
import { hasWords } from '#client/store/draft-words.ts';
import { holdsOp } from '#client/store/holds-op.ts';
import { textEditOf } from '#domain/plans/edit-op.ts';

export function summarise({ order, at, parts, inside }: CopyManifest): CopySummary {
  return { order, at, inside, bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0) };
}

export function lookInside({ parts, damaged }: ReadCopy): CopyContent {
  const groups = readGroups(parts);
  const names = new Map(
    groups.map(({ membership, groups: [row] }) => [
      membership.groupId,
      row?.name ?? membership.invitedName ?? '',
    ]),
  );
  const nameOf = (groupId: string): string => names.get(groupId) ?? '';
  const waiting = (readPart(parts, 'outbox') ?? []).filter(
    (entry) => entry.version === null && holdsOp(entry),
  );
  return {
    waiting: waiting.map(({ opId, groupId, op }) => {
      const text = op.type === 'message.sent' && typeof op.body.text === 'string' ? op.body.text : null;
      return { opId, groupName: nameOf(groupId), text };
    }),
    drafts: (readPart(parts, 'drafts') ?? []).filter(hasWords).map(({ groupId, text }) => {
      return { groupId, groupName: nameOf(groupId), text };
    }),
    groups: groups
      .filter(({ membership: { state } }) => state === 'member' || state === 'joining')
      .map(({ membership: { groupId }, messages }) => ({
        groupId,
        name: nameOf(groupId),
        messages: messages.filter(({ kind }) => kind === 'text').length,
      })),
    plans: listPlans(parts, groups, nameOf),
    damaged: damaged.length,
  };
}

/** Those made without a network and not sent yet are in the outbox alone. */
function listPlans(
  parts: readonly Part[],
  groups: readonly GroupPart[],
  nameOf: (groupId: string) => string,
): CopiedPlan[] {
  const withText = new Set(
    parts.flatMap(({ name }) => {
      const plan = planOfPart(name);
      return plan ? [`${plan.groupId} ${plan.planId}`] : [];
    }),
  );
  const waiting = (readPart(parts, 'outbox') ?? []).filter(holdsOp).map(({ op }) => op);
  for (const op of waiting) {
    const edit = textEditOf(op);
    if (edit) withText.add(`${op.groupId} ${edit.planId}`);
  }
  const rows = groups
    .flatMap(({ plans = [] }) => plans)
    .sort((a, b) => b.editedAt - a.editedAt)
    .map(({ groupId, id: planId, title }) => ({ groupId, planId, title }));
  const made = waiting.flatMap(({ type, groupId, body }) =>
    type === 'plan.created' ? [{ groupId, planId: String(body.planId), title: String(body.title) }] : [],
  );
  return [...made, ...rows]
    .filter(({ groupId, planId }) => withText.delete(`${groupId} ${planId}`))
    .map((plan) => ({ ...plan, groupName: nameOf(plan.groupId) }));
}

function readGroups(parts: readonly Part[]): GroupPart[] {
  return parts.flatMap(({ name }) => {
    const groupId = groupOfPart(name);
    return (groupId === undefined ? undefined : readPart(parts, `group:${groupId}`)) ?? [];
  });
}
