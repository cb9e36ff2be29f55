/** Rows with a check box each, the whole row to touch. */
import { type ReactNode, useId } from 'react';

export function CheckRows({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="pb-1 text-s font-bold text-muted">{label}</legend>
      <div className="divide-y divide-line">{children}</div>
    </fieldset>
  );
}

export interface CheckRowProps {
  readonly title: string;
  readonly note?: string;
  readonly isChecked: boolean;
  readonly onChange: () => void;
}

export function CheckRow({ title, note, isChecked, onChange }: CheckRowProps) {
  const noteId = useId();
  return (
    <label className="target flex cursor-pointer items-center gap-3 py-2">
      <input
        type="checkbox"
        checked={isChecked}
        onChange={onChange}
        aria-describedby={note ? noteId : undefined}
        aria-label={title}
        className="size-5 shrink-0 accent-brand"
      />
      <span className="min-w-0">
        <bdi className="block truncate">{title}</bdi>
        {note && (
          <span id={noteId} className="block text-s text-pretty text-muted">
            {note}
          </span>
        )}
      </span>
    </label>
  );
}
