/** Who each person of the file is. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '#client/ui/select.tsx';
import { type KnownPerson, NEWCOMER, nameToAdd } from './match-people.ts';

export function PeoplePart({
  people,
  named,
  choices,
  present,
  myMemberId,
  onChoose,
}: {
  readonly people: readonly string[];
  /** Those whom an entry names: nobody else matters. */
  readonly named: ReadonlySet<number>;
  readonly choices: readonly string[];
  readonly present: readonly KnownPerson[];
  readonly myMemberId: string;
  readonly onChoose: (person: number, choice: string) => void;
}) {
  const { t } = useTranslation('files');
  const id = useId();
  const shown = [...named].sort((a, b) => a - b);
  const unused = people.length - shown.length;
  const isMeThere = shown.some((person) => choices[person] === myMemberId);
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <h3 id={id} className="font-bold">
        {t('who.title')}
      </h3>
      <p className="text-s text-pretty text-muted">{t('who.about')}</p>
      {shown.map((person) => {
        const name = nameToAdd(people[person] ?? '', person);
        return (
          <Select
            key={person}
            label={t('who.label', { name })}
            value={choices[person] ?? NEWCOMER}
            onChange={(memberId) => onChoose(person, memberId)}
          >
            {present.map((member) => (
              <option key={member.memberId} value={member.memberId}>
                {member.memberId === myMemberId ? t('you', { name: member.name }) : member.name}
              </option>
            ))}
            <option value={NEWCOMER}>{t('who.add', { name })}</option>
          </Select>
        );
      })}
      {!isMeThere && <p className="text-s text-wait">{t('who.notMe')}</p>}
      {unused > 0 && <p className="text-s text-muted">{t('who.unused', { count: unused })}</p>}
    </section>
  );
}
