/** One row of a list that could not be shown: its own height, what can be saved of it, the other rows as they are. */

import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { Boundary, type Failure } from './boundary.tsx';

export interface RowBoundaryProps {
  readonly what: 'message' | 'row';
  /** What somebody wrote in it. Asked of a row that may be damaged: it may throw, or give anything. */
  readonly text?: () => unknown;
  readonly resetKeys: readonly unknown[];
  readonly children: ReactNode;
}

export function RowBoundary({ what, text, resetKeys, children }: RowBoundaryProps) {
  return (
    <Boundary
      place="row"
      resetKeys={resetKeys}
      fallback={({ retry }) => <RowFallback what={what} text={readText(text)} retry={retry} />}
    >
      {children}
    </Boundary>
  );
}

function readText(text: RowBoundaryProps['text']): string {
  try {
    const written = text?.();
    return typeof written === 'string' ? written : '';
  } catch {
    return '';
  }
}

function RowFallback({
  what,
  text,
  retry,
}: Pick<RowBoundaryProps, 'what'> & Pick<Failure, 'retry'> & { readonly text: string }) {
  const { t } = useTranslation();
  const words = useErrorWords();
  const [copied, setCopied] = useState<'copied' | 'failed'>();
  const copy = (): Promise<void> =>
    navigator.clipboard.writeText(text).then(
      () => setCopied('copied'),
      () => setCopied('failed'),
    );
  return (
    <div className="mx-3 my-1 flex flex-wrap items-center gap-x-3 rounded-m border border-line px-3 py-1 text-s text-muted">
      <span>{t(`part.${what}`)}</span>
      <SmallButton onPress={retry}>{t('part.retry')}</SmallButton>
      {text !== '' && (
        <SmallButton onPress={copy}>
          {copied === 'failed' ? words('export.copy-failed').title : t(`part.${copied ?? 'copyText'}`)}
        </SmallButton>
      )}
    </div>
  );
}

function SmallButton({ onPress, children }: { readonly onPress: () => unknown; readonly children: string }) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="target font-semibold text-ink underline underline-offset-2"
    >
      {children}
    </button>
  );
}
