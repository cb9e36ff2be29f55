/** The work: distinct messages of about 120 bytes of Portuguese, the same for every run. */
const WORDS =
  'amanhã a gente leva o carvão e as cadeiras quem passa no mercado pega gelo limão pão de alho e a caixinha de som'.split(
    ' ',
  );

/** Text number `i`: 110 to 130 bytes, beginning with its number. */
export function messageText(i: number): string {
  const words = [`#${String(i).padStart(5, '0')}`];
  for (let bytes = 6, k = 0; bytes < 112; k += 1) {
    const word = WORDS[(i * 7 + k * 3) % WORDS.length] ?? 'oi';
    words.push(word);
    bytes += Buffer.byteLength(word) + 1;
  }
  return words.join(' ');
}

/** The number a text begins with; NaN when it is not one of ours. */
export const messageNumber = (text: string): number => Number(/^#(\d{5})/.exec(text)?.[1] ?? Number.NaN);
