/**
 * Who a word names. A member is named by the whole name, its first word, a nickname learned in the group, or what
 * Portuguese makes of a name: Pedrão, Pedrinho, Aninha, Zezinho, Carolina. Spelling slips do not count: "Carla" is
 * not Carol, and asking costs a tap where guessing costs money.
 */
import { foldWord } from './fold-word.ts';
import type { ReaderMember } from './reading.ts';

/** Folded name → member. */
export type PeopleIndex = ReadonlyMap<string, string>;

const ENDINGS = 'inho inha inhos ito ita ao ona oca uca zinho zinha zao zito zim zoca im'.split(' ');
const SHORTEST_LONG_FORM = 4;

export function indexPeople(members: readonly ReaderMember[]): PeopleIndex {
  const index = new Map<string, string>();
  const ambiguous = new Set<string>();
  const put = (name: string, memberId: string, isOwnName: boolean): void => {
    if (name.length < 2) return;
    const known = index.get(name);
    if (known === undefined) index.set(name, memberId);
    else if (known !== memberId && isOwnName) ambiguous.add(name);
  };
  for (const { id, name, nicknames } of members) {
    put(foldWord(name).trim(), id, true);
    put(foldWord(name).trim().split(/\s+/)[0] ?? '', id, true);
    for (const nickname of nicknames) put(foldWord(nickname).trim(), id, true);
  }
  const names = [...index];
  for (const [name, id] of names) for (const form of formsOf(name)) put(form, id, false);
  for (const name of ambiguous) index.delete(name);
  return index;
}

/** The member whose name is the beginning of a longer one: "Carolina" for Carol. */
export function memberByLongForm(index: PeopleIndex, word: string): string | undefined {
  for (let length = word.length - 1; length >= SHORTEST_LONG_FORM; length--) {
    const id = index.get(word.slice(0, length));
    if (id !== undefined && /^(ina|a|e|o|ine|nha)$/.test(word.slice(length))) return id;
  }
  return undefined;
}

function formsOf(name: string): string[] {
  const stem = name.replace(/[aeiou]+$/, '');
  const forms = ENDINGS.flatMap((ending) => [name + ending, stem + ending]);
  if (name.endsWith('ze')) forms.push('zezao', 'zezinho', 'zezim', 'zeh');
  if (name === 'joao') forms.push('jao', 'joaozinho', 'joao', 'jonjon');
  return [...forms, name + name.slice(-1), `${name}h`];
}
