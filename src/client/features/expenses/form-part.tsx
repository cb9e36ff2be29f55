/** A part of the form under a small heading, with what is wrong in it said as it changes. */
import { type ReactNode, useId } from 'react';

export function FormPart({
  title,
  problem,
  done,
  children,
}: {
  readonly title: string;
  readonly problem?: string | undefined;
  /** Said in place of a problem when there is none. */
  readonly done?: string | undefined;
  readonly children: ReactNode;
}) {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className="flex flex-col gap-2">
      <h2 id={titleId} className="text-s font-semibold">
        {title}
      </h2>
      {children}
      <p
        role="status"
        className={`text-s font-semibold tabular empty:hidden ${problem === undefined ? 'text-brand' : 'text-wait'}`}
      >
        {problem ?? done}
      </p>
    </section>
  );
}
