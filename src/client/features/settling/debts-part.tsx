/** Who pays whom, in the fewest payments or debt by debt. */
import { useTranslation } from 'react-i18next';
import { Choice } from '#client/ui/choice.tsx';
import type { DebtView, Transfer } from './settling-model.ts';
import { TransferList } from './transfer-list.tsx';

export interface DebtsPartProps {
  readonly transfers: readonly Transfer[];
  readonly view: DebtView;
  readonly onView: (view: DebtView) => void;
  readonly mayRecord: boolean;
  readonly onOpen: (transfer: Transfer) => void;
}

export function DebtsPart({ transfers, view, onView, mayRecord, onOpen }: DebtsPartProps) {
  const { t } = useTranslation('settling');
  if (transfers.length === 0) {
    return (
      <section aria-label={t('transfers.label')} className="px-4">
        <h2 className="font-semibold">{t('empty.title')}</h2>
        <p className="text-s text-pretty text-muted">{t('empty.text')}</p>
      </section>
    );
  }
  const count = transfers.length;
  return (
    <section aria-label={t('transfers.label')} className="flex flex-col gap-3">
      <div className="flex flex-col gap-2 px-4">
        <h2 className="text-s font-semibold text-muted">{t('transfers.label')}</h2>
        <Choice
          label={t('view.label')}
          value={view}
          options={[
            { value: 'simplified', label: t('view.simplified') },
            { value: 'as-is', label: t('view.asIs') },
          ]}
          onChange={onView}
        />
        <p className="text-s text-pretty text-muted">
          {t(view === 'simplified' ? 'view.simplifiedAbout' : 'view.asIsAbout', { count })}
        </p>
      </div>
      <TransferList transfers={transfers} mayRecord={mayRecord} onOpen={onOpen} />
    </section>
  );
}
