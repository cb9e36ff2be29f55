/**
 * What a person wrote in a group's plans, out of their own ops, to be read: an edit of a text is bytes for Yjs, and lies in the copy
 * as that besides. Edits that follow each other at once are one piece of writing. Of edits that are old the log has no words any more:
 * they are in the plan itself, which the group exports whole.
 */
import { readUpdateWords } from '#domain/plans/check-update.ts';
import { readUpdate } from '#domain/plans/plan-text.ts';

export interface OwnWriting {
  readonly at: number;
  readonly kind: 'text' | 'comment';
  readonly planId: string;
  /** As this person called it last; absent: others named it. */
  readonly title?: string;
  readonly text: string;
}

interface OwnOp {
  readonly type: string;
  readonly at: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A longer pause than this begins a piece of its own. */
const PAUSE_MS = 30_000;

/** `ops`: in the order of the log. */
export function listOwnWritings(ops: readonly OwnOp[]): OwnWriting[] {
  const titles = new Map<string, string>();
  const writings: (OwnWriting & { readonly until: number })[] = [];
  for (const { type, at, body } of ops) {
    const { planId, title, text, update } = body;
    if (typeof planId !== 'string') continue;
    if (typeof title === 'string') titles.set(planId, title);
    if (/^plan[.]comment-(added|edited)$/.test(type) && typeof text === 'string' && text !== '') {
      writings.push({ at, until: at, kind: 'comment', planId, text });
    }
    const words = type === 'plan.edited' && typeof update === 'string' ? wordsOf(update) : '';
    if (words === '') continue;
    const before = writings.findLast((one) => one.kind === 'text' && one.planId === planId);
    if (before && at - before.until <= PAUSE_MS) {
      writings[writings.indexOf(before)] = { ...before, until: at, text: before.text + words };
    } else writings.push({ at, until: at, kind: 'text', planId, text: words });
  }
  return writings.flatMap(({ until: _, ...one }) => {
    const title = titles.get(one.planId);
    const text = one.text.trim();
    return text === '' ? [] : [{ ...one, text, ...(title && { title }) }];
  });
}

function wordsOf(update: string): string {
  const bytes = readUpdate(update);
  return (bytes && readUpdateWords(bytes)?.text) ?? '';
}
