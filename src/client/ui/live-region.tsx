/** `LiveRegion`: says its text aloud, politely, when it changes. */
import type { ReactNode } from 'react';

export function LiveRegion({ children }: { readonly children: ReactNode }) {
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {children}
    </div>
  );
}
