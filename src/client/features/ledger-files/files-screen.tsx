/** `/g/:id/contas/importar`: accounts of another app brought in, those of this group taken along. All of it on this device. */

import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LedgerRoom } from '#client/rooms/ledger-room.tsx';
import { ScrollRegion } from '#client/ui/scroll-region.tsx';
import { isPermitted } from '#domain/permissions.ts';
import { ExportPart } from './export-part.tsx';
import { ImportFlow } from './import-flow.tsx';

export interface FilesScreenProps {
  readonly groupId: string;
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
}

export default function FilesScreen({ groupId, connection }: FilesScreenProps) {
  const { t } = useTranslation('files');
  return (
    <LedgerRoom groupId={groupId} title={t('title')} connection={connection}>
      {(group) => (
        <ScrollRegion label={t('title')} layout="flex flex-col gap-8 px-4 pt-4">
          {isPermitted('expense.added', group.myRole, true) ? (
            <ImportFlow group={group} />
          ) : (
            <>
              <p className="rounded-m bg-wait-soft px-4 py-3 text-s text-wait">{t('guest')}</p>
              <ExportPart group={group} />
            </>
          )}
        </ScrollRegion>
      )}
    </LedgerRoom>
  );
}
