import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NAME_MAX_CHARACTERS, nameProblem } from '#domain/text.ts';

export interface NameField {
  readonly value: string;
  readonly error: string | undefined;
  change(value: string): void;
  /** The name, trimmed; undefined when it will not do, and then `error` says why. */
  check(): string | undefined;
}

/** A name as it is typed: complains when asked to go on, not at every key. */
export function useNameField(): NameField {
  const { t } = useTranslation('onboarding');
  const [value, setValue] = useState('');
  const [checked, setChecked] = useState(false);
  const problem = nameProblem(value);
  const words = {
    empty: t('emptyName'),
    'too-long': t('longName', { max: NAME_MAX_CHARACTERS }),
    'odd-character': t('badName'),
  };
  return {
    value,
    error: checked && problem ? words[problem] : undefined,
    change: setValue,
    check: () => {
      setChecked(true);
      return problem ? undefined : value.trim();
    },
  };
}
