/**
 * What the reader is asked, and what it answers.
 *
 * The reader proposes and never writes: whatever it is unsure of is in `ambiguities`, and each field says by a span
 * which part of the text it was read from. Amounts are integer centavos, dates YYYY-MM-DD, spans UTF-16 offsets.
 */
export interface ReaderMember {
  readonly id: string;
  readonly name: string;
  readonly nicknames: readonly string[];
}

export interface ReaderInput {
  readonly text: string;
  readonly members: readonly ReaderMember[];
  readonly speakerId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** IANA name: what "ontem" means depends on it. */
  readonly timeZone: string;
}

export type ReadingKind = 'expense' | 'settlement' | 'question' | 'chitchat';

export type ReadSplit =
  | { readonly mode: 'equal' }
  /** Values by member: centavos, percent points, weights, signed centavos on top of an equal split of the rest. */
  | {
      readonly mode: 'exact' | 'percent' | 'shares' | 'adjust';
      readonly values: ReadonlyMap<string, number>;
    };

export interface ReadExpense {
  readonly kind: 'expense';
  readonly amountMinor: number | null;
  readonly payers: readonly { readonly memberId: string; readonly amountMinor: number | null }[];
  readonly participantIds: readonly string[];
  readonly split: ReadSplit;
  readonly description: string | null;
  readonly date: string | null;
  readonly installments: number | null;
  readonly isApproximate: boolean;
  /** ISO 4217, when the text names another currency than the real. */
  readonly currency: string | null;
  /** Named, but nobody of the group: to be asked about. */
  readonly unknownPeople: readonly string[];
  readonly spans: readonly ReadSpan[];
  readonly ambiguities: readonly Ambiguity[];
}

export interface ReadSettlement {
  readonly kind: 'settlement';
  readonly amountMinor: number | null;
  /** null: somebody who is not of the group, or nobody was named. */
  readonly fromId: string | null;
  readonly toId: string | null;
  readonly method: 'pix' | 'cash' | null;
  readonly date: string | null;
  readonly unknownPeople: readonly string[];
  readonly spans: readonly ReadSpan[];
  readonly ambiguities: readonly Ambiguity[];
}

export type ReadEntry = ReadExpense | ReadSettlement;

export type ReadField =
  | 'amount'
  | 'payer'
  | 'participants'
  | 'description'
  | 'date'
  | 'split'
  | 'installments';

export interface ReadSpan {
  readonly field: ReadField;
  readonly start: number;
  readonly end: number;
}

/** Why a field wants a look: `missing` amount, a person nobody knows, one of two readings. */
export interface Ambiguity {
  readonly field: ReadField;
  readonly why:
    | 'missing'
    | 'approximate'
    | 'unknown-person'
    | 'assumed'
    | 'two-readings'
    | 'currency'
    | 'does-not-add-up';
}

export type Question =
  | { readonly asks: 'my-balance' }
  | { readonly asks: 'who-owes-me' }
  | { readonly asks: 'balance-with'; readonly memberId: string }
  | { readonly asks: 'all-balances' }
  | {
      readonly asks: 'spent';
      /** Folded words to look for in descriptions and categories; empty: everything. */
      readonly about: readonly string[];
      readonly memberId: string | null;
      /** Both included; null: since ever. */
      readonly from: string | null;
      readonly to: string | null;
    }
  | { readonly asks: 'quotient'; readonly amountMinor: number; readonly by: number }
  | { readonly asks: 'something-else' };

export interface Reading {
  readonly kind: ReadingKind;
  readonly entries: readonly ReadEntry[];
  /** Only of a question. */
  readonly question: Question | null;
  /** The names of the rules that made this, in order: for those who improve the grammar. */
  readonly rules: readonly string[];
}

export const SILENT: Reading = { kind: 'chitchat', entries: [], question: null, rules: [] };
