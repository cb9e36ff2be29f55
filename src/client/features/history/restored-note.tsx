/** That something was brought back, and the way back from it, until what it did was changed anew. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useEngine, useObserved } from '#client/session/session-context.ts';
import type { Intent } from '#client/sync/engine-types.ts';
import { Notice } from '#client/ui/banner.tsx';
import { Button } from '#client/ui/button.tsx';
import { planUndo } from '#domain/past/plan-undo.ts';
import { type KeptRestoring, useRestorings } from './kept-restorings.ts';
import { unsay } from './lost-messages.ts';
import { useReadAsOf } from './use-read-as-of.ts';

export function RestoredNote({ groupId }: { readonly groupId: string }) {
  const { newest, drop } = useRestorings(groupId);
  if (!newest) return null;
  return <Note key={newest.at} groupId={groupId} restoring={newest} onOver={() => drop(newest)} />;
}

interface NoteProps {
  readonly groupId: string;
  readonly restoring: KeptRestoring;
  readonly onOver: () => void;
}

function Note({ groupId, restoring, onOver }: NoteProps) {
  const { t } = useTranslation('history');
  const engine = useEngine();
  const fail = useFailureToast();
  const formats = useFormats();
  const { at, count } = restoring;
  const [shownSince] = useState(() => engine.correctedNow());
  const left = useLeft(groupId, restoring);
  const undo = async (intents: readonly Intent[]): Promise<void> => {
    const saved = await engine.commit(intents);
    if (saved.ok) onOver();
    else fail(`commit.${saved.error}`);
  };
  const when = `${formats.day(at, shownSince)}, ${formats.time(at)}`;
  return (
    <div className="px-4 py-2">
      <Notice tone="good">
        <p>{t('restored', { when, count })}</p>
        {left && left.length === 0 && (
          <>
            <p className="text-s">{t('restoredOver')}</p>
            <Button variant="quiet" onClick={onOver}>
              {t('understood')}
            </Button>
          </>
        )}
        {left && left.length > 0 && (
          <>
            {left.length < count && (
              <p className="text-s">{t('restoredPartly', { count: count - left.length })}</p>
            )}
            <Button variant="quiet" onClick={() => void undo(left)}>
              {t('undo')}
            </Button>
          </>
        )}
      </Notice>
    </div>
  );
}

/** What undoes it now; undefined until that is known. */
function useLeft(groupId: string, { did }: KeptRestoring): readonly Intent[] | undefined {
  const ground = useObserved((source) => source.observePastGround(groupId), [groupId]);
  const messageIds = did.what === 'messages' ? did.messageIds : null;
  // What is not there is on its way.
  const rows = useReadAsOf(
    (reader) => messageIds && reader.listPastMessages(groupId, { ids: messageIds }),
    [groupId, messageIds, ground?.head],
  );
  if (did.what === 'messages') {
    if (!rows) return undefined;
    const deleted = new Set(rows.flatMap((row) => (row.deletedBy === null ? [] : [row.id])));
    const stillSaid = did.messageIds.filter((id) => !deleted.has(id));
    return unsay(groupId, stillSaid);
  }
  return ground && planUndo(did, ground.ledger).map((op): Intent => ({ ...op, groupId }));
}
