/** The ways to one's own data, and to what is kept where. */
import { useTranslation } from 'react-i18next';
import { PlaceList } from './place-list.tsx';
import { Section } from './section.tsx';

const PLACES = [
  { href: '/ajustes/dados', title: 'section.data', text: 'section.dataText' },
  { href: '/privacidade', title: 'section.notice', text: 'section.noticeText' },
] as const;

export function PrivacySection() {
  const { t } = useTranslation('privacy');
  return (
    <Section title={t('section.title')}>
      <PlaceList places={PLACES.map(({ href, title, text }) => ({ href, title: t(title), text: t(text) }))} />
    </Section>
  );
}
