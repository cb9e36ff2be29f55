/** A group in which every asker and every subject has their state; made anew for each op that the log takes. */
import { inviteIdOf } from '#domain/groups/invites.ts';
import type { Role } from '#domain/rows.ts';
import { inviteHash } from '#protocol/canonical.ts';
import { newId } from '#tests/support/raw-device.ts';
import { type Asker, roleOf } from './askers.ts';
import { expenseBody, recurrenceBody, settlementBody } from './ledger-bodies.ts';
import { type People, type Person, SUBJECTS, type SubjectName } from './people.ts';

export interface Link {
  readonly secret: string;
  readonly inviteId: string;
}

export interface GroupOfAll {
  readonly groupId: string;
  /** Open for a member's role, made last: nobody has come by it. */
  readonly link: Link;
  /** The asker who waits for an admin's word. */
  readonly waiting: string;
  /** Without the app, claimed by nobody. */
  readonly named: string;
  readonly ownerId: string;
  readonly expense: string;
  /** To `named`. */
  readonly settlement: string;
  readonly recurrence: string;
  /** An op in its log. */
  readonly knownOpId: string;
  /** The member of that role and state, who is not the asker; or the asker. */
  subject(asker: Asker, on: Role | 'self', state: 'active' | 'left' | 'removed'): string;
  readonly plan: string;
  /** Of that plan. */
  commentOf(author: Asker | 'somebody'): string;
  messageOf(author: Asker | 'somebody'): string;
  inviteOf(maker: Asker | 'somebody'): string;
  claimedBy(claimer: Asker | 'somebody'): string;
}

/** Stands in what only members may read. */
export const SECRET_WORD = 'jabuticaba';

const INSIDE = ['owner', 'admin', 'member', 'guest'] as const;
const SOMEBODY = 'active member';

export async function makeGroupOfAll({ askers, subjects }: People): Promise<GroupOfAll> {
  const groupId = newId();
  const { owner } = askers;
  const first = newLink();
  const created = await owner.act(groupId, 'group.created', {
    name: `Todos ${SECRET_WORD}`,
    picture: '🧪',
    memberName: 'Dona',
    inviteHash: inviteHash(first.secret),
  });
  const makeLink = async (maker: Person, role: Role, needsApproval = false): Promise<Link> => {
    const link = newLink();
    await maker.act(groupId, 'invite.created', { hash: inviteHash(link.secret), role, needsApproval });
    return link;
  };
  const links = {
    admin: await makeLink(owner, 'admin'),
    member: await makeLink(owner, 'member'),
    guest: await makeLink(owner, 'guest'),
    approval: await makeLink(owner, 'member', true),
  };
  const join = (person: Person, { secret, inviteId }: Link) =>
    person.act(groupId, 'member.joined', { name: `Gente ${SECRET_WORD}`, inviteId }, secret);
  const subject = (name: SubjectName): Person => {
    const person = subjects.get(name);
    if (!person) throw new Error(`nobody is ${name}`);
    return person;
  };
  await Promise.all([
    join(askers.admin, links.admin),
    join(askers.member, links.member),
    join(askers.guest, links.guest),
    join(askers['ex-member'], links.member),
    join(askers.removed, links.member),
    join(askers.waiting, links.approval),
    ...SUBJECTS.map((name) => join(subject(name), links[name.split(' ')[1] as 'admin' | 'member' | 'guest'])),
  ]);

  const actors: ReadonlyMap<Asker | 'somebody', Person> = new Map<Asker | 'somebody', Person>([
    ...INSIDE.map((asker) => [asker, askers[asker]] as const),
    ['somebody', subject(SOMEBODY)],
  ]);
  const messages = new Map<string, string>();
  const claims = new Map<string, string>();
  const invites = new Map<string, string>();
  const comments = new Map<string, string>();
  const plan = newId();
  await owner.act(groupId, 'plan.created', { planId: plan, title: SECRET_WORD, position: 'V' });
  const named = newId();
  await owner.act(groupId, 'member.added', { memberId: named, name: 'Sem aplicativo' });
  for (const [name] of actors) {
    claims.set(name, newId());
    await owner.act(groupId, 'member.added', { memberId: claims.get(name) ?? '', name: 'Sem aplicativo' });
  }
  await Promise.all(
    [...actors].map(async ([name, person]) => {
      const messageId = newId();
      await person.act(groupId, 'message.sent', { messageId, text: SECRET_WORD });
      messages.set(name, messageId);
      await person.act(groupId, 'member.claimed', { memberId: claims.get(name) ?? '' });
      const commentId = newId();
      if (name !== 'guest') {
        await person.act(groupId, 'plan.comment-added', { planId: plan, commentId, text: SECRET_WORD });
        comments.set(name, commentId);
      }
      if (name !== 'guest') invites.set(name, (await makeLink(person, 'guest')).inviteId);
    }),
  );
  await Promise.all([
    askers['ex-member'].act(groupId, 'member.left', {}),
    ...SUBJECTS.filter((name) => name.startsWith('left')).map((name) =>
      subject(name).act(groupId, 'member.left', {}),
    ),
  ]);
  // Ends the links they came by: nobody else comes by those.
  for (const name of SUBJECTS.filter((one) => one.startsWith('removed'))) {
    await owner.act(groupId, 'member.removed', { memberId: subject(name).memberId });
  }
  await owner.act(groupId, 'member.removed', { memberId: askers.removed.memberId });
  const link = await makeLink(owner, 'member');
  const two = { ownerId: owner.memberId, named };
  const [expense, settlement, recurrence] = [newId(), newId(), newId()];
  await owner.act(groupId, 'expense.added', expenseBody(two, expense));
  await owner.act(groupId, 'settlement.recorded', settlementBody(two, settlement));
  await owner.act(groupId, 'recurrence.added', recurrenceBody(two, recurrence));

  return {
    groupId,
    link,
    waiting: askers.waiting.memberId,
    ...two,
    expense,
    settlement,
    recurrence,
    plan,
    knownOpId: created.opId,
    subject: (asker, on, state) => {
      if (on === 'self') return askers[asker].memberId;
      if (on === 'owner') return owner.memberId;
      return subject(`${state} ${on}` as SubjectName).memberId;
    },
    commentOf: (author) => found(comments, author),
    messageOf: (author) => found(messages, author),
    inviteOf: (maker) => found(invites, maker),
    claimedBy: (claimer) => found(claims, claimer),
  };
}

function newLink(): Link {
  const secret = newId();
  return { secret, inviteId: inviteIdOf(inviteHash(secret)) };
}

function found(map: ReadonlyMap<string, string>, name: Asker | 'somebody'): string {
  const id = map.get(name);
  if (id === undefined) throw new Error(`${name} has none (role ${roleOf(name as Asker)})`);
  return id;
}
