/** The part of a screen that scrolls, down to the edge of the phone; reachable by keyboard, and named for those who hear it. */
import type { ReactNode, Ref } from 'react';
import { classes } from './classes.ts';

export interface ScrollRegionProps {
  readonly label: string;
  /** How its parts lie. */
  readonly layout?: string;
  /** A button floats over its end: the last row scrolls up from under it. */
  readonly isUnderButton?: boolean;
  readonly ref?: Ref<HTMLElement>;
  readonly children: ReactNode;
}

export function ScrollRegion({ label, layout, isUnderButton = false, ref, children }: ScrollRegionProps) {
  return (
    <section
      ref={ref}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      className={classes(
        'min-h-0 flex-1 overflow-x-hidden overflow-y-auto',
        'focus-visible:outline-offset-[-2px]',
        isUnderButton ? 'pb-24' : 'pb-[max(24px,env(safe-area-inset-bottom))]',
        layout,
      )}
    >
      {children}
    </section>
  );
}
