/** Why a group is not quite here yet, above the composer; and, when one is out of it, the screen that says so. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Notice } from '#client/ui/banner.tsx';
import { Button, buttonClasses } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { ConfirmSheet } from '#client/ui/sheet.tsx';
import { useToast } from '#client/ui/toast.tsx';

/** Nothing when nothing is held up. */
export function GroupStateNote({ group }: { readonly group: GroupView }) {
  const { t } = useTranslation('chat');
  const words = wordsOf(group);
  if (!words) return null;
  return (
    <div className="shrink-0 px-3 pt-2">
      <div role="status">
        <Notice tone="wait">{t(`state.${words}`)}</Notice>
      </div>
      {words === 'approval' && <TakeBack groupId={group.groupId} />}
    </div>
  );
}

/** Whoever asked to come in may change their mind; an admin who answers meanwhile has answered. */
function TakeBack({ groupId }: { readonly groupId: string }) {
  const { t } = useTranslation('chat');
  const engine = useEngine();
  const toast = useToast();
  const fail = useFailureToast();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState(false);
  const takeBack = async (): Promise<void> => {
    setAsking(false);
    const saved = await engine.commit([{ type: 'member.left', groupId, body: {} }]);
    if (!saved.ok) return fail(`commit.${saved.error}`);
    toast.show({ text: t('takeBack.done') });
    navigate('/', { replace: true });
  };
  return (
    <>
      <Button variant="text" onClick={() => setAsking(true)}>
        {t('takeBack.open')}
      </Button>
      <ConfirmSheet
        open={asking}
        onClose={() => setAsking(false)}
        title={t('takeBack.title')}
        closeLabel={t('takeBack.cancel')}
        confirmLabel={t('takeBack.confirm')}
        cancelLabel={t('takeBack.cancel')}
        danger
        onConfirm={() => void takeBack()}
      >
        <p>{t('takeBack.text')}</p>
      </ConfirmSheet>
    </>
  );
}

function wordsOf({
  state,
  waiting,
}: GroupView): 'approval' | 'unknownGroup' | 'unsupported' | 'waiting' | 'joining' | null {
  if (waiting === 'approval') return 'approval';
  if (waiting === 'unknown-group') return 'unknownGroup';
  if (waiting === 'unsupported') return 'unsupported';
  if (waiting !== null) return 'waiting';
  return state === 'joining' ? 'joining' : null;
}

const PICTURES = { refused: '🔒', gone: '👋', removed: '🚪', deleted: '🗑️' } as const;

export function OutOfGroup({ group }: { readonly group: GroupView }) {
  const { t } = useTranslation('chat');
  const engine = useEngine();
  const [, navigate] = useLocation();
  const { groupId, state, goneReason } = group;
  const isNews = state === 'gone' && (goneReason === 'removed' || goneReason === 'deleted');
  const words = state === 'refused' ? 'refused' : isNews ? goneReason : 'gone';
  const dismiss = async (): Promise<void> => {
    await engine.dismissEnd(groupId);
    navigate('/', { replace: true });
  };
  return (
    <EmptyState
      picture={PICTURES[words]}
      title={t(`state.${words}Title`)}
      action={
        <span className="flex flex-wrap justify-center gap-2">
          <Link href="/fila" className={buttonClasses('primary')}>
            {t('state.tray')}
          </Link>
          {isNews && (
            <Button variant="quiet" onClick={() => void dismiss()}>
              {t('state.dismiss')}
            </Button>
          )}
        </span>
      }
    >
      {t(`state.${words}`)}
    </EmptyState>
  );
}
