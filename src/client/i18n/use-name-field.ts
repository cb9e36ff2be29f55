import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NAME_MAX_CHARACTERS, nameProblem } from '#domain/text.ts';

export interface NameField {
  readonly value: string;
  /** Why it will not do, in words. */
  readonly error: string | undefined;
  change(value: string): void;
  /** The name, trimmed; undefined when it will not do, and then `error` says why. */
  check(): string | undefined;
}

/**
 * A name of a person or a group as it is typed. A new one is complained of when asked to go on, not at every key;
 * a present one (`initial`) as soon as it has been changed for the worse.
 */
export function useNameField(initial = ''): NameField {
  const { t } = useTranslation();
  const [value, setValue] = useState(initial);
  const [checked, setChecked] = useState(initial !== '');
  const problem = nameProblem(value);
  const words = {
    empty: t('name.empty'),
    'too-long': t('name.tooLong', { max: NAME_MAX_CHARACTERS }),
    'odd-character': t('name.odd'),
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
