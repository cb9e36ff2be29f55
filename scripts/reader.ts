/** A prompt for people who improve the grammar: type a sentence, see its lexemes, the rules that fired and the entries. `npm run reader` */
import { createInterface } from 'node:readline/promises';
import { civilDayAt } from '#domain/expenses/reader/civil-date.ts';
import type { Lexeme } from '#domain/expenses/reader/lexeme.ts';
import { indexPeople } from '#domain/expenses/reader/people.ts';
import { lex } from '#domain/expenses/reader/pt/lex.ts';
import type { Reading } from '#domain/expenses/reader/reading.ts';
import { tokenize } from '#domain/expenses/reader/tokenize.ts';
import { SAMPLE_CONTEXT } from '#tests/reader/labelled.ts';
import { readInContext } from '#tests/reader/score.ts';

const context = { ...SAMPLE_CONTEXT, now: new Date().toISOString() };
console.log(
  `You are ${context.speaker}, in a group with ${context.group_members.slice(1).join(', ')}. Ctrl+D ends.`,
);
const prompt = createInterface({ input: process.stdin, output: process.stdout });
prompt.setPrompt('> ');
prompt.prompt();
for await (const text of prompt) {
  if (text.trim() !== '') show(text);
  prompt.prompt();
}

function show(text: string): void {
  const members = context.group_members.map((name) => ({ id: name, name, nicknames: [] }));
  const today = civilDayAt(Date.parse(context.now), context.timezone);
  const lexemes = lex(tokenize(text), { people: indexPeople(members), today });
  console.log(`  lexemes  ${lexemes.map(nameLexeme).join(' ')}`);
  const reading = readInContext(text, context);
  console.log(`  rules    ${reading.rules.join(' ') || '(none)'}`);
  console.log(`  kind     ${reading.kind}${reading.question ? ` ${JSON.stringify(reading.question)}` : ''}`);
  for (const entry of reading.entries) showEntry(entry, text);
}

function nameLexeme(lexeme: Lexeme): string {
  if (lexeme.type === 'number') return `${lexeme.unit}(${lexeme.raw}=${lexeme.minor / 100})`;
  if (lexeme.type === 'person') return `person(${lexeme.name}${lexeme.memberId === null ? '?' : ''})`;
  return lexeme.type === 'date' ? `date(${lexeme.raw}=${lexeme.iso})` : lexeme.raw;
}

function showEntry({ spans, ...entry }: Reading['entries'][number], text: string): void {
  const fields = spans.map(({ field, start, end }) => `${field}="${text.slice(start, end)}"`).join(' ');
  console.log(
    `  entry    ${JSON.stringify(entry, (_, value) => (value instanceof Map ? Object.fromEntries(value) : value))}`,
  );
  console.log(`  from     ${fields}`);
}
