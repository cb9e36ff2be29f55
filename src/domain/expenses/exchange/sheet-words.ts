/**
 * Headings of sheets that name, for every person, what they paid and what was theirs: ours in three languages, and those of
 * others in the same form. Sesterce's documented import form is the English one (sesterce.io/docs/import); Tricount's former CSV has
 * `Paid by …` and `Impacted to …`, signed from the group's side; tricount-exporter has `Who Paid` and `Share …`.
 */
import { foldWord } from './sheet.ts';

export interface SheetWords {
  readonly date: string;
  readonly title: string;
  readonly amount: string;
  readonly currency: string;
  readonly category: string;
  readonly type: string;
  readonly note: string;
  readonly id: string;
  /** Before a person's name. */
  readonly paidBy: string;
  readonly paidFor: string;
  readonly expense: string;
  readonly payment: string;
}

/** What our own sheets say. A reader of any version must know each of them for ever. */
export const SHEET_WORDS = {
  'pt-BR': {
    date: 'Data',
    title: 'Descrição',
    amount: 'Valor',
    currency: 'Moeda',
    category: 'Categoria',
    type: 'Tipo',
    note: 'Observação',
    id: 'Código',
    paidBy: 'Pago por ',
    paidFor: 'Parte de ',
    expense: 'despesa',
    payment: 'pagamento',
  },
  en: {
    date: 'Date',
    title: 'Title',
    amount: 'Amount',
    currency: 'Currency',
    category: 'Category',
    type: 'Type',
    note: 'Note',
    id: 'Code',
    paidBy: 'Paid by ',
    paidFor: 'Paid for ',
    expense: 'expense',
    payment: 'payment',
  },
  es: {
    date: 'Fecha',
    title: 'Descripción',
    amount: 'Importe',
    currency: 'Moneda',
    category: 'Categoría',
    type: 'Tipo',
    note: 'Nota',
    id: 'Código',
    paidBy: 'Pagado por ',
    paidFor: 'Parte de ',
    expense: 'gasto',
    payment: 'pago',
  },
} as const satisfies Record<string, SheetWords>;

export type SheetLanguage = keyof typeof SHEET_WORDS;

const OURS: readonly SheetWords[] = Object.values(SHEET_WORDS);

export type Role =
  | 'date'
  | 'title'
  | 'amount'
  | 'amount-in-default'
  | 'currency'
  | 'category'
  | 'type'
  | 'note'
  | 'id'
  | 'payer';

const OTHERS: readonly (readonly [string, Role])[] = [
  ['date & time', 'date'],
  ['description', 'title'],
  ['total', 'amount'],
  ['cost', 'amount'],
  ['who paid', 'payer'],
  ['paid by', 'payer'],
  ['transaction type', 'type'],
  ['custom category', 'category'],
];

const ROLES: ReadonlyMap<string, Role> = new Map([
  ...OURS.flatMap((words): [string, Role][] =>
    (['date', 'title', 'amount', 'currency', 'category', 'type', 'note', 'id'] as const).map((role) => [
      foldWord(words[role]),
      role,
    ]),
  ),
  ...OTHERS,
]);

/** The one column with a currency in its name: `Amount in default currency (BRL)`. */
const IN_DEFAULT = /^amount in default currency\s*\(([^)]*)\)/;

export function roleOf(heading: string): { readonly role: Role; readonly currency?: string } | undefined {
  const word = foldWord(heading);
  const inDefault = IN_DEFAULT.exec(word);
  if (inDefault) return { role: 'amount-in-default', currency: inDefault[1] ?? '' };
  const role = ROLES.get(word);
  return role && { role };
}

export interface PersonHeading {
  readonly part: 'paid' | 'for';
  /** The column is signed from the group's side. */
  readonly isSigned: boolean;
  readonly name: string;
}

const PREFIXES: readonly {
  readonly prefix: string;
  readonly part: 'paid' | 'for';
  readonly isSigned: boolean;
}[] = [
  ...OURS.flatMap(({ paidBy, paidFor }) => [
    { prefix: paidBy, part: 'paid' as const, isSigned: false },
    { prefix: paidFor, part: 'for' as const, isSigned: false },
  ]),
  { prefix: 'Impacted to ', part: 'for', isSigned: true },
  { prefix: 'Share ', part: 'for', isSigned: false },
];
/** Begins like a person's column and is none. */
const NOBODY = /^share ratio /;

export function personOf(heading: string): PersonHeading | undefined {
  const text = heading.trim();
  const lower = text.toLowerCase();
  if (NOBODY.test(lower)) return undefined;
  for (const { prefix, part, isSigned } of PREFIXES) {
    if (!lower.startsWith(prefix.toLowerCase())) continue;
    const name = text.slice(prefix.length).trim();
    if (name !== '') return { part, isSigned, name };
  }
  return undefined;
}

const PAYMENTS: ReadonlySet<string> = new Set([
  ...OURS.map(({ payment }) => payment),
  'balance',
  'money transfer',
  'transfer',
  'reimbursement',
  'reembolso',
  'acerto',
  'recouvrement de dette',
]);

export const isPaymentWord = (cell: string): boolean => PAYMENTS.has(foldWord(cell));
