/**
 * After a loss: the database was emptied, or an older one came back. What the newest good copy has goes back beside what is
 * there, before anything else looks at it; then the engine checks in, finds the loss and takes another id (sync/canary.ts).
 *
 *   loss ─→ recover ─→ `meta.recovered`, and which loss it was for (`recoveredFor`)
 *              └─ refused (no room, the connection lost) ─→ owed: the app goes on, and it is done at the next start
 *
 * While it is owed no copy is made: the newest would be one of what is not recovered yet. All of it may run again after a
 * kill, since restoring is additive (restore-parts.ts).
 */
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Testimony } from '#client/platform/witness.ts';
import { owedLoss } from '#client/sync/canary.ts';
import { getMeta, putMeta } from '#client/sync/device-meta.ts';
import type { CopyStore } from './copy-store.ts';
import { type BestParts, readBestParts } from './read-copy.ts';
import { type Restored, type RestorePorts, restoreParts } from './restore-parts.ts';

export interface RecoverPorts extends RestorePorts {
  readonly copies: CopyStore;
}

export interface Recovered {
  readonly best: BestParts;
  readonly restored: Restored;
}

/** The canary of the database whose loss was not recovered from yet; null: there is none. */
export function findLoss(store: DeviceStore, testimony: Testimony | undefined): Promise<string | null> {
  return store.read(['meta'], async (tx) =>
    owedLoss(
      {
        hasDevice: (await getMeta(tx, 'device')) !== undefined,
        canary: await getMeta(tx, 'canary'),
        recoveredFor: await getMeta(tx, 'recoveredFor'),
      },
      testimony,
    ),
  );
}

/** undefined: no copy can be read, and the groups come back from the server alone. */
export async function recover(ports: RecoverPorts, lost: string): Promise<Recovered | undefined> {
  const { store, copies } = ports;
  const best = await readBestParts(copies);
  const restored = best && (await restoreParts(ports, best.parts, { kind: 'everything' }));
  await store.write(['meta'], async (tx) => {
    await putMeta(tx, 'recoveredFor', lost);
    if (!best || !restored) return;
    const { queued, trayed, drafts, groups } = restored;
    const damaged = restored.damaged + best.damaged.length;
    await putMeta(tx, 'recovered', { copiedAt: best.from.at, queued, trayed, drafts, groups, damaged });
  });
  return best && restored && { best, restored };
}
