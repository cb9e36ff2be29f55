/**
 * An item of a list as the start of an expense: how much, and what for. What the reader takes for an expense is read by it; of any
 * other item only money that says so counts (“R$ 110”, “110 reais”, “12,50”), because lists are full of other numbers.
 */
import { parseAmount } from '../parse-amount.ts';
import { readForeign } from './read-foreign.ts';
import { readMessage } from './read-message.ts';
import { type ReadEntry, type ReaderInput, SILENT } from './reading.ts';

export interface ReadItem {
  /** The item's own words but for the amount. */
  readonly description: string;
  /** null: it has to be typed. */
  readonly amountMinor: number | null;
}

interface Amount {
  readonly start: number;
  readonly end: number;
  readonly amountMinor: number;
}

/** `language`: of the app; a group may well write Portuguese all the same. */
export function readItem(input: ReaderInput, language: string): ReadItem {
  const foreign = language === 'en' || language === 'es' ? readForeign(language, input) : SILENT;
  const { entries } = foreign.kind === 'chitchat' ? readMessage(input) : foreign;
  const [entry, ...more] = entries;
  const [said, ...others] = listSaid(input.text);
  // Two amounts in one item: which one it is only the person knows.
  const isOpen = more.length + others.length > 0;
  const amount = isOpen ? undefined : entry ? amountOf(entry) : said;
  const words = amount ? withoutSpan(input.text, amount) : input.text;
  return {
    description: tidy(words) || input.text.trim(),
    amountMinor: amount?.amountMinor ?? null,
  };
}

function amountOf(entry: ReadEntry): Amount | undefined {
  if (entry.amountMinor === null || (entry.kind === 'expense' && entry.currency !== null)) return undefined;
  const span = entry.spans.find(({ field }) => field === 'amount');
  return span && { start: span.start, end: span.end, amountMinor: entry.amountMinor };
}

const NUMBER = /(R\$\s*)?\d[\d.,]*(\s*reais\b)?%?/giu;

/** What says by itself that it is money, in order. */
function listSaid(text: string): readonly Amount[] {
  return [...text.matchAll(NUMBER)].flatMap(({ 0: found, 1: sign, 2: word, index }) => {
    const digits = found.replace(/[^\d.,]/g, '').replace(/[.,]+$/, '');
    const isSaid = sign !== undefined || word !== undefined || /^[\d.]*\d,\d\d$/.test(digits);
    const amountMinor = parseAmount(digits);
    if (!isSaid || found.endsWith('%') || !amountMinor) return [];
    return [{ start: index, end: index + found.length, amountMinor }];
  });
}

const withoutSpan = (text: string, { start, end }: Amount): string =>
  `${text.slice(0, start).replace(/[\s:;,(=–—-]+$/u, '')} ${text.slice(end).replace(/^[\s:;,)–—-]+/u, '')}`;

const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();
