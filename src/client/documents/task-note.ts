/** Who does a task and until when, as a note behind its words: ` (Ana, 22/11/2026)`. Empty when nobody and no day is named. */
import type { CheckItem } from '#domain/documents/document.ts';

export function taskNote({ assignee, due }: Partial<CheckItem>, language: string): string {
  const said = [assignee?.name, due === undefined ? undefined : formatDay(due, language)].filter(Boolean);
  return said.length === 0 ? '' : ` (${said.join(', ')})`;
}

/** A day has no zone: read and written as of the same one. */
function formatDay(day: string, language: string): string {
  const format = new Intl.DateTimeFormat(language, {
    timeZone: 'UTC',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return format.format(new Date(`${day}T00:00:00Z`));
}
