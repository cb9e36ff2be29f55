/** Text as it is compared when something is sought: without accents, in lower case. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export interface FoldedText {
  readonly text: string;
  /** Where the character at each index of `text` began in the original; one more than `text` has, for its end. */
  readonly origins: readonly number[];
}

/** Folded, with the way back: "Pão" → "pao", whose last letter began at 2. */
export function foldWithOrigins(text: string): FoldedText {
  let folded = '';
  const origins: number[] = [];
  let at = 0;
  for (const character of text) {
    const piece = fold(character);
    for (let i = 0; i < piece.length; i++) origins.push(at);
    folded += piece;
    at += character.length;
  }
  origins.push(at);
  return { text: folded, origins };
}
