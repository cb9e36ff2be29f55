/**
 * The other releases that scenarios serve, built before the first of them: inside of one, a build would count as its time
 * and take the processor from its neighbour. Only where all of the suite runs; elsewhere who needs one makes it.
 */
import { NEXT_WITH_MIGRATION, PREVIOUS } from '../support/other-release.ts';
import { buildAs } from './build-as.ts';

export default function buildOtherReleases(): void {
  if (process.env.CI !== 'true') return;
  for (const release of [PREVIOUS, NEXT_WITH_MIGRATION, 'fault-flags'] as const) buildAs(release);
}
