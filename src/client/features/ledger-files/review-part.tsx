/** What a file would do, before it does: who is who, what comes in, what is left out and why, and the balances after it. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { memberNames } from '#client/session/member-names.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { WholeLedger } from '#client/store/ledger-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { type ForeignLedger, isLeftOut } from '#domain/expenses/exchange/foreign-ledger.ts';
import { listNamed, planImport } from '#domain/expenses/exchange/plan-import.ts';
import { AssumedPart } from './assumed-part.tsx';
import { BalancePreview } from './balance-preview.tsx';
import { EntryPreview } from './entry-preview.tsx';
import type { Work } from './import-flow.tsx';
import { LeftOutPart } from './left-out-part.tsx';
import { listPresent } from './list-present.ts';
import { matchPeople, NEWCOMER, nameToAdd } from './match-people.ts';

import { PeoplePart } from './people-part.tsx';

export function ReviewPart({
  group,
  ledger,
  whole,
  onStart,
  onAnother,
}: {
  readonly group: GroupView;
  readonly ledger: ForeignLedger;
  readonly whole: WholeLedger;
  readonly onStart: (work: Work) => void;
  readonly onAnother: () => void;
}) {
  const { t } = useTranslation('files');
  const engine = useEngine();
  const present = useMemo(() => listPresent(group), [group]);
  const named = useMemo(() => listNamed(ledger), [ledger]);
  const [importId] = useState(() => engine.newId());
  const [newIds] = useState(() => ledger.people.map(() => engine.newId()));
  const [choices, setChoices] = useState(() =>
    matchPeople(ledger.people, present).map((memberId) => memberId ?? NEWCOMER),
  );
  const memberIds = useMemo(
    () => choices.map((choice, person) => (choice === NEWCOMER ? (newIds[person] ?? null) : choice)),
    [choices, newIds],
  );
  const known = useMemo(
    () => ({
      expenses: new Map(whole.expenses.map((row) => [row.id, row])),
      settlements: new Map(whole.settlements.map((row) => [row.id, row])),
    }),
    [whole],
  );
  const untitled = t(`source.${ledger.source}`);
  const plan = useMemo(
    () => planImport({ groupId: group.groupId, importId, ledger, memberIds, ...known, untitled }),
    [group.groupId, importId, ledger, memberIds, known, untitled],
  );
  const newPeople = useMemo(
    () =>
      ledger.people.flatMap((name, person) => {
        const memberId = newIds[person];
        const isNew = choices[person] === NEWCOMER && named.has(person) && memberId !== undefined;
        return isNew ? [{ memberId, name: nameToAdd(name, person) }] : [];
      }),
    [ledger, newIds, choices, named],
  );
  const names = useMemo(
    () => memberNames(group, (name) => t('you', { name }), newPeople),
    [group, newPeople, t],
  );
  const leftOut = [...ledger.problems.filter(isLeftOut), ...plan.leftOut].sort((a, b) => a.line - b.line);
  const count = plan.ops.length;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-l font-bold">
          {t('found', { source: t(`source.${ledger.source}`), count: ledger.entries.length })}
        </h2>
        <Button variant="text" onClick={onAnother}>
          {t('import.another')}
        </Button>
      </div>
      {ledger.entries.length > 0 && (
        <PeoplePart
          people={ledger.people}
          named={named}
          choices={choices}
          present={present}
          myMemberId={group.myMemberId}
          onChoose={(person, choice) =>
            setChoices((now) => now.map((one, i) => (i === person ? choice : one)))
          }
        />
      )}
      <EntryPreview
        plan={plan}
        nameOf={names.nameOf}
        ledger={ledger}
        memberIds={memberIds}
        groupId={group.groupId}
      />
      <LeftOutPart problems={leftOut} />
      <AssumedPart problems={ledger.problems.filter((problem) => !isLeftOut(problem))} />
      {count > 0 && <BalancePreview whole={whole} moves={plan.moves} names={names} />}
      {count > 0 && (
        <Button
          wide
          onClick={() =>
            onStart({ what: 'import', importId, source: ledger.source, ops: plan.ops, newPeople })
          }
        >
          {t('run.start', { count })}
        </Button>
      )}
    </>
  );
}
