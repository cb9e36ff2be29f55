/** How an import ended, and what can be done with it: look at it, tell the others, take it back. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useEngine, useEngineStatus } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Button, buttonClasses } from '#client/ui/button.tsx';
import type { PlannedOp } from '#domain/expenses/exchange/plan-import.ts';
import type { Committed } from './commit-planned.ts';
import type { Work } from './import-flow.tsx';

export function EndedPart({
  group,
  work,
  end,
  onUndo,
  onAnother,
}: {
  readonly group: GroupView;
  readonly work: Work;
  readonly end: Committed;
  readonly onUndo: (work: Work) => void;
  readonly onAnother: () => void;
}) {
  const { t } = useTranslation('files');
  const errorWords = useErrorWords();
  const engine = useEngine();
  const { connection } = useEngineStatus();
  const [isTold, setTold] = useState(false);
  const isImport = work.what === 'import';
  const { groupId } = group;
  const home = `/g/${groupId}/contas`;

  const tell = async (): Promise<void> => {
    const source = t(`source.${work.source ?? 'racha'}`);
    const text = t('run.message', { count: end.done, source });
    const body = { messageId: engine.newId(), text };
    const result = await engine.commit([{ type: 'message.sent', groupId, body }]);
    setTold(result.ok);
  };

  const error = end.end === 'all' || end.end === 'stopped' ? undefined : errorWords(`commit.${end.end}`);
  return (
    <section className="flex flex-col gap-3">
      <div role="status" className="flex flex-col gap-2">
        <p className="font-bold">{t(isImport ? 'run.done' : 'run.undone', { count: end.done })}</p>
        {end.end === 'stopped' && <p className="text-s text-pretty">{t('run.stopped')}</p>}
        {end.refused > 0 && <p className="text-s text-pretty">{t('run.refused', { count: end.refused })}</p>}
        {connection.name !== 'online' && end.done > 0 && (
          <p className="text-s text-pretty text-muted">{t('run.offline')}</p>
        )}
        {isTold && <p className="text-s">{t('run.told')}</p>}
      </div>
      {error && (
        <p role="alert" className="rounded-m bg-bad-soft px-4 py-3 text-s text-bad">
          {error.brief}
        </p>
      )}
      <Link href={home} className={buttonClasses('primary', true)}>
        {t('run.open')}
      </Link>
      {isImport && end.done > 0 && (
        <>
          {!isTold && (
            <Button variant="quiet" onClick={() => void tell()}>
              {t('run.tell')}
            </Button>
          )}
          <Button variant="quiet" onClick={() => onUndo(backOf(work, end))}>
            {t('run.undo')}
          </Button>
        </>
      )}
      <Button variant="text" onClick={onAnother}>
        {t('import.another')}
      </Button>
    </section>
  );
}

/** Of what was tried in order: the first `done + refused` of them; one that was refused is not there to be taken out. */
function backOf(work: Work, { done, refused }: Committed): Work {
  const ops = work.ops.slice(0, done + refused).map(({ body }): PlannedOp => {
    const importId = body.importId;
    return 'expenseId' in body
      ? { type: 'expense.voided', body: { expenseId: body.expenseId, ...(importId && { importId }) } }
      : {
          type: 'settlement.voided',
          body: { settlementId: body.settlementId, ...(importId && { importId }) },
        };
  });
  return { ...work, what: 'undo', ops, newPeople: [] };
}
