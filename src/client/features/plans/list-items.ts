/** What people wrote, as items of a list: a line is an item, and what they put in front of it to mark it as one goes. */

const MARK = /^\s*(?:[-*•–—+]\s+|\d{1,3}[.)]\s+)?(?:\[[ xX]?\]\s*|[☐☑✅✔]\ufe0f?\s*)?/u;

export function listItems(texts: readonly string[]): readonly string[] {
  return texts
    .flatMap((text) => text.split(/\r?\n/))
    .map((line) => line.replace(MARK, '').trim())
    .filter((line) => line !== '');
}
