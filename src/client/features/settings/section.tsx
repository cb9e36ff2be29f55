import { type ReactNode, useId } from 'react';

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3 py-5">
      <h2 id={id} className="text-s font-semibold text-muted">
        {title}
      </h2>
      {children}
    </section>
  );
}
