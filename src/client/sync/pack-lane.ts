/**
 * What waits in one group, numbered from the lowest number without a verdict: what a bundle carries. From here on these
 * ops wait for their verdict, as if they had been sent: they may reach the server by whoever brings them.
 *
 * Left behind: what waits for its photos, what is too much for one file, and whatever needs a secret beside it.
 */
import type { DeviceStore } from '#client/platform/device-store.ts';
import { makesMembership } from '#domain/op-types.ts';
import type { CarriedPush } from '#protocol/bundle.ts';
import { toWireOp } from '#protocol/fields.ts';
import { BUNDLE_LIMITS } from '#protocol/limits.ts';
import { listOutbox } from './commit-ops.ts';
import { getMeta } from './device-meta.ts';
import { takeEntries } from './take-entries.ts';

export type PackedLane =
  | { readonly ok: true; readonly push: CarriedPush; readonly left: number }
  /** `not-in`: what opens the group, or brings this person in, has no answer yet. `unmet`: the device has met no server. */
  | { readonly ok: false; readonly reason: 'nothing' | 'not-in' | 'unmet' };

/** What stands around the ops in the file, and the punctuation between them. */
const FRAME_BYTES = 16 * 1024;

export async function packLane(store: DeviceStore, groupId: string): Promise<PackedLane> {
  const { device, epoch, membership } = await store.read(['meta', 'memberships'], async (tx) => ({
    device: await getMeta(tx, 'device'),
    epoch: await getMeta(tx, 'epoch'),
    membership: await tx.get('memberships', groupId),
  }));
  if (!device || epoch === undefined) return { ok: false, reason: 'unmet' };
  if (membership?.state !== 'member') return { ok: false, reason: 'not-in' };
  let count = 0;
  let isCut = false;
  const { entries } = await takeEntries(store, {
    deviceId: device.deviceId,
    groupId,
    maxBytes: BUNDLE_LIMITS.maxBytes - FRAME_BYTES,
    // Numbers follow the order of the outbox: behind what stays here nothing gets one.
    accept: ({ op }) => {
      isCut ||= makesMembership(op) || count >= BUNDLE_LIMITS.maxOps;
      if (!isCut) count++;
      return !isCut;
    },
    afterOrder: Number.MIN_SAFE_INTEGER,
  });
  const inOrder = [...entries].sort((a, b) => a.seq - b.seq);
  const firstSeq = inOrder[0]?.seq;
  if (firstSeq === undefined) return { ok: false, reason: isCut ? 'not-in' : 'nothing' };
  const run = inOrder.filter(({ seq }, i) => seq === firstSeq + i);
  const waiting = await store.read(['outbox'], (tx) => listOutbox(tx, groupId));
  const left = waiting.filter(({ version }) => version === null).length - run.length;
  const ops = run.map(({ op }) => toWireOp(op));
  return { ok: true, push: { epoch, deviceId: device.deviceId, groupId, firstSeq, ops }, left };
}
