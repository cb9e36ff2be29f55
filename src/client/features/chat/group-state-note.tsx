/** Why a group is not quite here yet, above the composer; and, when one is out of it, the screen that says so. */
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useEngine } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Notice } from '#client/ui/banner.tsx';
import { Button, buttonClasses } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';

/** Nothing when nothing is held up. */
export function GroupStateNote({ group }: { readonly group: GroupView }) {
  const { t } = useTranslation('chat');
  const words = wordsOf(group);
  if (!words) return null;
  return (
    <div role="status" className="shrink-0 px-3 pt-2">
      <Notice tone="wait">{t(`state.${words}`)}</Notice>
    </div>
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

export function GroupNotFound() {
  const { t } = useTranslation('chat');
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <EmptyState
        picture="🧭"
        title={t('state.notFoundTitle')}
        action={
          <Link href="/" className={buttonClasses('primary')}>
            {t('state.home')}
          </Link>
        }
      >
        {t('state.notFound')}
      </EmptyState>
    </div>
  );
}
