/** What can be done with the table the caret stands in. */
import type { ChainedCommands, Editor } from '@tiptap/core';
import { useTranslation } from 'react-i18next';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';

const ACTIONS = {
  rowAfter: (chain: ChainedCommands) => chain.addRowAfter(),
  rowBefore: (chain: ChainedCommands) => chain.addRowBefore(),
  columnAfter: (chain: ChainedCommands) => chain.addColumnAfter(),
  columnBefore: (chain: ChainedCommands) => chain.addColumnBefore(),
  headerRow: (chain: ChainedCommands) => chain.toggleHeaderRow(),
  deleteRow: (chain: ChainedCommands) => chain.deleteRow(),
  deleteColumn: (chain: ChainedCommands) => chain.deleteColumn(),
  deleteTable: (chain: ChainedCommands) => chain.deleteTable(),
} as const;

const isDangerous = (action: string): boolean => action.startsWith('delete');

export function TableSheet({ editor, onClose }: { readonly editor: Editor; readonly onClose: () => void }) {
  const { t } = useTranslation('editor');
  return (
    <Sheet open onClose={onClose} title={t('table.title')} closeLabel={t('close')} isForReading>
      <div className="grid grid-cols-2 gap-2">
        {(Object.keys(ACTIONS) as (keyof typeof ACTIONS)[]).map((action) => (
          <Button
            key={action}
            wide
            variant={isDangerous(action) ? 'danger' : 'quiet'}
            onClick={() => {
              onClose();
              ACTIONS[action](editor.chain().focus()).run();
            }}
          >
            {t(`table.${action}`)}
          </Button>
        ))}
      </div>
    </Sheet>
  );
}
