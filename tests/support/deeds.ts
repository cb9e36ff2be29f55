/** Histories of a small group, drawn at random: what four people do to it, sense or none, through the real handlers. */
import * as fc from 'fast-check';
import type { JsonObject } from '#domain/json.ts';
import type { WireOp } from '#protocol/fields.ts';
import type { TestDevice } from './sync-world.ts';
import { newId } from './test-database.ts';

/** What somebody does next: `who` and `target` are taken modulo what there is. */
export const deed = fc.record({
  do: fc.constantFrom(
    'say',
    'reply',
    'edit',
    'delete',
    'react',
    'unreact',
    'rename-group',
    'rename-self',
    'leave',
    'join',
    'spend',
    'correct',
    'void',
    'restore',
    'settle',
    'confirm',
  ),
  who: fc.nat(3),
  target: fc.nat(50),
  text: fc.constantFrom('oi', 'ação e\u0301', '👩‍👩‍👧', '\u0000\u202e"\\', 'x'.repeat(500)),
});
/** `at`: epoch ms; absent, always the same. */
export type Deed = (typeof deed extends fc.Arbitrary<infer D> ? D : never) & { readonly at?: number };

export async function perform(
  { do: what, who, target, text, at }: Deed,
  people: readonly TestDevice[],
  group: Parameters<TestDevice['join']>[0],
  messages: string[],
): Promise<void> {
  const person = people[who % people.length];
  if (!person) return;
  const messageId = messages[target % Math.max(1, messages.length)] ?? '';
  const push = (op: WireOp) => person.push(group.groupId, [at === undefined ? op : { ...op, at }]);
  switch (what) {
    case 'say':
    case 'reply': {
      const op = person.message(text);
      const replyTo = what === 'reply' && messageId !== '' ? { replyTo: messageId } : {};
      messages.push(String(op.body.messageId));
      return void (await push({ ...op, body: { ...op.body, ...replyTo } }));
    }
    case 'edit':
      return void (await push(person.op('message.edited', { messageId, text })));
    case 'delete':
      return void (await push(person.op('message.deleted', { messageId })));
    case 'react':
      return void (await push(person.op('reaction.added', { messageId, emoji: target % 2 ? '👍' : '❤️' })));
    case 'unreact':
      return void (await push(person.op('reaction.removed', { messageId, emoji: '👍' })));
    case 'rename-group':
      return void (await push(person.op('group.renamed', { name: text.slice(0, 20) })));
    case 'rename-self':
      return void (await push(person.op('member.renamed', { name: text.slice(0, 20) })));
    case 'leave':
      // The owner reads the log for all of them.
      if (person !== people[0]) await person.leave(group);
      return;
    case 'join':
      await person.join(group);
  }
}

export interface Accounts {
  readonly expenses: string[];
  readonly settlements: string[];
}

/** What of it the server refuses (of somebody who left, of nothing) is as much a part of the history. */
export async function keepAccounts(
  { do: what, who, target, text, at }: Deed,
  people: readonly TestDevice[],
  groupId: string,
  { expenses, settlements }: Accounts,
): Promise<void> {
  const person = people[who % people.length];
  const other = people[(who + 1) % people.length];
  if (!person || !other) return;
  const push = async (type: string, body: JsonObject) => {
    await person.push(groupId, [person.op(type, body, at === undefined ? {} : { at })]);
  };
  const expenseId = expenses[target % Math.max(1, expenses.length)] ?? newId();
  const settlementId = settlements[target % Math.max(1, settlements.length)] ?? newId();
  const money = splitBetween([person.memberId, other.memberId], 1000 + target);
  switch (what) {
    case 'spend': {
      const words = { description: 'Feira', date: '2026-11-20', category: 'mercado' };
      expenses.push(newId());
      return push('expense.added', { expenseId: expenses.at(-1) ?? '', ...words, ...money });
    }
    case 'correct':
      return push('expense.edited', { expenseId, ...(target % 2 ? { money } : { note: text.slice(0, 99) }) });
    case 'void':
      return push('expense.voided', { expenseId });
    case 'restore':
      return push('expense.restored', { expenseId });
    case 'settle': {
      settlements.push(newId());
      const ends = { fromId: person.memberId, toId: other.memberId };
      const rest = { amountMinor: target + 1, method: 'pix', date: '2026-11-20' };
      return push('settlement.recorded', { settlementId: settlements.at(-1) ?? '', ...ends, ...rest });
    }
    case 'confirm':
      return push('settlement.confirmed', { settlementId });
  }
}

/** Equally, the odd centavo to the second. */
function splitBetween([a = '', b = '']: readonly string[], amountMinor: number): JsonObject {
  const half = Math.floor(amountMinor / 2);
  return {
    amountMinor,
    payers: [{ memberId: a, amountMinor }],
    split: { mode: 'equal', parts: [{ memberId: a }, { memberId: b }] },
    shares: [
      { memberId: a, amountMinor: half },
      { memberId: b, amountMinor: amountMinor - half },
    ],
  };
}
