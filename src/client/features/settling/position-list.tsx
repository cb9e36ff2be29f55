/** Where everybody stands, and why. */
import { useTranslation } from 'react-i18next';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { Avatar } from '#client/ui/avatar.tsx';
import { Button } from '#client/ui/button.tsx';
import type { Position } from './settling-model.ts';
import type { Person } from './settling-people.ts';

export function PositionList({
  positions,
  onWhy,
}: {
  readonly positions: readonly Position[];
  readonly onWhy: (person: Person) => void;
}) {
  const { t } = useTranslation('settling');
  const money = useMoneyFormats();
  return (
    <section aria-label={t('members.label')} className="flex flex-col gap-2">
      <h2 className="px-4 text-s font-semibold text-muted">{t('members.label')}</h2>
      <ul aria-label={t('members.label')} className="divide-y divide-line border-y border-line">
        {positions.map(({ person, netMinor }) => {
          const amount = money.amount(Math.abs(netMinor));
          const key = netMinor === 0 ? 'even' : netMinor < 0 ? 'owes' : 'isOwed';
          return (
            <li key={person.memberId} className="flex items-center gap-3 px-4 py-2">
              <Avatar name={person.name} />
              <span className="min-w-0 flex-1">
                <bdi className="block truncate">{person.name}</bdi>
                <span className={`text-s tabular ${TONES[key]}`}>{t(`members.${key}`, { amount })}</span>
              </span>
              <Button
                variant="text"
                aria-label={person.own ? t('members.whyOwn') : t('members.whyOf', { name: person.name })}
                onClick={() => onWhy(person)}
              >
                {t('members.why')}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const TONES = { even: 'text-muted', owes: 'text-bad', isOwed: 'text-brand' } as const;
