/** What an op is, in a few words, for the outbox: the key of its sentence and what goes into it. */
import type { Op } from '#domain/op.ts';

export interface OpWords {
  readonly key:
    | 'group-created'
    | 'group-renamed'
    | 'member-joined'
    | 'member-renamed'
    | 'member-left'
    | 'message-sent'
    | 'message-edited'
    | 'message-deleted'
    | 'reaction-added'
    | 'reaction-removed'
    | 'member-role-changed'
    | 'group-owner-transferred'
    | 'member-removed'
    | 'member-readmitted'
    | 'member-name-hidden'
    | 'group-deleted'
    | 'unknown';
  readonly values: { readonly name: string; readonly text: string; readonly emoji: string };
}

const KEYS: ReadonlySet<string> = new Set<OpWords['key']>([
  'group-created',
  'group-renamed',
  'member-joined',
  'member-renamed',
  'member-left',
  'message-sent',
  'message-edited',
  'message-deleted',
  'reaction-added',
  'reaction-removed',
  'member-role-changed',
  'group-owner-transferred',
  'member-removed',
  'member-readmitted',
  'member-name-hidden',
  'group-deleted',
]);

/** Enough to know one's own words again; the whole text is what "copy" gives. */
const EXCERPT_CHARACTERS = 140;

export function describeOp(op: Op): OpWords {
  const key = op.type.replace('.', '-');
  const text = textOf(op) ?? '';
  return {
    key: KEYS.has(key) ? (key as OpWords['key']) : 'unknown',
    values: { name: field(op, 'name'), emoji: field(op, 'emoji'), text: excerpt(text) },
  };
}

/** What the person typed into this op, whole; undefined when they typed nothing. */
export function textOf(op: Op): string | undefined {
  const { text } = op.body;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** Taking one back leaves the others meaningful; a group or a membership is what the others stand on. */
export function isCancellable(op: Op): boolean {
  return /^(message|reaction)\./.test(op.type);
}

function field(op: Op, name: string): string {
  const value = op.body[name];
  return typeof value === 'string' ? value : '';
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length > EXCERPT_CHARACTERS
    ? `${characters.slice(0, EXCERPT_CHARACTERS).join('')}…`
    : line;
}
