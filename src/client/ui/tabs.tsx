/** `LinkTabs`: pages of one thing (Conversa · Pessoas). They are links: the address says where one is. */
import { Link } from 'wouter';
import { classes } from './classes.ts';

export interface LinkTab {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
}

export function LinkTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly LinkTab[] }) {
  return (
    <nav aria-label={label} className="flex gap-1 overflow-x-auto px-3 pb-1">
      {tabs.map(({ href, label: text, current }) => (
        <Link
          key={href}
          href={href}
          // Going to and fro between tabs is one place for the back button.
          replace
          state={history.state}
          aria-current={current ? 'page' : undefined}
          className={classes(
            'target inline-flex shrink-0 items-center justify-center rounded-full px-3 text-s font-semibold',
            current ? 'bg-own text-own-ink' : 'text-muted',
          )}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
