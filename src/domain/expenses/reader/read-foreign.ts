/** The reader for those whose app speaks English or Spanish: same question, same answer, a smaller grammar. */
import { civilDayAt } from './civil-date.ts';
import { indexPeople } from './people.ts';
import { type ReaderInput, type Reading, SILENT } from './reading.ts';
import { readSimply } from './simple/read-simply.ts';
import { ENGLISH, SPANISH } from './simple/words.ts';
import { MAX_READ_CHARS, tokenize } from './tokenize.ts';

export function readForeign(language: 'en' | 'es', input: ReaderInput): Reading {
  if (input.text.length > MAX_READ_CHARS) return SILENT;
  return readSimply(tokenize(input.text), {
    words: language === 'en' ? ENGLISH : SPANISH,
    people: indexPeople(input.members),
    speakerId: input.speakerId,
    everyoneIds: input.members.map(({ id }) => id),
    today: civilDayAt(input.now, input.timeZone),
  });
}
