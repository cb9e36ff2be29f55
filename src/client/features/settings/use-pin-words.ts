import { useTranslation } from 'react-i18next';
import type { UnlockResult } from '#client/session/app-lock.ts';

/** Why a PIN was not taken, in words. */
export function usePinWords(): (refused: Extract<UnlockResult, { ok: false }>) => string {
  const { t } = useTranslation('lock');
  return ({ waitMs }) =>
    waitMs > 0 ? t('unlock.wait', { seconds: Math.ceil(waitMs / 1_000) }) : t('unlock.wrong');
}
