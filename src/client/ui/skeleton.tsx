/** `SkeletonRows`: grey rows in place of a list that takes longer than 200 ms; before that, nothing. */
import { useDelayed } from './use-delayed.ts';

/** Shorter waits are not noticed; a skeleton that flashes is. */
export const SKELETON_DELAY_MS = 200;

export function SkeletonRows({ count, label }: { readonly count: number; readonly label: string }) {
  const shown = useDelayed(true, SKELETON_DELAY_MS);
  if (!shown) return null;
  return (
    <div role="status" aria-label={label} className="animate-pulse-soft">
      {Array.from({ length: count }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of nothing have no other identity.
        <div key={row} className="flex items-center gap-3 px-4 py-3">
          <span className="size-12 rounded-[16px] bg-line" />
          <span className="flex flex-1 flex-col gap-2">
            <span className="h-4 w-2/5 rounded-s bg-line" />
            <span className="h-3 w-4/5 rounded-s bg-line" />
          </span>
        </div>
      ))}
    </div>
  );
}
