/** Words as people write them, made comparable: no accents, no case; and by how they sound, for typos. */

/** "João" → "joao", "Ç" → "c". The length may differ from the original's. */
export function foldWord(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** One spelling for what sounds alike: "cinqenta", "sinquenta" and "cinquenta" have one key. Of a folded word. */
export function soundKey(word: string): string {
  let key = '';
  for (let at = 0; at < word.length; at++) {
    const letter = word.charAt(at);
    const next = word.charAt(at + 1);
    let sound = letter;
    if (letter === 'q') {
      sound = 'k';
      if (next === 'u') at++;
    } else if (letter === 'c') sound = next === 'e' || next === 'i' ? 's' : 'k';
    else if (letter === 'z') sound = 's';
    else if (letter === 'y') sound = 'i';
    else if (letter === 'h') sound = '';
    else if (letter === 'm' && /[bcdfgjklmnpqrstvz]/.test(next)) sound = 'n';
    if (sound !== '' && !key.endsWith(sound)) key += sound;
  }
  return key;
}

/** One letter more, fewer, other, or two neighbours swapped. False for equal words. */
export function isOneSlipAway(word: string, other: string): boolean {
  if (word === other || Math.abs(word.length - other.length) > 1) return false;
  const [short, long] = word.length <= other.length ? [word, other] : [other, word];
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  return (
    short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2)
  );
}
