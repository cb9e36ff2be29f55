/** Who in a file is who in the group, as far as names tell. A guess: the person says so before anything is written. */
import { foldWord } from '#domain/expenses/exchange/sheet.ts';
import { NAME_MAX_CHARACTERS } from '#domain/text.ts';

export interface KnownPerson {
  readonly memberId: string;
  readonly name: string;
}

/** Chosen for a person of the file who is to be added. */
export const NEWCOMER = 'new';

/** By whole name, else by a first name that only one has on either side; nobody twice. null: a newcomer. */
export function matchPeople(
  people: readonly string[],
  members: readonly KnownPerson[],
): readonly (string | null)[] {
  const found: (string | null)[] = people.map(() => null);
  const taken = new Set<string>();
  for (const nameOf of [foldWord, firstName]) {
    const wanted = countBy(people.map(nameOf));
    const known = countBy(members.map(({ name }) => nameOf(name)));
    for (const [person, name] of people.entries()) {
      const word = nameOf(name);
      if (found[person] !== null || word === '' || wanted.get(word) !== 1 || known.get(word) !== 1) continue;
      const member = members.find((one) => nameOf(one.name) === word);
      if (!member || taken.has(member.memberId)) continue;
      taken.add(member.memberId);
      found[person] = member.memberId;
    }
  }
  return found;
}

/** A name that a group takes: of one line, not too long, never empty. */
export function nameToAdd(name: string, person: number): string {
  const plain = name
    .replace(/[\p{Cc}\p{Surrogate}\s]+/gu, ' ')
    .trim()
    .slice(0, NAME_MAX_CHARACTERS)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();
  return plain === '' ? `? ${person + 1}` : plain;
}

const firstName = (name: string): string => foldWord(name).split(/\s+/)[0] ?? '';

function countBy(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
