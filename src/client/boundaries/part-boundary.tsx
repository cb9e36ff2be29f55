/** A part of a screen that failed: what it was, that nothing is lost, and a way on. Its neighbours stay. */
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { codeOfError } from '#client/observability/error-code.ts';
import { Button } from '#client/ui/button.tsx';
import { Boundary, type Failure } from './boundary.tsx';
import { copyErrorDetails } from './error-details.ts';
import { failureKind } from './failure-kind.ts';

export type PartPlace = 'list' | 'card' | 'sheet' | 'editor';

export interface PartBoundaryProps {
  readonly place: PartPlace;
  readonly resetKeys?: readonly unknown[];
  /** Of what the person can close, and then goes on without. */
  readonly onClose?: () => void;
  readonly children: ReactNode;
}

export function PartBoundary({ place, resetKeys, onClose, children }: PartBoundaryProps) {
  return (
    <Boundary
      place={place}
      {...(resetKeys && { resetKeys })}
      fallback={(failure) => <PartFallback {...failure} place={place} onClose={onClose} />}
    >
      {children}
    </Boundary>
  );
}

function PartFallback({
  error,
  retry,
  place,
  onClose,
}: Failure & { readonly place: PartPlace; readonly onClose: (() => void) | undefined }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const words = useErrorWords()(failureKind(error, place));
  return (
    <div role="alert" className="m-3 rounded-m border border-line bg-surface p-4 text-s text-ink">
      <p className="font-semibold">{words.title}</p>
      <p className="mt-1 text-muted text-pretty">
        {words.bare}{' '}
        <span className="whitespace-nowrap tabular">
          {t('crash.code', { code: `${words.code} · ${codeOfError(error)}` })}
        </span>
      </p>
      <div className="-mx-2 -mb-2 flex flex-wrap">
        <Button variant="text" onClick={retry}>
          {t('part.retry')}
        </Button>
        <Button variant="text" onClick={async () => setCopied(await copyErrorDetails(error))}>
          {t(copied ? 'crash.copied' : 'crash.copy')}
        </Button>
        {onClose && (
          <Button variant="text" onClick={onClose}>
            {t('close')}
          </Button>
        )}
      </div>
    </div>
  );
}
