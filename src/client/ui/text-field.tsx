/** `TextField`: label, one line of input, a hint or an error tied to it. */
import { type ComponentProps, useId } from 'react';
import { classes } from './classes.ts';

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'className'> {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

export function TextField({ label, hint, error, id, ...rest }: TextFieldProps) {
  const ownId = useId();
  const inputId = id ?? ownId;
  const noteId = `${inputId}-note`;
  const note = error ?? hint;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={inputId} className="text-s font-semibold">
        {label}
      </label>
      <input
        autoComplete="off"
        {...rest}
        id={inputId}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={note === undefined ? undefined : noteId}
        className={classes(
          'target w-full rounded-m border bg-surface px-4 py-2 text-m text-ink',
          error === undefined ? 'border-line' : 'border-bad',
        )}
      />
      {note !== undefined && (
        <p
          id={noteId}
          role={error === undefined ? undefined : 'alert'}
          className={classes('text-s', error === undefined ? 'text-muted' : 'text-bad')}
        >
          {note}
        </p>
      )}
    </div>
  );
}
