/**
 * What a person is told of a kind of error: what happened, what was kept, what to do next, and a code to quote. The words
 * come after the first paint; until then, and where they cannot be fetched, a plain sentence stands for all of them.
 */
import type { i18n as I18n } from 'i18next';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorKind } from './error-kinds.ts';
import { getCatalogue, loadErrorWords } from './load-error-words.ts';

/** Of `unknown.error`. */
const PLAIN_CODE = 'Z1';

export interface ErrorWords {
  /** A few words, without a full stop. */
  readonly title: string;
  /** One sentence: what happened. */
  readonly cause: string;
  readonly kept: string;
  readonly next: string;
  readonly code: string;
  /** Cause, what was kept, next step: where the code stands elsewhere. */
  readonly bare: string;
  /** The same and the code: where the words stand by themselves. */
  readonly whole: string;
  /** Cause, next step, code: where one sees what was kept, or there is no room. */
  readonly brief: string;
}

/**
 * Whether the words are here. Asked of what is there, not heard from an event alone: they may come while a screen is drawn and
 * does not listen yet.
 */
export function useHasErrorWords(i18n: I18n): boolean {
  const listen = useCallback(
    (heard: () => void) => {
      i18n.store.on('added', heard);
      return () => i18n.store.off('added', heard);
    },
    [i18n],
  );
  return useSyncExternalStore(
    listen,
    () => getCatalogue() !== undefined && i18n.hasResourceBundle(i18n.language, 'errors'),
  );
}

/** `kind => words` in the person's language. */
export function useErrorWords(): (kind: ErrorKind) => ErrorWords {
  const { t, i18n } = useTranslation(['errors', 'shell']);
  const hasWords = useHasErrorWords(i18n);
  useEffect(() => void loadErrorWords(), []);
  return useCallback(
    (kind) => {
      const catalogue = hasWords ? getCatalogue() : undefined;
      const key = catalogue ? (`errors:${kind}` as 'errors:unknown.error') : 'shell:plainError';
      const cause = t(`${key}.cause`);
      const kept = catalogue ? t(`errors:kept.${catalogue.keptOf(kind)}`) : t('shell:plainError.kept');
      const next = t(`${key}.next`);
      const code = catalogue?.codeOf(kind) ?? PLAIN_CODE;
      // The plain sentence is of no kind: there is nothing to look up.
      const coda = catalogue ? ` (${t('errors:code', { code })})` : '';
      const bare = `${cause} ${kept} ${next}`;
      return {
        title: t(`${key}.title`),
        cause,
        kept,
        next,
        code,
        bare,
        whole: bare + coda,
        brief: `${cause} ${next}${coda}`,
      };
    },
    [t, hasWords],
  );
}
