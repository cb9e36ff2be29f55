/** That something was brought back, and the way back from it, until what it did was changed anew. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useEngine, useObserved, useReader } from '#client/session/session-context.ts';
import type { Intent } from '#client/sync/engine-types.ts';
import { Notice } from '#client/ui/banner.tsx';
import { Button } from '#client/ui/button.tsx';
import { planUndo } from '#domain/past/plan-undo.ts';
import { type KeptRestoring, useRestorings } from './kept-restorings.ts';
import { unsay } from './lost-messages.ts';

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
  const reader = useReader();
  const ground = useObserved((source) => source.observePastGround(groupId), [groupId]);
  const [deleted, setDeleted] = useState<ReadonlySet<string>>();
  const head = ground?.head;
  const messageIds = did.what === 'messages' ? did.messageIds : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the head tells that there is something new to read.
  useEffect(() => {
    if (!messageIds) return;
    let isOver = false;
    // What is not there is on its way.
    void reader.listPastMessages(groupId, { ids: messageIds }).then((rows) => {
      if (!isOver) setDeleted(new Set(rows.flatMap((row) => (row.deletedBy === null ? [] : [row.id]))));
    });
    return () => {
      isOver = true;
    };
  }, [reader, groupId, messageIds, head]);
  if (did.what === 'messages') {
    return (
      deleted &&
      unsay(
        groupId,
        did.messageIds.filter((id) => !deleted.has(id)),
      )
    );
  }
  return ground && planUndo(did, ground.ledger).map((op): Intent => ({ ...op, groupId }));
}
