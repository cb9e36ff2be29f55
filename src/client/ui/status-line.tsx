/**
 * `StatusLine`: one thing to know, as wide as the screen, standing in the flow of the page. The region is there also when it
 * says nothing, so that what it comes to say is heard; `aside` stands beside it, on the same ground, and is not.
 */
import type { ReactNode } from 'react';
import { classes } from './classes.ts';

const TONES = {
  wait: 'bg-wait-soft text-wait',
  good: 'bg-own text-own-ink',
  bad: 'bg-bad-soft text-bad',
} as const;

export function StatusLine({
  tone,
  label,
  aside,
  children,
}: {
  /** undefined: nothing is said. */
  readonly tone: keyof typeof TONES | undefined;
  readonly label: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  const isShown = tone !== undefined;
  return (
    <div
      className={
        isShown
          ? classes(
              'px-safe flex min-h-9 animate-fade-in flex-wrap items-center gap-x-2 text-s text-pretty',
              TONES[tone],
            )
          : undefined
      }
    >
      <div className={isShown ? 'flex min-w-0 items-center gap-2' : undefined}>
        {isShown && <span aria-hidden="true" className="size-2 shrink-0 rounded-full bg-current" />}
        <div
          role="status"
          aria-label={label}
          className={isShown ? 'min-w-0 py-1.5 font-semibold' : undefined}
        >
          {children}
        </div>
      </div>
      {isShown && aside && <div className="-mt-1 ps-4 pb-1.5">{aside}</div>}
    </div>
  );
}
