/** `IconButton`: an icon that is a button; its `label` is its accessible name and its tooltip. */
import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';

export interface IconButtonProps
  extends Omit<ComponentProps<'button'>, 'className' | 'aria-label' | 'children'> {
  readonly label: string;
  readonly icon: ReactNode;
  readonly tone?: 'plain' | 'brand';
}

export function IconButton({ label, icon, tone = 'plain', type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      title={label}
      className={classes(
        'target inline-grid shrink-0 place-items-center rounded-full transition-opacity active:opacity-75',
        'disabled:opacity-50',
        tone === 'brand' ? 'bg-brand text-on-brand' : 'text-ink hover:bg-line/60',
      )}
    >
      {icon}
    </button>
  );
}
