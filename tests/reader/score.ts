/**
 * Scores the reader as the samples' `scoring` says. An entry is exact when amount, payers, participants, split and from/to
 * are right (equivalent splits are equal); description, date and method are counted apart. A false entry is any entry on
 * a sentence that is a question or chitchat.
 */
import { foldWord } from '#domain/expenses/reader/fold-word.ts';
import { readMessage } from '#domain/expenses/reader/read-message.ts';
import type { ReadEntry, ReadExpense, Reading } from '#domain/expenses/reader/reading.ts';
import type { Labelled, LabelledContext, LabelledEntry, LabelledExpense, LabelledFile } from './labelled.ts';

export interface ItemScore {
  readonly item: Labelled;
  readonly reading: Reading;
  readonly kindRight: boolean;
  readonly exact: boolean;
  readonly soft: { readonly right: number; readonly of: number };
  readonly isFalseEntry: boolean;
  readonly asksWhenItMust: boolean;
}

export interface Score {
  readonly items: readonly ItemScore[];
  readonly kindAccuracy: number;
  readonly exact: number;
  readonly exactHard: number;
  readonly softRight: number;
  readonly falseEntries: readonly ItemScore[];
  readonly silentWhereItMustAsk: readonly ItemScore[];
  readonly counts: { readonly all: number; readonly plain: number; readonly hard: number };
}

export function scoreFile({ context, items }: LabelledFile): Score {
  const graded = items.filter(({ optional }) => optional !== true).map((item) => scoreItem(item, context));
  const withEntries = graded.filter(({ item }) => item.entries.length > 0);
  const plain = withEntries.filter(({ item }) => !item.tags.includes('hard'));
  const hard = withEntries.filter(({ item }) => item.tags.includes('hard'));
  const share = (part: readonly ItemScore[], of: (score: ItemScore) => boolean): number =>
    part.length === 0 ? 1 : part.filter(of).length / part.length;
  const soft = graded.reduce(
    (sum, { soft: { right, of } }) => ({ right: sum.right + right, of: sum.of + of }),
    { right: 0, of: 0 },
  );
  return {
    items: graded,
    kindAccuracy: share(graded, ({ kindRight }) => kindRight),
    exact: share(plain, ({ exact }) => exact),
    exactHard: share(hard, ({ exact }) => exact),
    softRight: soft.of === 0 ? 1 : soft.right / soft.of,
    falseEntries: graded.filter(({ isFalseEntry }) => isFalseEntry),
    silentWhereItMustAsk: graded.filter(({ asksWhenItMust }) => !asksWhenItMust),
    counts: { all: graded.length, plain: plain.length, hard: hard.length },
  };
}

export function readInContext(text: string, context: LabelledContext): Reading {
  return readMessage({
    text,
    members: context.group_members.map((name) => ({ id: name, name, nicknames: [] })),
    speakerId: context.speaker,
    now: Date.parse(context.now),
    timeZone: context.timezone,
  });
}

function scoreItem(item: Labelled, context: LabelledContext): ItemScore {
  const reading = readInContext(item.text, context);
  const answers = [item.entries, ...(item.alt ?? [])];
  const right = answers.find((answer) => sameEntries(reading.entries, answer));
  const allowsNone = answers.some((answer) => answer.length === 0);
  const soft = softOf(reading.entries, right ?? item.entries);
  const kinds = new Set([item.kind, ...(item.alt ?? []).map((answer) => answer[0]?.kind ?? 'chitchat')]);
  const asked =
    (item.needs_clarification ?? []).length > 0 && item.kind !== 'chitchat' && item.kind !== 'question';
  return {
    item,
    reading,
    kindRight: kinds.has(reading.kind),
    exact: right !== undefined && keepsUnknown(reading, item),
    soft,
    isFalseEntry:
      item.entries.length === 0 && reading.entries.length > 0 && allowsNone && right === undefined,
    asksWhenItMust: !asked || reading.entries.length > 0 || allowsNone,
  };
}

/** Whoever is not of the group must be asked about: neither dropped nor made a member. */
function keepsUnknown(reading: Reading, item: Labelled): boolean {
  const wanted = [
    ...(item.unknown_people ?? []),
    ...item.entries.flatMap((entry) => entry.unknown_people ?? []),
  ];
  const found = reading.entries.flatMap((entry) => entry.unknownPeople).map(foldWord);
  return wanted.every((name) => found.includes(foldWord(name)));
}

function sameEntries(read: readonly ReadEntry[], labelled: readonly LabelledEntry[]): boolean {
  return read.length === labelled.length && read.every((entry, index) => sameEntry(entry, labelled[index]));
}

function sameEntry(read: ReadEntry, labelled: LabelledEntry | undefined): boolean {
  if (labelled === undefined || read.kind !== labelled.kind || read.amountMinor !== labelled.amount_cents)
    return false;
  if (labelled.kind === 'settlement') {
    return read.kind === 'settlement' && read.fromId === labelled.from && read.toId === labelled.to;
  }
  return (
    read.kind === 'expense' &&
    sameRecord(
      Object.fromEntries(read.payers.map(({ memberId, amountMinor }) => [memberId, amountMinor])),
      withoutUnknown(labelled.payers, read),
    ) &&
    sameSet(
      read.participantIds,
      Object.keys(withoutUnknown(Object.fromEntries(labelled.participants.map((name) => [name, 1])), read)),
    ) &&
    sameSplit(read, labelled)
  );
}

/** A label may list a stranger among the payers or participants; the reader keeps strangers apart, to be asked about. */
function withoutUnknown<Value>(
  byName: Readonly<Record<string, Value>>,
  read: ReadExpense,
): Record<string, Value> {
  const unknown = read.unknownPeople.map(foldWord);
  return Object.fromEntries(Object.entries(byName).filter(([name]) => !unknown.includes(foldWord(name))));
}

const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((each) => other.includes(each));

function sameRecord(
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
): boolean {
  const [keys, others] = [Object.keys(one), Object.keys(other)];
  return keys.length === others.length && keys.every((key) => one[key] === other[key]);
}

/** Weights of the shares, as fractions of one: "eu 50% Ana 50%" is equal, 2:1 is 4:2. */
function sameSplit(read: ReadExpense, labelled: LabelledExpense): boolean {
  const [one, other] = [weightsOf(read), labelledWeights(labelled)];
  return (
    one.kind === other.kind &&
    sameSet([...one.weights.keys()], [...other.weights.keys()]) &&
    [...one.weights].every(([id, weight]) => Math.abs(weight - (other.weights.get(id) ?? Number.NaN)) < 1e-9)
  );
}

interface Weights {
  readonly kind: 'weights' | 'adjust';
  readonly weights: ReadonlyMap<string, number>;
}

function normalised(mode: string, values: ReadonlyMap<string, number>, people: readonly string[]): Weights {
  if (mode === 'adjust') return { kind: 'adjust', weights: values };
  const raw = mode === 'equal' ? new Map(people.map((id) => [id, 1])) : values;
  const sum = [...raw.values()].reduce((a, b) => a + b, 0);
  return { kind: 'weights', weights: new Map([...raw].map(([id, value]) => [id, value / sum])) };
}

const weightsOf = ({ split, participantIds }: ReadExpense): Weights =>
  normalised(split.mode, split.mode === 'equal' ? new Map() : split.values, participantIds);

const labelledWeights = ({ split, participants }: LabelledExpense): Weights =>
  normalised(split.mode, new Map(Object.entries(split.values ?? {})), participants);

function softOf(
  read: readonly ReadEntry[],
  labelled: readonly LabelledEntry[],
): { right: number; of: number } {
  let [right, of] = [0, 0];
  labelled.forEach((label, index) => {
    const entry = read[index];
    const grade = (isRight: boolean): void => {
      of++;
      if (isRight) right++;
    };
    if (label.date) grade(entry?.date === label.date);
    if (label.kind === 'settlement') {
      if (label.method) grade(entry?.kind === 'settlement' && entry.method === label.method);
    } else if (label.description_any) {
      const description = foldWord((entry?.kind === 'expense' && entry.description) || '');
      grade(label.description_any.some((word) => description.includes(foldWord(word))));
    }
  });
  return { right, of };
}
