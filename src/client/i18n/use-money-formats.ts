import { useTranslation } from 'react-i18next';
import { type MoneyFormats, moneyFormatsOf } from './money-formats.ts';

/** Amounts in the chosen language; the same object until it changes. */
export function useMoneyFormats(): MoneyFormats {
  const { i18n } = useTranslation();
  return moneyFormatsOf(i18n.language);
}
