/** `/g/:id/exportar`: plans, conversation and accounts of a group → files. What the address chooses beforehand: use-choice.ts. */
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { EXPORT_FORMATS, type ExportFormat } from '#client/documents/writer.ts';
import { LedgerRoom } from '#client/rooms/ledger-room.tsx';
import { useObserved } from '#client/session/session-context.ts';
import type { WholeLedger } from '#client/store/ledger-types.ts';
import type { PlansView, PlanView } from '#client/store/plan-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { ScrollRegion } from '#client/ui/scroll-region.tsx';
import { listMonths } from '#domain/expenses/summary.ts';
import { CheckRow, CheckRows } from './check-rows.tsx';
import { ExportedPart } from './exported-part.tsx';
import { FailedPart } from './failed-part.tsx';
import { GroupChoice } from './group-choice.tsx';
import { ProgressPart } from './progress-part.tsx';
import { itemsOf, toggled, useChoice } from './use-choice.ts';
import { useExport } from './use-export.ts';

export interface ExportScreenProps {
  readonly groupId: string;
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
}

export default function ExportScreen({ groupId, connection }: ExportScreenProps) {
  const { t } = useTranslation('exports');
  const [search] = useSearchParams();
  const plans = useObserved((reader) => reader.observePlans(groupId), [groupId]);
  const ledger = useObserved((reader) => reader.observeWholeLedger(groupId), [groupId]);
  return (
    <LedgerRoom
      groupId={groupId}
      title={t('title')}
      back={search.has('tudo') ? `/g/${groupId}` : `/g/${groupId}/planos`}
      connection={connection}
      isRead={plans !== undefined && ledger !== undefined}
    >
      {(group) => plans && ledger && <Exports group={group} view={plans} ledger={ledger} />}
    </LedgerRoom>
  );
}

interface ExportsProps {
  readonly group: GroupView;
  readonly view: PlansView;
  readonly ledger: WholeLedger;
}

function Exports({ group, view, ledger }: ExportsProps) {
  const { t } = useTranslation('exports');
  const plans = useMemo(() => inOrder(view.plans), [view]);
  const months = useMemo(() => listMonths(ledger.expenses).map(({ month }) => month), [ledger]);
  const choosing = useChoice(plans, months);
  const [formats, setFormats] = useState<ReadonlySet<ExportFormat>>(new Set(['pdf']));
  const { state, begin, cancel, forget } = useExport(group);
  if (state.name === 'running') return <ProgressPart {...state} onCancel={cancel} />;
  if (state.name === 'whole') return <ExportedPart {...state} onAgain={forget} />;
  const items = itemsOf(choosing.choice, plans, months);
  const wanted = EXPORT_FORMATS.filter((format) => formats.has(format));
  const isPlansOnly = items.every(({ kind }) => kind === 'plan');
  return (
    <>
      <ScrollRegion label={t('title')} layout="flex flex-col gap-6 px-4 pt-4">
        {state.name === 'failed' && <FailedPart />}
        {view.isArriving && <p className="text-s text-pretty text-wait">{t('arriving')}</p>}
        <CheckRows label={t('formats')}>
          {EXPORT_FORMATS.map((format) => (
            <CheckRow
              key={format}
              title={t(`format.${format}.name`)}
              note={t(`format.${format}.note`)}
              isChecked={formats.has(format)}
              onChange={() => setFormats((now) => toggled(now, format))}
            />
          ))}
        </CheckRows>
        <GroupChoice choosing={choosing} months={months} />
        {plans.length > 0 && (
          <CheckRows label={t('plans')}>
            {plans.length > 1 && (
              <CheckRow
                title={t('all')}
                isChecked={plans.every(({ id }) => choosing.choice.plans.has(id))}
                onChange={choosing.toggleAllPlans}
              />
            )}
            {plans.map((plan) => (
              <CheckRow
                key={plan.id}
                title={plan.title || t('untitled')}
                note={plan.folder}
                isChecked={choosing.choice.plans.has(plan.id)}
                onChange={() => choosing.togglePlan(plan.id)}
              />
            ))}
          </CheckRows>
        )}
      </ScrollRegion>
      <div className="border-t border-line px-4 pt-3 pb-[max(12px,env(safe-area-inset-bottom))]">
        {(items.length === 0 || wanted.length === 0) && (
          <p className="pb-2 text-s text-muted text-pretty">{t('nothing')}</p>
        )}
        <Button
          wide
          disabled={items.length === 0 || wanted.length === 0}
          onClick={() => begin(items, wanted)}
        >
          {t(isPlansOnly ? 'begin' : 'beginItems', { count: items.length })}
        </Button>
      </div>
    </>
  );
}

/** As on the screen of plans: by folder, then by place. What was put away is left out. */
function inOrder(plans: readonly PlanView[]): readonly PlanView[] {
  return plans
    .filter(({ archivedAt }) => archivedAt === null)
    .sort((a, b) => compare(a.folder, b.folder) || compare(a.position, b.position) || compare(a.id, b.id));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
