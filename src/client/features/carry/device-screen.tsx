/** `/ajustes/levar`: everything of this device into one file, or a file of another device into this one. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCarryDoor } from '#client/session/carry-door.ts';
import { BringPart } from './bring-part.tsx';
import { CarryScreen } from './carry-screen.tsx';
import { TakePart } from './take-part.tsx';

export default function DeviceScreen({ connection }: { readonly connection: ReactNode }) {
  const { t } = useTranslation('carry');
  const door = useCarryDoor();
  return (
    <CarryScreen title={t('file.title')} back="/ajustes" connection={connection} canCarry={door !== null}>
      {door && (
        <>
          <TakePart door={door} />
          <BringPart door={door} />
        </>
      )}
    </CarryScreen>
  );
}
