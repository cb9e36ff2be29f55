/** Grupos · Fila · Ajustes, at the thumb. The badge counts what waits, or in red what needs the person. */
import Clock from 'lucide-react/icons/clock-3';
import MessageCircle from 'lucide-react/icons/message-circle';
import Settings from 'lucide-react/icons/settings';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useEngineStatus } from '#client/session/session-context.ts';
import { Badge } from '#client/ui/badge.tsx';
import { useDelayed } from '#client/ui/use-delayed.ts';

export type AppPlace = 'groups' | 'queue' | 'settings';

/** What is sent sooner than this never shows as waiting. */
const QUEUED_DELAY_MS = 700;

export function AppNav({ place }: { readonly place: AppPlace | null }) {
  const { t } = useTranslation();
  const { queued, tray } = useEngineStatus();
  const waiting = useDelayed(queued > 0, QUEUED_DELAY_MS) ? queued : 0;
  return (
    <nav
      aria-label={t('nav.label')}
      className="flex shrink-0 border-t border-line bg-surface px-2 pt-1 pb-[max(6px,env(safe-area-inset-bottom))]"
    >
      <Item
        href="/"
        current={place === 'groups'}
        label={t('nav.groups')}
        icon={<MessageCircle size={22} />}
      />
      <Item
        href="/fila"
        current={place === 'queue'}
        label={t('nav.queue')}
        icon={<Clock size={22} />}
        badge={
          tray > 0 ? (
            <Badge tone="bad" count={tray} label={t('nav.needsYou', { count: tray })} />
          ) : (
            <Badge tone="wait" count={waiting} label={t('nav.waiting', { count: waiting })} />
          )
        }
      />
      <Item
        href="/ajustes"
        current={place === 'settings'}
        label={t('nav.settings')}
        icon={<Settings size={22} />}
      />
    </nav>
  );
}

function Item({
  href,
  current,
  label,
  icon,
  badge,
}: {
  readonly href: string;
  readonly current: boolean;
  readonly label: string;
  readonly icon: ReactNode;
  readonly badge?: ReactNode;
}) {
  return (
    <Link
      href={href}
      aria-current={current ? 'page' : undefined}
      className={`flex min-h-12 flex-1 flex-col items-center justify-center gap-0.5 rounded-m text-xs font-semibold ${current ? 'text-brand' : 'text-muted'}`}
    >
      <span aria-hidden="true">{icon}</span>
      <span className="flex items-center gap-1">
        {label}
        {badge}
      </span>
    </Link>
  );
}
