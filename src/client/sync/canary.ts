/**
 * Is this the database this device had? Browsers evict, and after a damaged file re-create it empty without a
 * word. What is on disk is compared with what a witness outside of it remembers:
 *
 *   database        witness                   it is           what follows
 *   no device       nothing                   'first'         a new device
 *   no device       a canary                  'emptied'       a new device; its groups come back from the server
 *   a device        nothing, or behind        'same'          the witness is told again
 *   a device        another canary, or ahead  'rolled-back'   an older copy: a new id, numbers from 1, all unsettled
 *                                                             ops once more (the server knows them by opId)
 *
 * After a loss the canary is a new one and remembers the one it answers for: a tab or a page that still meets
 * the old testimony does not report the same loss twice. What the witness cannot know (it was lost too), the
 * server tells: a first hello that names groups this database never heard of (say-hello.ts).
 */
import type { DeviceStore, WriteTransaction } from '#client/platform/device-store.ts';
import type { Random } from '#client/platform/random.ts';
import type { Testimony, Witness } from '#client/platform/witness.ts';
import type { MetaValues } from '#client/store/tables.ts';
import { changeDevice, DEVICE_TABLES, type Device, getDevice, makeDevice } from './device-identity.ts';
import { getMeta, putMeta } from './device-meta.ts';
import { makeId } from './stamp-op.ts';

type Canary = MetaValues['canary'];
type Finding = 'first' | 'same' | 'emptied' | 'rolled-back';

interface CheckInPorts {
  readonly store: DeviceStore;
  readonly random: Random;
  readonly witness?: Witness | undefined;
  /** Epoch ms, device clock: when the person is told it was found. */
  readonly now: number;
}

/**
 * The app starts on this database: who is this device, and is it still? Makes its identity if there is none.
 * Any number of tabs may do so at once.
 */
export async function checkIn({ store, random, witness, now }: CheckInPorts): Promise<Device> {
  // Nothing to compare with: what is there stands.
  const known = witness ? undefined : await getDevice(store);
  if (known) return known;
  const testimony = witness?.recall();
  const { device, canary } = await store.write(DEVICE_TABLES, async (tx) => {
    const held = await getMeta(tx, 'canary');
    const present = await getMeta(tx, 'device');
    const finding = compare(present !== undefined, held, testimony);
    const isLoss = finding === 'emptied' || finding === 'rolled-back';
    if (isLoss) await putMeta(tx, 'loss', { kind: finding, at: now });
    const device = await identify(tx, random, finding);
    if (!witness) return { device, canary: undefined };
    const canary: Canary = {
      id: isLoss || !held ? makeId(random) : held.id,
      starts: isLoss || !held ? 1 : held.starts + 1,
      answersFor: isLoss ? (testimony?.canary ?? null) : (held?.answersFor ?? null),
    };
    await putMeta(tx, 'canary', canary);
    return { device, canary };
  });
  if (canary) witness?.remember({ canary: canary.id, starts: canary.starts });
  return device;
}

/** The identity of the database as it is now: it may have been emptied since the app was started. */
export async function openDevice(ports: CheckInPorts): Promise<Device> {
  return (await getDevice(ports.store)) ?? checkIn(ports);
}

/** Pure: what the two memories say together. */
export function compare(
  hasDevice: boolean,
  held: Canary | undefined,
  testimony: Testimony | undefined,
): Finding {
  if (!hasDevice) return testimony ? 'emptied' : 'first';
  if (!testimony || testimony.canary === held?.answersFor) return 'same';
  return testimony.canary === held?.id && testimony.starts <= held.starts ? 'same' : 'rolled-back';
}

/** Of what is on disk when the app starts. */
export interface Standing {
  readonly hasDevice: boolean;
  readonly canary: Canary | undefined;
  /** The loss that was last recovered from the copies. */
  readonly recoveredFor: string | undefined;
}

/** The canary of the lost database whose copies have not been brought back yet; null: there is none. Pure. */
export function owedLoss(
  { hasDevice, canary, recoveredFor }: Standing,
  testimony: Testimony | undefined,
): string | null {
  if (testimony && compare(hasDevice, canary, testimony) !== 'same') return testimony.canary;
  const answered = canary?.answersFor ?? null;
  return answered === recoveredFor ? null : answered;
}

async function identify(tx: WriteTransaction, random: Random, finding: Finding): Promise<Device> {
  const present = await getMeta(tx, 'device');
  if (present && finding === 'same') return present;
  // Keeps the former id as the proof of who this is.
  if (present) return changeDevice(tx, random);
  const device = makeDevice(random);
  await putMeta(tx, 'device', device);
  return device;
}
