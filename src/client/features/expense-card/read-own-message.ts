/** Reads a message of this person with what the group has taught the reader. */

import type { GroupView, MemberView } from '#client/store/read-types.ts';
import { readForeign } from '#domain/expenses/reader/read-foreign.ts';
import { readMessage } from '#domain/expenses/reader/read-message.ts';
import { type Reading, SILENT } from '#domain/expenses/reader/reading.ts';
import { type ReaderMemory, shapeOf } from './reader-memory.ts';

export interface ReadOptions {
  readonly text: string;
  /** Epoch ms: when it was written, which is what "ontem" counts from. */
  readonly at: number;
  readonly timeZone: string;
  /** Of the app. A group may well write Portuguese all the same. */
  readonly language: string;
  readonly group: GroupView;
  readonly memory: ReaderMemory;
}

export function readOwnMessage({ text, at, timeZone, language, group, memory }: ReadOptions): Reading {
  if (memory.shapes.length > 0 && memory.shapes.includes(shapeOf(text))) return SILENT;
  const members = peopleOf(group).map(({ memberId, name }) => ({
    id: memberId,
    name,
    nicknames: Object.entries(memory.nicknames).flatMap(([nickname, id]) =>
      id === memberId ? [nickname] : [],
    ),
  }));
  const input = { text, members, speakerId: group.myMemberId, now: at, timeZone };
  const foreign = language === 'en' || language === 'es' ? readForeign(language, input) : SILENT;
  return foreign.kind === 'chitchat' ? readMessage(input) : foreign;
}

/** Who can take part: in the group, or entered by name and not yet claimed. */
export function peopleOf({ members }: GroupView): readonly MemberView[] {
  return members.filter(
    ({ status, claimedBy }) => (status === 'active' || status === 'named') && claimedBy === null,
  );
}
