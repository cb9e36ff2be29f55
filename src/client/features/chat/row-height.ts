/**
 * How tall a row will be, before it is laid out. Only a guess: the list measures what it shows; a good guess
 * keeps the scrollbar still.
 */
import type { ConversationRow } from './conversation-rows.ts';
import { photosRowHeight } from './photo-size.ts';

const LINE = 22.4;
const BUBBLE_PADDING = 18;
const NAME = 16;
const SEPARATOR = 33;
/** The time stands beside the last line, or makes one more when that line is full. */
const TIME_CHARACTERS = 9;
const LINES_MAX = 45;
/** Width of an average letter at 16 px, measured on Portuguese prose. */
const LETTER_WIDTH = 7.6;

export function estimateRowHeight(row: ConversationRow, listWidth: number): number {
  const separators = (row.day === null ? 0 : SEPARATOR) + (row.unread === null ? 0 : SEPARATOR);
  const gap = row.startsRun ? 8 : 4;
  if (row.message.kind === 'notice') return separators + gap + 32;
  const perLine = Math.max(12, Math.floor((listWidth * 0.82 - 44) / LETTER_WIDTH));
  return (
    separators +
    gap +
    BUBBLE_PADDING +
    (row.startsRun && !row.message.own ? NAME : 0) +
    (row.message.replyTo ? 58 : 0) +
    photosRowHeight(row.message.photos) +
    (row.message.reactions.length > 0 ? 24 : 0) +
    countLines(row.message.text, perLine) * LINE
  );
}

function countLines(text: string, perLine: number): number {
  let lines = 0;
  let from = 0;
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
    lines += Math.max(1, Math.ceil((end - from) / perLine));
    from = end + 1;
  }
  lines += Math.max(1, Math.ceil((text.length - from + TIME_CHARACTERS) / perLine));
  // A longer one is shown folded.
  return Math.min(lines, LINES_MAX);
}
