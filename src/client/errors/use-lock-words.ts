import { useTranslation } from 'react-i18next';
import type { UnlockResult } from '#client/session/app-lock.ts';
import { useErrorWords } from './error-words.ts';

/** Why a PIN was not taken, in words. */
export function useLockWords(): (refused: Extract<UnlockResult, { ok: false }>) => string {
  const { t } = useTranslation('lock');
  const words = useErrorWords();
  return ({ waitMs }) =>
    waitMs > 0
      ? `${t('unlock.wait', { seconds: Math.ceil(waitMs / 1_000) })} ${words('lock.too-many').whole}`
      : words('lock.wrong-pin').whole;
}
