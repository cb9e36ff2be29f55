/**
 * A reply as an app of an older protocol can read it. What it has no word for becomes the nearest one it has: nothing
 * is lost by it, since ops and verdicts stay what they are at the server, and the app reads again after its update.
 *
 *   a refusal it does not know   not-allowed, or bad-invite for a link's
 *   who is not (yet) in          left
 *   a notice it does not know    null: "something this version does not show yet"
 *   held for approval            unknown-group: kept, and tried again
 */
import type { GenericSchema } from 'valibot';
import { ASKS, type AskName } from './frames.ts';
import type { Wait } from './kinds.ts';
import { KINDS_2, REPLIES_2, ROWS_2 } from './protocol-2.ts';
import type { PushReply } from './push.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What an app of that protocol reads as the answer. */
export function replySchemaOf(protocol: number, name: AskName): GenericSchema {
  return protocol === 2 ? REPLIES_2[name] : ASKS[name].reply;
}

export function lowerReply(protocol: number, name: AskName, reply: object): object {
  return protocol === 2 ? lowerTo2(name, reply as Fields) : reply;
}

function lowerTo2(name: AskName, reply: Fields): object {
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
        group: pick(ROWS_2.group.entries, reply.group as Fields),
        members: (reply.members as Fields[]).map(lowerMember),
        messages: (reply.messages as Fields[]).map(lowerMessage),
      };
    case 'page':
      return { ...reply, messages: (reply.messages as Fields[]).map(lowerMessage) };
    case 'catch-up':
    case 'digest':
      return reply;
  }
}

function lowerWelcome({ epoch, serverTime, groups, gone, unknown }: Fields): object {
  return {
    epoch,
    serverTime,
    groups: (groups as { settled: [string, number | string][] }[]).map((group) => ({
      ...group,
      settled: group.settled.map(([opId, verdict]) => [opId, lowerVerdict(verdict)]),
    })),
    gone: (gone as { reason: string }[]).map((one) => ({ ...one, reason: lowerGone(one.reason) })),
    unknown,
  };
}

function lowerPush({ verdicts, stop, ...rest }: PushReply): object {
  const lowered = stop && 'wait' in stop ? lowerWait(stop) : stop;
  return { ...rest, verdicts: verdicts.map(lowerVerdict), ...(lowered && { stop: lowered }) };
}

function lowerVerdict(verdict: number | string): number | string {
  if (typeof verdict === 'number' || isOneOf(KINDS_2.rejection, verdict)) return verdict;
  return verdict.startsWith('invite-') ? 'bad-invite' : 'not-allowed';
}

function lowerWait(wait: Wait): object {
  return isOneOf(KINDS_2.wait, wait.wait) ? wait : { ...wait, wait: 'unknown-group' };
}

const lowerGone = (reason: string): string => (isOneOf(KINDS_2.gone, reason) ? reason : 'removed');

function lowerMember(row: Fields): Fields {
  return {
    ...pick(ROWS_2.member.entries, row),
    status: row.status === 'active' ? 'active' : 'left',
  };
}

function lowerMessage(row: Fields): Fields {
  const { what } = (row.notice ?? {}) as { what?: string };
  const isKnown = ROWS_2.notice.options.some(({ entries }) => entries.what.literal === what);
  return { ...pick(ROWS_2.message.entries, row), notice: isKnown ? row.notice : null };
}

function pick(entries: object, row: Fields): Fields {
  return Object.fromEntries(Object.entries(row).filter(([field]) => field in entries));
}

const isOneOf = (known: readonly string[], word: string): boolean => known.includes(word);
