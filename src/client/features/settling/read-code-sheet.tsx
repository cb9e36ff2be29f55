/** A Pix code somebody sent, read out before one pays: what it is, to whom, how much, or what is wrong with it. */
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useShareText } from '#client/errors/use-share-text.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import type { MemberView } from '#client/store/read-types.ts';
import { Notice } from '#client/ui/banner.tsx';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { spellPixKey } from '#domain/pix/pix-key.ts';
import {
  type DynamicPixCode,
  type PixCodeReading,
  readPixCode,
  type StaticPixCode,
} from '#domain/pix/read-pix-code.ts';

export interface ReadCodeSheetProps {
  readonly members: readonly MemberView[];
  readonly onClose: () => void;
}

export function ReadCodeSheet({ members, onClose }: ReadCodeSheetProps) {
  const { t } = useTranslation('settling');
  return (
    <Sheet open onClose={onClose} title={t('read.title')} closeLabel={t('close')}>
      <ReadCode members={members} />
    </Sheet>
  );
}

function ReadCode({ members }: { readonly members: readonly MemberView[] }) {
  const { t } = useTranslation('settling');
  const words = useErrorWords();
  const fieldId = useId();
  const [pasted, setPasted] = useState('');
  const [reading, setReading] = useState<PixCodeReading>();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setReading(readPixCode(pasted));
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <div className="flex flex-col gap-1">
        <label htmlFor={fieldId} className="text-s font-semibold">
          {t('read.field')}
        </label>
        <textarea
          id={fieldId}
          rows={4}
          value={pasted}
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          onChange={(event) => {
            setPasted(event.target.value);
            setReading(undefined);
          }}
          className="w-full resize-none rounded-m border border-line bg-surface px-4 py-2 text-s wrap-anywhere text-ink"
        />
      </div>
      <div aria-live="polite" className="flex flex-col gap-4 empty:hidden">
        {reading?.kind === 'problem' && <Notice tone="bad">{words(`pix.${reading.problem}`).whole}</Notice>}
        {reading && reading.kind !== 'problem' && <CodeFacts code={reading} members={members} />}
      </div>
      {reading === undefined && (
        <Button type="submit" wide>
          {t('read.check')}
        </Button>
      )}
    </form>
  );
}

function CodeFacts({
  code,
  members,
}: {
  readonly code: StaticPixCode | DynamicPixCode;
  readonly members: readonly MemberView[];
}) {
  const { t } = useTranslation('settling');
  const money = useMoneyFormats();
  const { copy } = useShareText();
  const isStatic = code.kind === 'static';
  const { amountMinor } = code;
  return (
    <section aria-label={t('read.result')} className="flex flex-col gap-3">
      <p className="font-semibold">{t(isStatic ? 'read.static' : 'read.dynamic')}</p>
      {!isStatic && (
        <p className="text-s text-pretty text-muted">
          {t('read.dynamicAbout', { host: code.url.split('/')[0] })}
        </p>
      )}
      <dl className="divide-y divide-line rounded-m border border-line">
        <Fact name={t('read.to')}>{code.name}</Fact>
        <Fact name={t('read.city')}>{code.city}</Fact>
        {isStatic && (
          <Fact name={t('read.key')}>
            {t('key.use', { type: t(`key.types.${code.to.keyType}`), key: spellPixKey(code.to) })}
          </Fact>
        )}
        {(isStatic || amountMinor !== undefined) && (
          <Fact name={t('read.amount')}>
            {amountMinor === undefined ? t('read.noAmount') : money.amount(amountMinor)}
          </Fact>
        )}
        {isStatic && code.text && <Fact name={t('read.message')}>{code.text}</Fact>}
      </dl>
      {isStatic && <WhoseKey code={code} members={members} />}
      <Notice tone="wait">{t('read.honest')}</Notice>
      <Button wide variant="quiet" onClick={() => copy(code.code, t('copied'))}>
        {t('read.copy')}
      </Button>
    </section>
  );
}

/** Only who holds a key learns from this whose it is. */
function WhoseKey({
  code,
  members,
}: {
  readonly code: StaticPixCode;
  readonly members: readonly MemberView[];
}) {
  const { t } = useTranslation('settling');
  const owner = members.find(({ pixKey }) => pixKey?.key === code.to.key);
  return (
    <p className="text-s text-pretty">
      {owner ? t('read.keyOfMember', { name: owner.name }) : t('read.keyOfNobody')}
    </p>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-col px-4 py-2">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="wrap-anywhere tabular">
        <bdi>{children}</bdi>
      </dd>
    </div>
  );
}
