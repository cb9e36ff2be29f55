/** The parts of a group beside its plans: the conversation, with or without its photos, and the accounts, whole or by month. */
import { useTranslation } from 'react-i18next';
import { dayFormatsOf } from '#client/i18n/day-formats.ts';
import { Select } from '#client/ui/select.tsx';
import type { Month } from '#domain/expenses/summary.ts';
import { CheckRow, CheckRows } from './check-rows.tsx';
import type { Choosing } from './use-choice.ts';

export interface GroupChoiceProps {
  readonly choosing: Choosing;
  /** Oldest first; none: nothing was spent. */
  readonly months: readonly Month[];
}

export function GroupChoice({ choosing: { choice, change }, months }: GroupChoiceProps) {
  const { t, i18n } = useTranslation('exports');
  const days = dayFormatsOf(i18n.language);
  const { conversation, withPhotos, report } = choice;
  return (
    <>
      <CheckRows label={t('group')}>
        <CheckRow
          title={t('conversation.title')}
          note={t('conversation.note')}
          isChecked={conversation}
          onChange={() => change({ conversation: !conversation })}
        />
        {conversation && (
          <CheckRow
            title={t('conversation.photos')}
            note={t('conversation.photosNote')}
            isChecked={withPhotos}
            onChange={() => change({ withPhotos: !withPhotos })}
          />
        )}
        {months.length > 0 && (
          <CheckRow
            title={t('report.title')}
            note={t('report.note')}
            isChecked={report !== 'none'}
            onChange={() => change({ report: report === 'none' ? 'all' : 'none' })}
          />
        )}
      </CheckRows>
      {report !== 'none' && months.length > 0 && (
        <Select label={t('report.period')} value={report} onChange={(value) => change({ report: value })}>
          <option value="all">{t('report.all')}</option>
          {months.length > 1 && <option value="each">{t('report.each')}</option>}
          {months.toReversed().map((month) => (
            <option key={month} value={month}>
              {days.month(month)}
            </option>
          ))}
        </Select>
      )}
    </>
  );
}
