/**
 * The reader: one message → what it says about money. Pure: no network, no model, no clock; linear in the text.
 *
 * It only proposes. Whoever shows the answer asks before anything is written (docs/decisions/0032).
 */
import { civilDayAt } from './civil-date.ts';
import { indexPeople } from './people.ts';
import { lex } from './pt/lex.ts';
import { readPortuguese } from './pt/read-portuguese.ts';
import { type ReaderInput, type Reading, SILENT } from './reading.ts';
import { MAX_READ_CHARS, tokenize } from './tokenize.ts';

export function readMessage(input: ReaderInput): Reading {
  if (input.text.length > MAX_READ_CHARS) return SILENT;
  const today = civilDayAt(input.now, input.timeZone);
  const scope = { speakerId: input.speakerId, everyoneIds: input.members.map(({ id }) => id), today };
  const lexemes = lex(tokenize(input.text), { people: indexPeople(input.members), today });
  return readPortuguese(lexemes, scope, input);
}
