/** The emoji just typed takes the place of the one before; anything that is no emoji is not taken. */
export function lastEmoji(text: string): string {
  const segments = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  return (
    segments.findLast((segment) => /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(segment)) ?? ''
  );
}
