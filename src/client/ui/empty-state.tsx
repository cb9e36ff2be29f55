/** `EmptyState`: a picture, a heading, a sentence, one thing to do. */
import type { ReactNode } from 'react';

export function EmptyState({
  picture,
  title,
  children,
  action,
  heading: Heading = 'h2',
}: {
  readonly picture: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** `h1` where this is the whole screen. */
  readonly heading?: 'h1' | 'h2';
}) {
  return (
    <div className="mx-auto flex min-h-full max-w-sm flex-col items-center justify-center gap-3 px-6 py-10 text-center">
      <div
        aria-hidden="true"
        className="grid size-20 place-items-center rounded-l bg-own text-[40px] text-own-ink"
      >
        {picture}
      </div>
      <Heading className="text-l font-bold text-balance">{title}</Heading>
      {children !== undefined && <div className="text-muted text-pretty">{children}</div>}
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  );
}
