import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PLAN_TITLE_MAX_CHARACTERS } from '#domain/plans/plan-fields.ts';
import { isWellFormed } from '#domain/text.ts';

/** A plan's title as it is typed. Empty is one: the plan is shown as without a title. */
export function useTitleField(initial: string): {
  readonly value: string;
  readonly change: (value: string) => void;
  /** Why it will not do, in words. */
  readonly error: string | undefined;
} {
  const { t } = useTranslation('plans');
  const { t: shell } = useTranslation();
  const [value, change] = useState(initial);
  const isOdd = !isWellFormed(value) || /\p{Cc}/u.test(value);
  const tooLong = value.trim().length > PLAN_TITLE_MAX_CHARACTERS;
  return {
    value,
    change,
    error: tooLong
      ? t('rename.tooLong', { max: PLAN_TITLE_MAX_CHARACTERS })
      : isOdd
        ? shell('name.odd')
        : undefined,
  };
}
