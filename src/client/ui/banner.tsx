/** `Banner`: a quiet pill that says one thing and may offer an action, or one of two. `Notice`: the same as a block of text. */
import type { ReactNode } from 'react';
import { classes } from './classes.ts';

export type BannerTone = 'wait' | 'good' | 'bad' | 'plain';

const TONES: Record<BannerTone, string> = {
  wait: 'bg-wait-soft text-wait',
  good: 'bg-own text-own-ink',
  bad: 'bg-bad-soft text-bad',
  plain: 'bg-surface text-ink border border-line',
};

export interface BannerAction {
  readonly label: string;
  readonly run: () => void;
}

export function Banner({
  tone,
  children,
  action,
  other,
}: {
  readonly tone: BannerTone;
  readonly children: ReactNode;
  readonly action?: BannerAction | undefined;
  /** Instead of `action`. */
  readonly other?: BannerAction | undefined;
}) {
  return (
    <div
      className={classes(
        'inline-flex min-h-8 max-w-full animate-fade-in items-center gap-2 px-3 text-s font-semibold',
        other ? 'flex-wrap gap-x-6 rounded-m py-1' : 'rounded-full',
        TONES[tone],
      )}
    >
      <span className="inline-flex min-w-0 items-center gap-2">
        <span aria-hidden="true" className="size-2 shrink-0 rounded-full bg-current" />
        <span className="min-w-0 py-1">{children}</span>
      </span>
      {[action, other].map(
        (offered) =>
          offered && (
            <button
              key={offered.label}
              type="button"
              onClick={offered.run}
              // The pill stays low; the area a thumb can hit does not.
              className="relative shrink-0 py-1 font-bold underline underline-offset-2 after:absolute after:inset-x-[-8px] after:inset-y-[-8px]"
            >
              {offered.label}
            </button>
          ),
      )}
    </div>
  );
}

export function Notice({ tone, children }: { readonly tone: BannerTone; readonly children: ReactNode }) {
  return <div className={classes('rounded-m p-4 text-s text-pretty', TONES[tone])}>{children}</div>;
}
