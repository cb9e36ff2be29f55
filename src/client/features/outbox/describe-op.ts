/** What an op is, in a few words, for the outbox: the key of its sentence and what goes into it. */
import { moneyFormatsOf } from '#client/i18n/money-formats.ts';
import type { Op } from '#domain/op.ts';
import { wordsOfEdit } from '#domain/plans/edit-op.ts';

export interface OpWords {
  readonly key:
    | 'group-created'
    | 'group-renamed'
    | 'member-joined'
    | 'member-renamed'
    | 'member-left'
    | 'message-sent'
    | 'photo-sent'
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
    | 'member-pix-key-set'
    | 'member-pix-key-removed'
    | 'expense-added'
    | 'expense-edited'
    | 'expense-voided'
    | 'expense-restored'
    | 'settlement-recorded'
    | 'settlement-confirmed'
    | 'settlement-voided'
    | 'settlement-restored'
    | 'recurrence-added'
    | 'recurrence-ended'
    | 'plan-created'
    | 'plan-edited'
    | 'plan-comment'
    | 'plan-changed'
    | 'unknown';
  readonly values: {
    readonly name: string;
    readonly text: string;
    readonly emoji: string;
    /** Of an expense or a settlement, in the person's language; empty when the op says none. */
    readonly amount: string;
  };
}

const KEYS: ReadonlySet<string> = new Set<OpWords['key']>([
  'group-created',
  'group-renamed',
  'member-joined',
  'member-renamed',
  'member-left',
  'message-sent',
  'photo-sent',
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
  'member-pix-key-set',
  'member-pix-key-removed',
  'expense-added',
  'expense-edited',
  'expense-voided',
  'expense-restored',
  'settlement-recorded',
  'settlement-confirmed',
  'settlement-voided',
  'settlement-restored',
  'recurrence-added',
  'recurrence-ended',
  'plan-created',
  'plan-edited',
  'plan-comment',
  'plan-changed',
]);

/** Enough to know one's own words again; the whole text is what "copy" gives. */
const EXCERPT_CHARACTERS = 140;

export function describeOp(op: Op, language: string): OpWords {
  const text = textOf(op) ?? '';
  const isPhoto = op.type === 'message.sent' && text === '' && op.body.photos !== undefined;
  const key = isPhoto ? 'photo-sent' : keyOf(op.type);
  return {
    key: KEYS.has(key) ? (key as OpWords['key']) : 'unknown',
    values: {
      name: field(op, 'name') || excerpt(field(op, 'description') || field(op, 'title')),
      emoji: field(op, 'emoji'),
      text: excerpt(text),
      amount: amountOf(op, language),
    },
  };
}

function keyOf(type: string): string {
  const key = type.replace('.', '-');
  if (/^plan-comment-(added|edited)$/.test(key)) return 'plan-comment';
  return key.startsWith('plan-') && !KEYS.has(key) ? 'plan-changed' : key;
}

/** What the person typed into this op, whole; undefined when they typed nothing. */
export function textOf(op: Op): string | undefined {
  const text = op.type === 'plan.edited' ? wordsOfEdit(field(op, 'update')) : op.body.text;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** Taking one back leaves the others meaningful; a group or a membership is what the others stand on. */
export function isCancellable(op: Op): boolean {
  // Of a plan what made it: what was written in it goes along, and of what was written nothing goes alone.
  return op.type === 'plan.created' || /^(message|reaction|expense|settlement|recurrence)\./.test(op.type);
}

function field(op: Op, name: string): string {
  const value = op.body[name];
  return typeof value === 'string' ? value : '';
}

function amountOf({ body }: Op, language: string): string {
  const { amountMinor } = body;
  return typeof amountMinor === 'number' ? moneyFormatsOf(language).amount(amountMinor) : '';
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length > EXCERPT_CHARACTERS
    ? `${characters.slice(0, EXCERPT_CHARACTERS).join('')}…`
    : line;
}
