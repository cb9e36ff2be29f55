/** The frame of what stands under a message: at the side of one's own bubbles, with a name for those who hear it. */
import type { ReactNode } from 'react';

export function CardFrame({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <section
      aria-label={label}
      className="mt-1 ms-auto flex w-full max-w-96 flex-col gap-3 rounded-l border border-line bg-surface p-3 text-ink"
    >
      {children}
    </section>
  );
}
