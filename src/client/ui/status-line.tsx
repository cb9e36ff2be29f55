/** `StatusLine`: one thing to know, as wide as the screen, standing in the flow of the page. */
import type { ReactNode } from 'react';
import { classes } from './classes.ts';

const TONES = {
  wait: 'bg-wait-soft text-wait',
  good: 'bg-own text-own-ink',
  bad: 'bg-bad-soft text-bad',
} as const;

export function StatusLine({
  tone,
  children,
}: {
  readonly tone: keyof typeof TONES;
  readonly children: ReactNode;
}) {
  return (
    <div
      className={classes(
        'px-safe flex min-h-9 animate-fade-in items-center gap-2 text-s font-semibold text-pretty',
        TONES[tone],
      )}
    >
      <span aria-hidden="true" className="size-2 shrink-0 rounded-full bg-current" />
      <span className="min-w-0 py-1.5">{children}</span>
    </div>
  );
}
