/** What came from files, by import, each to be taken out as a whole: also long after, and by another member. */
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayFormatsOf } from '#client/i18n/day-formats.ts';
import { localDateOf } from '#client/i18n/local-date.ts';
import { memberNames } from '#client/session/member-names.ts';
import { useObserved } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { ConfirmSheet } from '#client/ui/sheet.tsx';
import { type LedgerImport, listImports, undoImport } from '#domain/expenses/exchange/list-imports.ts';
import type { Work } from './import-flow.tsx';

export function PastImports({
  group,
  onUndo,
}: {
  readonly group: GroupView;
  readonly onUndo: (work: Work) => void;
}) {
  const { t, i18n } = useTranslation('files');
  const id = useId();
  const { groupId } = group;
  const whole = useObserved((reader) => reader.observeWholeLedger(groupId), [groupId]);
  const [asked, setAsked] = useState<LedgerImport>();
  const imports = whole ? listImports(whole.expenses, whole.settlements) : [];
  if (!whole || imports.length === 0) return null;
  const { nameOf } = memberNames(group, (name) => t('you', { name }));
  const days = dayFormatsOf(i18n.language);
  const wordsOf = ({ by, at }: LedgerImport) => ({ name: nameOf(by), day: days.short(localDateOf(at)) });
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <h2 id={id} className="text-l font-bold">
        {t('past.title')}
      </h2>
      <ul className="divide-y divide-line rounded-m border border-line">
        {imports.map((one) => (
          <li key={one.importId} className="flex items-center gap-2 py-1 ps-4 pe-2">
            <span className="flex min-w-0 flex-1 flex-col">
              <bdi className="truncate">{t('past.by', wordsOf(one))}</bdi>
              <span className="text-s text-muted">
                {one.standing > 0 ? t('past.count', { count: one.standing }) : t('past.undone')}
              </span>
            </span>
            {one.standing > 0 && (
              <Button
                variant="text"
                aria-label={t('past.undoOf', wordsOf(one))}
                onClick={() => setAsked(one)}
              >
                {t('past.undo')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ConfirmSheet
        open={asked !== undefined}
        title={t('past.askTitle')}
        closeLabel={t('back')}
        confirmLabel={t('run.undo')}
        cancelLabel={t('past.keep')}
        danger
        onClose={() => setAsked(undefined)}
        onConfirm={() => {
          if (!asked) return;
          const { importId } = asked;
          const ops = undoImport(importId, whole.expenses, whole.settlements);
          onUndo({ what: 'undo', importId, source: null, ops, newPeople: [] });
        }}
      >
        {t('past.ask', { count: asked?.standing ?? 0 })}
      </ConfirmSheet>
    </section>
  );
}
