/** `Button`: `primary` once per screen, `quiet` beside it, `danger` for loss, `text` inside running content. */
import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';

export type ButtonVariant = 'primary' | 'quiet' | 'danger' | 'text';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'className'> {
  readonly variant?: ButtonVariant;
  readonly icon?: ReactNode;
  /** Keeps the focus and says `aria-busy`; presses are ignored meanwhile. */
  readonly busy?: boolean;
  readonly wide?: boolean;
}

const VARIANTS: Record<ButtonVariant, string> = {
  primary: 'bg-brand text-on-brand font-bold px-4',
  quiet: 'border border-line bg-transparent text-ink font-bold px-4',
  danger: 'bg-bad-soft text-bad font-bold px-4',
  text: 'text-brand font-semibold px-2 underline-offset-4 hover:underline',
};

export function buttonClasses(variant: ButtonVariant, wide = false): string {
  return classes(
    'target inline-flex items-center justify-center gap-2 rounded-m py-2 text-s select-none',
    'transition-opacity active:opacity-75 disabled:opacity-50',
    VARIANTS[variant],
    wide && 'w-full',
  );
}

export function Button({
  variant = 'primary',
  icon,
  busy = false,
  wide = false,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={buttonClasses(variant, wide)}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {icon}
      {children}
    </button>
  );
}
