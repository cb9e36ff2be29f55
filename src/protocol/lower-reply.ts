/**
 * A reply as an app of an older protocol can read it. What it has no word for becomes the nearest one it has: nothing
 * is lost by it, since ops and verdicts stay what they are at the server, and the app reads again after its update.
 *
 *   a refusal it does not know   not-allowed
 *   a wait it does not know      unknown-group: kept, and tried again
 *   a notice it does not know    null: "something this version does not show yet"
 *   a field it does not know     left out
 *   a row of a kind it lacks     left out: the app has the group anew after its update
 */
import * as v from 'valibot';
import { LEDGER_TABLES, type PagedChange } from '../domain/rows.ts';
import { ASKS, type AskName } from './frames.ts';
import type { Wait } from './kinds.ts';
import { KINDS_4, REPLIES_4, ROWS_4 } from './protocol-4.ts';
import type { PushReply } from './push.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What an app of that protocol reads as the answer. */
export function replySchemaOf(protocol: number, name: AskName): v.GenericSchema {
  return protocol === 4 && name in REPLIES_4 ? REPLIES_4[name as keyof typeof REPLIES_4] : ASKS[name].reply;
}

export function lowerReply(protocol: number, name: AskName, reply: object): object {
  return protocol === 4 ? lowerTo4(name, reply as Fields) : reply;
}

function lowerTo4(name: AskName, reply: Fields): object {
  if ('wait' in reply) return lowerWait(reply as unknown as Wait);
  if ('gone' in reply && typeof reply.gone === 'string') return { ...reply, gone: lowerGone(reply.gone) };
  switch (name) {
    case 'hello':
      return lowerWelcome(reply);
    case 'push':
      return lowerPush(reply as unknown as PushReply);
    case 'snapshot':
    case 'bootstrap':
      return {
        ...reply,
        group: pick(ROWS_4.group.entries, reply.group as Fields),
        members: (reply.members as Fields[]).map(lowerMember),
        messages: (reply.messages as Fields[]).map(lowerMessage),
      };
    case 'page':
      return { ...reply, messages: (reply.messages as Fields[]).map(lowerMessage) };
    case 'ledger':
      return { ...reply, rows: (reply.rows as PagedChange[]).filter(isOfLedger) };
    case 'catch-up':
    case 'digest':
    case 'plan-text':
      return reply;
  }
}

function lowerWelcome({ groups, gone, ...rest }: Fields): object {
  return {
    ...rest,
    groups: (groups as { settled: [string, number | string][] }[]).map((group) => ({
      ...group,
      settled: group.settled.map(([opId, verdict]) => [opId, lowerVerdict(verdict)]),
    })),
    gone: (gone as { reason: string }[]).map((one) => ({ ...one, reason: lowerGone(one.reason) })),
  };
}

function lowerPush({ verdicts, stop, ...rest }: PushReply): object {
  const lowered = stop && 'wait' in stop ? lowerWait(stop) : stop;
  return { ...rest, verdicts: verdicts.map(lowerVerdict), ...(lowered && { stop: lowered }) };
}

function lowerVerdict(verdict: number | string): number | string {
  return typeof verdict === 'number' || isOneOf(KINDS_4.rejection, verdict) ? verdict : 'not-allowed';
}

function lowerWait(wait: Wait): object {
  return isOneOf(KINDS_4.wait, wait.wait) ? wait : { ...wait, wait: 'unknown-group' };
}

const lowerGone = (reason: string): string => (isOneOf(KINDS_4.gone, reason) ? reason : 'removed');

function lowerMember(row: Fields): Fields {
  return pick(ROWS_4.member.entries, row);
}

function lowerMessage(row: Fields): Fields {
  const { what } = (row.notice ?? {}) as { what?: string };
  const isKnown = ROWS_4.notice.options.some(({ entries }) => v.is(entries.what, what));
  return { ...pick(ROWS_4.message.entries, row), notice: isKnown ? row.notice : null };
}

function pick(entries: object, row: Fields): Fields {
  return Object.fromEntries(Object.entries(row).filter(([field]) => field in entries));
}

const isOfLedger = ({ table }: PagedChange): boolean => isOneOf(LEDGER_TABLES, table);
const isOneOf = (known: readonly string[], word: string): boolean => known.includes(word);
