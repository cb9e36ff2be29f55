/** One of several, by the phone's own list. */
import { type ReactNode, useId } from 'react';

export interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Its options. */
  readonly children: ReactNode;
}

export function Select({ label, value, onChange, children }: SelectProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1">
      <label htmlFor={id} className="text-s font-semibold">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="target w-full min-w-0 rounded-m border border-line bg-surface px-3 py-2 text-m text-ink"
      >
        {children}
      </select>
    </div>
  );
}
