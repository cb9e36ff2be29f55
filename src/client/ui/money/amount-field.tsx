/**
 * `AmountField`: an amount as it is typed, comma or dot, with the phone's number keys. It keeps the text; who uses it
 * reads the centavos out of it. `size="hero"` is the one amount a screen is about; `row` stands beside a name and
 * hides its label, which is still its accessible name.
 */
import { type ComponentProps, useId } from 'react';
import { classes } from '../classes.ts';

export interface AmountFieldProps
  extends Omit<ComponentProps<'input'>, 'className' | 'size' | 'value' | 'onChange' | 'type'> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** "R$", "%": stands in the field, and is part of what the field is called only where the label says so. */
  readonly unit: string;
  readonly unitAtEnd?: boolean;
  readonly size?: 'hero' | 'field' | 'row';
  readonly error?: string | undefined;
}

const FRAMES = {
  hero: 'rounded-l px-4 py-2 text-xl font-bold tracking-tight',
  field: 'target rounded-m px-4 py-2 text-m',
  row: 'target w-32 rounded-m px-3 py-1 text-m',
} as const;

export function AmountField({
  label,
  value,
  onChange,
  unit,
  unitAtEnd = false,
  size = 'field',
  error,
  id,
  ...rest
}: AmountFieldProps) {
  const ownId = useId();
  const inputId = id ?? ownId;
  const errorId = `${inputId}-error`;
  const unitMark = (
    <span aria-hidden="true" className="shrink-0 text-muted">
      {unit}
    </span>
  );
  return (
    <div className={classes('flex flex-col gap-1', size === 'row' && 'shrink-0')}>
      <label htmlFor={inputId} className={size === 'row' ? 'sr-only' : 'text-s font-semibold'}>
        {label}
      </label>
      <div
        className={classes(
          'flex items-center gap-2 border bg-surface text-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-brand',
          FRAMES[size],
          error === undefined ? 'border-line' : 'border-bad',
        )}
      >
        {!unitAtEnd && unitMark}
        <input
          autoComplete="off"
          inputMode="decimal"
          enterKeyHint="next"
          {...rest}
          id={inputId}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          // What stands there is replaced by the next key, as in a calculator.
          onFocus={(event) => event.target.select()}
          aria-invalid={error !== undefined || undefined}
          aria-describedby={error === undefined ? undefined : errorId}
          className={classes(
            'w-full min-w-0 bg-transparent tabular outline-none',
            size === 'row' && 'text-end',
          )}
        />
        {unitAtEnd && unitMark}
      </div>
      {error !== undefined && (
        <p id={errorId} role="alert" className="text-s text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
