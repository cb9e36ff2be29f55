/** `/fila/arquivo`: what waits here goes out by somebody else of the group, and what they gave goes out from here. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCarryDoor } from '#client/session/carry-door.ts';
import { CarryScreen } from './carry-screen.tsx';
import { MinePart } from './mine-part.tsx';
import { TheirsPart } from './theirs-part.tsx';

export default function QueueScreen({ connection }: { readonly connection: ReactNode }) {
  const { t } = useTranslation('carry');
  const door = useCarryDoor();
  return (
    <CarryScreen title={t('bundle.title')} back="/fila" connection={connection} canCarry={door !== null}>
      {door && (
        <>
          <p className="py-4 text-pretty">{t('bundle.about')}</p>
          <MinePart door={door} />
          <TheirsPart door={door} />
        </>
      )}
    </CarryScreen>
  );
}
