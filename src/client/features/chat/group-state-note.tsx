/** Why a group is not quite here yet, above the composer; and, when one is out of it, the screen that says so. */
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { GroupView } from '#client/store/read-types.ts';
import { Notice } from '#client/ui/banner.tsx';
import { buttonClasses } from '#client/ui/button.tsx';
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

export function OutOfGroup({ state }: { readonly state: 'refused' | 'gone' }) {
  const { t } = useTranslation('chat');
  return (
    <EmptyState
      picture={state === 'gone' ? '👋' : '🔒'}
      title={t(`state.${state}Title`)}
      action={
        <Link href="/fila" className={buttonClasses('primary')}>
          {t('state.tray')}
        </Link>
      }
    >
      {t(`state.${state}`)}
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
