import { useTranslation } from 'react-i18next';
import { type Formats, formatsOf } from './formats.ts';

/** Formats of the chosen language; the same object until it changes. */
export function useFormats(): Formats {
  const { i18n } = useTranslation();
  return formatsOf(i18n.language);
}
