/** The ways to what concerns the person's account; each is a screen of its own. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEngineStatus } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { LeaveSheet } from './leave-sheet.tsx';
import { PlaceList } from './place-list.tsx';
import { Section } from './section.tsx';

const PLACES = [
  { href: '/ajustes/protecao', title: 'section.protect', text: 'section.protectText' },
  { href: '/ajustes/aparelhos', title: 'section.devices', text: 'section.devicesText' },
  { href: '/entrar/conta', title: 'section.enter', text: 'section.enterText' },
] as const;

export function AccountSection() {
  const { t } = useTranslation('account');
  const [leaving, setLeaving] = useState(false);
  // A read-only device of an older app has nobody to sign out.
  const isClosed = useEngineStatus().storage === 'closed';
  if (isClosed) return null;
  return (
    <Section title={t('section.title')}>
      <PlaceList places={PLACES.map(({ href, title, text }) => ({ href, title: t(title), text: t(text) }))} />
      <Button variant="quiet" onClick={() => setLeaving(true)}>
        {t('section.leave')}
      </Button>
      {leaving && <LeaveSheet onClose={() => setLeaving(false)} />}
    </Section>
  );
}
