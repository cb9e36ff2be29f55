/**
 * Ops that another member's phone brings: judged as the author's own push, in the author's lane, by the same pipeline.
 *
 *   carrier in the group? ─→ signed by a device that is somebody's? ─→ nothing that needs a secret? ─→ push by push
 *
 * Invariants
 *   - Whose ops they are is what the signature says, never who brings them: the pipeline is given the author's session.
 *   - What is brought twice, or brought and sent, is there once: dedupe by opId and lane numbers, as for any push.
 *   - Who brings it learns how many were taken, and of a group they are not in nothing at all.
 */

import { makesMembership } from '#domain/op-types.ts';
import {
  type Bundle,
  type BundleRefusal,
  type BundleReply,
  bundleText,
  type CarriedPush,
} from '#protocol/bundle.ts';
import { opBytes } from '#protocol/canonical.ts';
import { fromWireOp } from '#protocol/fields.ts';
import { LIMITS } from '#protocol/limits.ts';
import type { Push, PushReply } from '#protocol/push.ts';
import type { LogStore } from './log-store.ts';
import { opensGroup } from './membership-rules.ts';
import type { Session } from './session.ts';

export interface BundleDesk {
  readonly store: LogStore;
  readonly push: (session: Session, push: Push) => Promise<PushReply>;
  readonly getDeviceKey: (
    deviceId: string,
  ) => Promise<{ readonly accountId: string; readonly publicKey: string } | undefined>;
  readonly isSignedBy: (publicKey: string, text: string, signature: string) => Promise<boolean>;
}

export type Delivery =
  | { readonly ok: true; readonly author: Session; readonly reply: BundleReply }
  | { readonly ok: false; readonly error: BundleRefusal };

/** Rejects with LogStoreError: `outcome-unknown` as a push does (bring it again), `unavailable`. */
export async function deliverBundle(desk: BundleDesk, carrier: Session, bundle: Bundle): Promise<Delivery> {
  const { push, signature } = bundle;
  if (!(await isMember(desk.store, carrier, push.groupId))) return { ok: false, error: 'not-a-member' };
  const device = await desk.getDeviceKey(push.deviceId);
  if (!device || !(await desk.isSignedBy(device.publicKey, bundleText(push), signature))) {
    return { ok: false, error: 'unproven' };
  }
  const ops = push.ops.map((op) => fromWireOp(push.groupId, op));
  // Without its secret a join would be refused for ever, which its author could still have made.
  if (ops.some((op) => opensGroup(op) || makesMembership(op))) return { ok: false, error: 'not-carriable' };
  const author: Session = { accountId: device.accountId, deviceId: push.deviceId };
  return { ok: true, author, reply: await pushAll(desk, author, push) };
}

async function isMember(store: LogStore, { accountId }: Session, groupId: string): Promise<boolean> {
  const access = await store.read((view) => view.listAccessIn([groupId]));
  return access.some((one) => one.accountId === accountId && one.active);
}

async function pushAll(desk: BundleDesk, author: Session, carried: CarriedPush): Promise<BundleReply> {
  let accepted = 0;
  let refused = 0;
  for (const push of cutIntoPushes(carried)) {
    const { verdicts, stop } = await desk.push(author, push);
    for (const verdict of verdicts) typeof verdict === 'number' ? accepted++ : refused++;
    if (stop) return { accepted, refused, left: carried.ops.length - accepted - refused, stop: stopOf(stop) };
  }
  return { accepted, refused, left: 0 };
}

function stopOf(stop: NonNullable<PushReply['stop']>): NonNullable<BundleReply['stop']> {
  if (!('wait' in stop) || stop.wait === 'epoch') return 'stale';
  return stop.wait === 'auth' ? 'unproven' : 'later';
}

function* cutIntoPushes({ ops, firstSeq, ...lane }: CarriedPush): Generator<Push> {
  let from = 0;
  let bytes = 0;
  for (const [i, op] of ops.entries()) {
    const size = opBytes(fromWireOp(lane.groupId, op));
    const isFull = i - from >= LIMITS.pushMaxOps || bytes + size > LIMITS.pushMaxBytes;
    if (isFull && i > from) {
      yield { ...lane, firstSeq: firstSeq + from, ops: ops.slice(from, i) };
      from = i;
      bytes = 0;
    }
    bytes += size;
  }
  yield { ...lane, firstSeq: firstSeq + from, ops: ops.slice(from) };
}
