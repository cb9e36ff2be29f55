/** `carvão — @Ana 📅 2026-11-22`: who does a task and until when, behind its words. Read only if the person is known. */
import type { CheckItem, Inline } from '#domain/documents/document.ts';
import { isDay } from '#domain/expenses/day.ts';
import type { Person } from './read-inlines.ts';

interface Tail extends Pick<CheckItem, 'assignee' | 'due'> {
  readonly inlines: readonly Inline[];
}

export function splitTail(inlines: readonly Inline[], people: readonly Person[]): Tail {
  const dated = cutDue(inlines);
  const assigned = cutAssignee(dated.inlines, people);
  return { ...dated, ...assigned };
}

function cutDue(inlines: readonly Inline[]): Tail {
  const last = inlines.at(-1);
  if (last?.kind !== 'text') return { inlines };
  const [whole = '', due = ''] = /\s*📅 (\d{4}-\d{2}-\d{2})$/u.exec(last.text) ?? [];
  return isDay(due) ? { due, inlines: shortened(inlines, whole.length) } : { inlines };
}

/** The name was read as a mention, or is still text where the mark in front was not one. */
function cutAssignee(inlines: readonly Inline[], people: readonly Person[]): Tail {
  const last = inlines.at(-1);
  const before = inlines.at(-2);
  if (last?.kind === 'mention' && before?.kind === 'text') {
    const [whole] = /\s?— $/u.exec(before.text) ?? [];
    const assignee = people.find(({ memberId }) => memberId === last.memberId);
    if (whole !== undefined && assignee) {
      return { assignee, inlines: shortened(inlines.slice(0, -1), whole.length) };
    }
  }
  return { inlines };
}

function shortened(inlines: readonly Inline[], characters: number): Inline[] {
  const last = inlines.at(-1);
  if (last?.kind !== 'text') return [...inlines];
  const text = last.text.slice(0, last.text.length - characters);
  return text === '' ? inlines.slice(0, -1) : [...inlines.slice(0, -1), { ...last, text }];
}
