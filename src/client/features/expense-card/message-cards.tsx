/**
 * What stands under one's own message: nothing (chitchat), an answer, or a card for each thing that was read in it, and
 * what became of those that were confirmed. Loaded after the first screen; reads on the device, writes only by a tap.
 *
 *   read ──→ card ──Confirmar──→ saved (undo brings the card back)
 *             ├────Editar──────→ the form, which saves it with this message's id
 *             └────Não é despesa→ gone, and the next sentence like it is left alone
 */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { PartBoundary } from '#client/boundaries/part-boundary.tsx';
import { useEngine, useObserved } from '#client/session/session-context.ts';
import type { LedgerEntryView } from '#client/store/ledger-types.ts';
import type { GroupView, MessageView } from '#client/store/read-types.ts';
import { civilDayAt, isoDate } from '#domain/expenses/reader/civil-date.ts';
import type { Reading } from '#domain/expenses/reader/reading.ts';
import { AnswerCard } from './answer-card.tsx';
import { ExpenseCard } from './expense-card.tsx';
import { readOwnMessage } from './read-own-message.ts';
import { NO_ANSWER, type ReaderMemory, type UseMemory, useReaderMemory } from './reader-memory.ts';
import { SavedLine } from './saved-line.tsx';
import { SettlementCard } from './settlement-card.tsx';

export interface MessageCardsProps {
  readonly group: GroupView;
  readonly message: MessageView;
}

/** A proposal is made while what was written is fresh; later the form is nearer than an old message. */
const FRESH_MS = 48 * 3_600_000;
/** Among the newest of the accounts what a fresh message became is found. */
const NEWEST = 100;

export default function MessageCards({ group, message }: MessageCardsProps) {
  const engine = useEngine();
  const memorized = useReaderMemory(group.groupId);
  const { memory } = memorized;
  const { i18n } = useTranslation();
  const { language } = i18n;
  const { text, at } = message;
  const isFresh = at > engine.correctedNow() - FRESH_MS;
  const timeZone = useMemo(() => Intl.DateTimeFormat().resolvedOptions().timeZone, []);
  const learned = memory && { nicknames: memory.nicknames, shapes: memory.shapes };
  const key = JSON.stringify(learned);
  const names = group.members.map(({ name, status }) => `${name} ${status}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: by value; a group is a new object at each message.
  const reading = useMemo(
    () => (memory && isFresh ? readOwnMessage({ text, at, timeZone, language, group, memory }) : undefined),
    [text, at, timeZone, language, key, names, isFresh],
  );
  if (!memory || !reading || reading.kind === 'chitchat') return null;
  if (reading.question) {
    return (
      <PartBoundary place="card" resetKeys={[message]}>
        <AnswerCard group={group} question={reading.question} />
      </PartBoundary>
    );
  }
  const today = isoDate(civilDayAt(at, timeZone));
  return (
    <Entries
      group={group}
      message={message}
      reading={reading}
      memory={memory}
      memorized={memorized}
      today={today}
    />
  );
}

interface EntriesProps extends MessageCardsProps {
  readonly reading: Reading;
  readonly memory: ReaderMemory;
  readonly memorized: UseMemory;
  readonly today: string;
}

function Entries({ group, message, reading, memory, memorized, today }: EntriesProps) {
  const { t } = useTranslation('reader');
  const { groupId } = group;
  const ledger = useObserved((reader) => reader.observeLedger(groupId, NEWEST), [groupId]);
  if (!ledger) return null;
  const { entries } = reading;
  const answers = memory.answers[message.id] ?? {};
  const became = becameOf(entries.length, answers, message.id, ledger.entries);
  return entries.map((read, index) => {
    const saved = became[index];
    const key = `${index} ${message.text}`;
    if (saved) return <SavedLine key={key} group={group} entry={saved} />;
    if (answers[String(index)] === NO_ANSWER) return null;
    const kind = t(read.kind === 'expense' ? 'label' : 'labelPayment');
    const shared = {
      group,
      message,
      today,
      label: entries.length === 1 ? kind : t('labelOf', { kind, index: index + 1, count: entries.length }),
      onSaved: (id: string) => memorized.answer(message.id, index, id),
      onRefused: () => memorized.refuse(message.id, index, message.text),
      onNamed: memorized.learnNickname,
    };
    return (
      <PartBoundary key={key} place="card" resetKeys={[message]}>
        {read.kind === 'expense' ? (
          <ExpenseCard read={read} {...shared} />
        ) : (
          <SettlementCard read={read} {...shared} />
        )}
      </PartBoundary>
    );
  });
}

/** Which entry of the accounts each proposal became: by its answer, else one with this message's id that no answer names. */
export function becameOf(
  count: number,
  answers: Readonly<Record<string, string>>,
  messageId: string,
  ledger: readonly LedgerEntryView[],
): (LedgerEntryView | undefined)[] {
  const named = new Set(Object.values(answers));
  const others = ledger
    .filter(
      ({ kind, row }) =>
        kind === 'expense' &&
        row.messageId === messageId &&
        !named.has(row.id) &&
        (row.installment?.index ?? 1) === 1,
    )
    .reverse();
  return Array.from({ length: count }, (_, index) => {
    const id = answers[String(index)];
    if (id === NO_ANSWER) return undefined;
    return (id !== undefined && ledger.find(({ row }) => row.id === id)) || others.shift();
  });
}
