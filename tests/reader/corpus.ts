/**
 * The corpus in short form: one sentence a line, `text => label`. It says what the samples' JSON says.
 *
 *   -                       chitchat          ?                      question
 *   E 23,50 …               expense           S 30 Lu>Bia pix        settlement
 *   … ; …                   several entries   … | …                  another right answer (`| -`: none)
 *   #hard #promise          tags              ask:amount             the card must ask
 *
 * Of an expense: `by:Ana` `by:Lu=50,Bia=70` who paid (else Lu) · `for:Lu,Zé` who bears it (else all), `for:-Zé` all but ·
 * `pct:` `exact:` `shares:` `adjust:` the split (its people bear it, unless `for:` says) · `is:a/b` the description has one
 * of these · `on:` the date · `x:3` installments · `currency:USD` · `unknown:Rafa`. `_` is an amount nobody said.
 */
import { readDigits } from '#domain/expenses/reader/digits.ts';
import type { Labelled, LabelledContext, LabelledEntry, LabelledExpense } from './labelled.ts';

export function parseCorpus(text: string, context: LabelledContext): Labelled[] {
  const items: Labelled[] = [];
  let section = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('## ')) section = line.slice(3);
    if (line.startsWith('#') || line.trim() === '') continue;
    const [sentence, label, ...more] = line.split(' => ');
    if (sentence === undefined || label === undefined || more.length > 0) throw new Error(`corpus: ${line}`);
    items.push(parseItem(`${section}:${items.length + 1}`, section, sentence, label, context));
  }
  return items;
}

function parseItem(
  id: string,
  section: string,
  text: string,
  label: string,
  context: LabelledContext,
): Labelled {
  const tags = [...label.matchAll(/#(\S+)/g)].flatMap(([, tag]) => tag ?? []);
  const asks = [...label.matchAll(/ask:(\S+)/g)].flatMap(([, field]) => field ?? []);
  const plain = label.replace(/#\S+|ask:\S+/g, '').trim();
  const [first = '', ...others] = plain.split(' | ').map((answer) => answer.trim());
  const entriesOf = (answer: string): LabelledEntry[] =>
    answer === '-' || answer === '?'
      ? []
      : answer.split(' ; ').map((entry) => parseEntry(entry.trim(), context));
  const entries = entriesOf(first);
  const kind = first === '?' ? 'question' : (entries[0]?.kind ?? 'chitchat');
  const unknown = entries.flatMap((entry) => entry.unknown_people ?? []);
  return {
    id,
    section,
    text: text.replaceAll('\\n', '\n'),
    kind,
    entries,
    tags,
    ...(asks.length > 0 && { needs_clarification: asks }),
    ...(others.length > 0 && { alt: others.map(entriesOf) }),
    ...(unknown.length > 0 && { unknown_people: unknown }),
  };
}

const centsOf = (word: string): number | null =>
  word === '_' ? null : (readDigits(word)?.minor ?? fail(word));

function parseEntry(entry: string, context: LabelledContext): LabelledEntry {
  const [kind, amount = '', ...rest] = entry.split(/\s+/);
  if (kind === 'S') return parseSettlement(centsOf(amount), rest);
  if (kind !== 'E') return fail(entry);
  const fields = new Map(rest.map((word) => word.split(/:(.*)/s).slice(0, 2) as [string, string]));
  const amount_cents = centsOf(amount);
  const split = splitOf(fields);
  const listed = fields.get('for');
  const participants =
    listed === undefined
      ? split.values && split.mode !== 'adjust'
        ? Object.keys(split.values)
        : context.group_members
      : listed.startsWith('-')
        ? context.group_members.filter((name) => !listed.slice(1).split(',').includes(name))
        : listed.split(',').filter(Boolean);
  return {
    kind: 'expense',
    amount_cents,
    payers: payersOf(fields.get('by') ?? context.speaker, amount_cents),
    participants,
    split,
    ...optional(fields),
  };
}

function parseSettlement(amount_cents: number | null, rest: readonly string[]): LabelledEntry {
  const [pair = '', ...more] = rest;
  const [from = '', to = ''] = pair.split('>');
  const unknown = more.find((word) => word.startsWith('unknown:'))?.slice(8);
  const known = (name: string): string | null => (name === unknown || name === '' ? null : name);
  return {
    kind: 'settlement',
    amount_cents,
    from: known(from),
    to: known(to),
    method: more.includes('pix') ? 'pix' : more.includes('cash') ? 'cash' : null,
    date: more.find((word) => word.startsWith('on:'))?.slice(3) ?? null,
    ...(unknown !== undefined && { unknown_people: [unknown] }),
  };
}

function optional(fields: ReadonlyMap<string, string>): Partial<LabelledExpense> {
  const [is, x, currency, unknown] = [
    fields.get('is'),
    fields.get('x'),
    fields.get('currency'),
    fields.get('unknown'),
  ];
  return {
    date: fields.get('on') ?? null,
    ...(is !== undefined && { description: is.split('/')[0] ?? null, description_any: is.split('/') }),
    ...(x !== undefined && { installments: Number(x) }),
    ...(currency !== undefined && { currency }),
    ...(unknown !== undefined && { unknown_people: unknown.split(',') }),
  };
}

function payersOf(text: string, amount: number | null): Record<string, number | null> {
  if (!text.includes('=')) return { [text]: amount };
  return Object.fromEntries(pairsOf(text).map(([name, value]) => [name, centsOf(value)]));
}

const pairsOf = (text: string): [string, string][] =>
  text.split(',').map((pair) => pair.split('=') as [string, string]);

function splitOf(fields: ReadonlyMap<string, string>): LabelledExpense['split'] {
  const modes = { pct: 'percent', exact: 'exact', shares: 'shares', adjust: 'adjust' } as const;
  for (const [key, mode] of Object.entries(modes)) {
    const text = fields.get(key);
    if (text === undefined) continue;
    const isMoney = mode === 'exact' || mode === 'adjust';
    const values = pairsOf(text.replaceAll(',', ' ').replaceAll(' ', ',')).map(([name, value]) => [
      name,
      isMoney ? Math.sign(Number(value)) * (readDigits(value.replace('-', ''))?.minor ?? 0) : Number(value),
    ]);
    return { mode, values: Object.fromEntries(values) };
  }
  return { mode: 'equal' };
}

function fail(what: string): never {
  throw new Error(`corpus: cannot read "${what}"`);
}
