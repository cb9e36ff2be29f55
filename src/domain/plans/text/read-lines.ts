/** The words of a packed text, a line for each of its blocks, in their order; see text-words.ts. Throws when it is damaged. */
import { unpackText } from '../packed-text.ts';
import { TextWords } from './text-words.ts';

export function readLines(packed: Uint8Array): string[] {
  const text = unpackText(packed);
  if (!text) throw new Error('a packed text is damaged');
  const words = new TextWords();
  words.take(text, []);
  const lines = words.listBlocks().map((block) => block.text.replace(/\s+/g, ' '));
  words.close();
  return lines;
}
