/**
 * `ScreenHeader`: back, picture, title with a line below, actions. `BackLink`: goes back in history when the page
 * before is the one it names (`<Link state={{ from }}>` says so), else opens that page.
 */
import ArrowLeft from 'lucide-react/icons/arrow-left';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

export interface ScreenHeaderProps {
  readonly title: ReactNode;
  readonly subtitle?: ReactNode;
  readonly picture?: ReactNode;
  readonly back?: BackLinkProps | undefined;
  readonly actions?: ReactNode;
}

export function ScreenHeader({ title, subtitle, picture, back, actions }: ScreenHeaderProps) {
  return (
    <header className="px-safe flex min-h-16 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 pt-[max(8px,env(safe-area-inset-top))] pb-2">
      {back && <BackLink {...back} />}
      {picture}
      {/* Large text pushes the actions to a line of their own before it hides the title. */}
      <div className="min-w-16 flex-1">
        <h1 className="truncate text-l font-bold tracking-tight">{title}</h1>
        {subtitle !== undefined && <div className="truncate text-xs text-muted">{subtitle}</div>}
      </div>
      {actions}
    </header>
  );
}

export interface BackLinkProps {
  readonly href: string;
  readonly label: string;
  /** Where the list stands beside the page there is nowhere to go back to. */
  readonly onlyNarrow?: boolean;
}

export function BackLink({ href, label, onlyNarrow = false }: BackLinkProps) {
  return (
    <Link
      href={href}
      aria-label={label}
      title={label}
      onClick={(event) => {
        const { from } = (history.state ?? {}) as { from?: unknown };
        if (from !== href) return;
        event.preventDefault();
        history.back();
      }}
      className={`target -ms-3 inline-grid shrink-0 place-items-center rounded-full ${onlyNarrow ? 'wide:hidden' : ''}`}
    >
      <ArrowLeft aria-hidden="true" size={24} className="rtl:-scale-x-100" />
    </Link>
  );
}
