/** `SupportLine` where something has already failed: it comes late, and when it does not come nothing else suffers. */
import { useEffect, useState } from 'react';
import type { SupportLine } from './support-line.tsx';

export function LateSupportLine({ code }: { readonly code: string }) {
  const [Line, setLine] = useState<typeof SupportLine>();
  useEffect(() => {
    import('./support-line.tsx').then(
      (late) => setLine(() => late.SupportLine),
      () => undefined,
    );
  }, []);
  return Line ? <Line code={code} /> : null;
}
