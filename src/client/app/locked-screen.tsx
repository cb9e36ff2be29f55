/** The screen of a locked device, fetched like any other one. */
import { Suspense } from 'react';
import { withLaterWords } from '#client/i18n/start-i18n.ts';
import { lazyPart } from '../boundaries/lazy-part.tsx';
import type { LockedDevice } from './locked-device.ts';

const Unlock = lazyPart(withLaterWords(() => import('./unlock-screen.tsx')));

export function LockedScreen({ device }: { readonly device: LockedDevice }) {
  return (
    <Suspense>
      <Unlock device={device} />
    </Suspense>
  );
}
