/** `AmountText`: an amount in figures of one width. The tone repeats what the words beside it say. */
import { classes } from '../classes.ts';

export type AmountTone = 'plain' | 'good' | 'bad' | 'muted';

const TONES: Record<AmountTone, string> = {
  plain: '',
  good: 'text-brand',
  bad: 'text-bad',
  muted: 'text-muted',
};

const SIZES = {
  s: 'text-s font-semibold',
  m: 'font-bold',
  xl: 'text-xl font-bold tracking-tight',
} as const;

export function AmountText({
  children,
  tone = 'plain',
  size = 'm',
}: {
  readonly children: string;
  readonly tone?: AmountTone;
  readonly size?: keyof typeof SIZES;
}) {
  return <span className={classes('tabular whitespace-nowrap', SIZES[size], TONES[tone])}>{children}</span>;
}
