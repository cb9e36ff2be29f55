/** The Pix code of one payment, for who pays: to scan, to copy, and what to look at before believing it. */
import Copy from 'lucide-react/icons/copy';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '#client/boundaries/lazy-part.tsx';
import { useShareText } from '#client/errors/use-share-text.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { Notice } from '#client/ui/banner.tsx';
import { Button } from '#client/ui/button.tsx';
import { type PixKey, spellPixKey } from '#domain/pix/pix-key.ts';
import { writePixCode } from '#domain/pix/write-pix-code.ts';
import { keyStateOf } from './key-warning.ts';
import type { Person } from './settling-people.ts';

const QrCode = lazyPart(() => import('#client/ui/qr-code.tsx'));

export interface PixCodePartProps {
  readonly to: Person;
  /** A key that is one. */
  readonly pixKey: PixKey & { readonly setAt: number };
  readonly amountMinor: number;
  readonly groupName: string;
  /** Epoch ms, corrected. */
  readonly now: number;
}

export function PixCodePart({ to, pixKey, amountMinor, groupName, now }: PixCodePartProps) {
  const { t } = useTranslation('settling');
  const money = useMoneyFormats();
  const formats = useFormats();
  const { copy } = useShareText();
  const code = writePixCode({ to: pixKey, name: to.name, amountMinor, text: groupName });
  const state = keyStateOf(to, now);
  const when = formats.ago(pixKey.setAt, now);
  const amount = money.amount(amountMinor);
  return (
    <div className="flex flex-col gap-3">
      {(state === 'new' || state === 'changed') && (
        <Notice tone="wait">
          {t(state === 'new' ? 'settle.keyNew' : 'settle.keyChanged', { to: to.name, when })}
        </Notice>
      )}
      <Suspense fallback={<div className="mx-auto aspect-square w-full max-w-56" />}>
        <QrCode text={code} label={t('settle.code', { amount, to: to.name })} />
      </Suspense>
      <Button
        wide
        icon={<Copy aria-hidden="true" size={18} />}
        onClick={() => copy(code, t('settle.codeCopied'))}
      >
        {t('settle.copyCode')}
      </Button>
      <input
        readOnly
        value={code}
        aria-label={t('settle.codeText')}
        onFocus={(event) => event.target.select()}
        className="target w-full truncate rounded-m border border-line bg-ground px-3 text-s text-muted"
      />
      <p className="text-s wrap-anywhere text-muted">
        {t('settle.keyOf', { to: to.name, key: spellPixKey(pixKey) })}
      </p>
      <p className="text-s font-semibold text-pretty">{t('settle.checkName', { to: to.name })}</p>
      <p className="text-s text-pretty text-muted">{t('settle.noConfirmation')}</p>
    </div>
  );
}
