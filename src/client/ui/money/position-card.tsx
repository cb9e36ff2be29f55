/** `PositionCard`: where somebody stands, in words as well as in colour, and what they may do about it. */
import type { ReactNode } from 'react';
import { AmountText } from './amount-text.tsx';

export interface PositionCardProps {
  readonly label: string;
  /** Positive: they are owed. */
  readonly netMinor: number;
  /** The amount without its sign, as it is read. */
  readonly amount: string;
  readonly words: {
    readonly owe: string;
    readonly owed: string;
    readonly even: string;
    readonly evenText: string;
  };
  readonly children?: ReactNode;
}

export function PositionCard({ label, netMinor, amount, words, children }: PositionCardProps) {
  return (
    <section aria-label={label} className="mx-4 rounded-l border border-line bg-surface p-4">
      {netMinor === 0 ? (
        <>
          <p className="text-l font-bold text-brand">{words.even}</p>
          <p className="text-s text-pretty text-muted">{words.evenText}</p>
        </>
      ) : (
        <>
          <p className="text-s text-muted">{netMinor < 0 ? words.owe : words.owed}</p>
          <p>
            <AmountText size="xl" tone={netMinor < 0 ? 'bad' : 'good'}>
              {amount}
            </AmountText>
          </p>
        </>
      )}
      {children}
    </section>
  );
}
