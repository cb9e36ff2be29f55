/** One of the group's people, by the phone's own list. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberView } from '#client/store/read-types.ts';
import { Select } from '#client/ui/select.tsx';

export interface PersonSelectProps {
  readonly label: string;
  readonly people: readonly MemberView[];
  readonly value: string;
  readonly onChange: (memberId: string) => void;
  /** Options before the people. */
  readonly children?: ReactNode;
}

export function PersonSelect({ label, people, value, onChange, children }: PersonSelectProps) {
  const { t } = useTranslation('reader');
  return (
    <Select label={label} value={value} onChange={onChange}>
      {children}
      {people.map(({ memberId, name, own }) => (
        <option key={memberId} value={memberId}>
          {own ? t('you') : name}
        </option>
      ))}
    </Select>
  );
}
