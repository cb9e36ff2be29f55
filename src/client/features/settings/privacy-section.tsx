/** The ways to one's own data, and to what is kept where. */
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Section } from './section.tsx';

const PLACES = [
  { href: '/ajustes/dados', title: 'section.data', text: 'section.dataText' },
  { href: '/privacidade', title: 'section.notice', text: 'section.noticeText' },
] as const;

export function PrivacySection() {
  const { t } = useTranslation('privacy');
  return (
    <Section title={t('section.title')}>
      <ul className="flex flex-col">
        {PLACES.map(({ href, title, text }) => (
          <li key={href}>
            <Link href={href} state={{ from: '/ajustes' }} className="target block py-2">
              <span className="block font-semibold">{t(title)}</span>
              <span className="block text-pretty text-s text-muted">{t(text)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
