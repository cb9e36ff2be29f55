/** A labelled sentence, in the format of the samples (`format.convention` there is the convention), and how one is read from a file. */
import { readFileSync } from 'node:fs';
import { parseCorpus } from './corpus.ts';

export interface LabelledExpense {
  readonly kind: 'expense';
  readonly amount_cents: number | null;
  readonly payers: Readonly<Record<string, number | null>>;
  readonly participants: readonly string[];
  readonly split: { readonly mode: string; readonly values?: Readonly<Record<string, number>> };
  readonly description?: string | null;
  readonly description_any?: readonly string[];
  readonly date?: string | null;
  readonly installments?: number;
  readonly currency?: string;
  readonly approximate?: boolean;
  readonly unknown_people?: readonly string[];
}

export interface LabelledSettlement {
  readonly kind: 'settlement';
  readonly amount_cents: number | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly method?: string | null;
  readonly date?: string | null;
  readonly unknown_people?: readonly string[];
}

export type LabelledEntry = LabelledExpense | LabelledSettlement;

export interface Labelled {
  readonly id: string;
  readonly section: string;
  readonly text: string;
  readonly kind: string;
  readonly entries: readonly LabelledEntry[];
  readonly tags: readonly string[];
  readonly needs_clarification?: readonly string[];
  readonly alt?: readonly (readonly LabelledEntry[])[];
  readonly optional?: boolean;
  readonly unknown_people?: readonly string[];
}

export interface LabelledContext {
  /** ISO 8601 with an offset. */
  readonly now: string;
  readonly timezone: string;
  readonly speaker: string;
  readonly group_members: readonly string[];
}

export interface LabelledFile {
  readonly context: LabelledContext;
  readonly items: readonly Labelled[];
}

/** The group of the samples: their context is ours. */
export const SAMPLE_CONTEXT: LabelledContext = {
  now: '2026-03-18T14:00:00-03:00',
  timezone: 'America/Sao_Paulo',
  speaker: 'Lu',
  group_members: ['Lu', 'Ana', 'Bia', 'João', 'Zé', 'Carol', 'Pedro'],
};

/** `.json` in the samples' format, `.txt` in the corpus's short form. */
export function readLabelled(path: string): LabelledFile {
  const text = readFileSync(path, 'utf8');
  if (!path.endsWith('.json')) {
    return { context: SAMPLE_CONTEXT, items: parseCorpus(text, SAMPLE_CONTEXT) };
  }
  const file = JSON.parse(text) as {
    readonly format?: { readonly context?: LabelledContext };
    readonly items: readonly Labelled[];
  };
  return { context: file.format?.context ?? SAMPLE_CONTEXT, items: file.items };
}
