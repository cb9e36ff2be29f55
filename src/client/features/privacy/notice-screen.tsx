/** `/privacidade`: what is kept where, in plain words. Reached before there is a name, and without a network. */
import { useTranslation } from 'react-i18next';
import { ScreenHeader } from '#client/ui/screen-header.tsx';
import { NOTICE_VERSION } from '#protocol/consents.ts';

const PARTS = [
  'device',
  'lock',
  'server',
  'others',
  'money',
  'erase',
  'reports',
  'links',
  'cookies',
  'rights',
] as const;

export default function NoticeScreen() {
  const { t } = useTranslation('notice');
  const { t: shell } = useTranslation();
  const { from = '/' } = (history.state ?? {}) as { readonly from?: string };
  return (
    <div className="flex h-full flex-col">
      <ScreenHeader title={t('title')} back={{ href: from, label: shell('back') }} />
      {/* Text alone: a keyboard scrolls only what it can reach. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: that is why it can be reached. */}
      <div className="px-safe min-h-0 flex-1 overflow-y-auto pb-8" tabIndex={0}>
        <article className="mx-auto flex max-w-xl flex-col gap-6 py-2">
          <p className="text-pretty text-muted">{t('lead')}</p>
          {PARTS.map((part) => (
            <section key={part} aria-label={t(`${part}.title`)}>
              <h2 className="font-bold">{t(`${part}.title`)}</h2>
              <p className="mt-1 text-pretty">{t(`${part}.text`)}</p>
            </section>
          ))}
          <p className="text-s text-muted">{t('version', { version: NOTICE_VERSION })}</p>
        </article>
      </div>
    </div>
  );
}
