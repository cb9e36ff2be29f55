/** Every person of the matrix, once for all of its groups; and pushes that tell what became of them. */
import { setTimeout as wait } from 'node:timers/promises';
import type { JsonObject } from '#domain/json.ts';
import type { WireOp } from '#protocol/fields.ts';
import { NDJSON, PROTOCOL_HEADER } from '#protocol/frames.ts';
import type { PushReply } from '#protocol/push.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { makeRawKey, postAs, type RawKey } from '#tests/support/carried-bundle.ts';
import { openRawDevice, type RawDevice } from '#tests/support/raw-device.ts';
import { ASKERS, type Asker, type Expected } from './askers.ts';

/** Whom things are done to, besides the askers: one of each role in each state. */
const SUBJECT_ROLES = ['admin', 'member', 'guest'] as const;
const SUBJECT_STATES = ['active', 'left', 'removed'] as const;
export type SubjectName = `${(typeof SUBJECT_STATES)[number]} ${(typeof SUBJECT_ROLES)[number]}`;
export const SUBJECTS: readonly SubjectName[] = SUBJECT_STATES.flatMap((state) =>
  SUBJECT_ROLES.map((role) => `${state} ${role}` as const),
);

export interface PushOptions {
  readonly proof?: string | undefined;
  readonly deviceId?: string | undefined;
}

/** How many were taken or refused, or why it was not judged. */
export type Carried = 'accepted' | 'refused' | `stop ${string}` | `error ${string}`;

export interface Person {
  readonly device: RawDevice;
  readonly memberId: string;
  newOp(type: string, body: JsonObject): WireOp;
  /** One op; the lane goes on by itself. */
  push(groupId: string, op: WireOp, options?: PushOptions): Promise<Expected>;
  /** The same by `carrier`'s phone, signed by this person's device: what that one is told. The lane stays where it is. */
  carry(groupId: string, op: WireOp, carrier: Person): Promise<Carried>;
  /** Must be committed. */
  act(groupId: string, type: string, body: JsonObject, proof?: string): Promise<WireOp>;
}

export interface People {
  readonly epoch: string;
  readonly origin: string;
  readonly askers: Readonly<Record<Asker, Person>>;
  readonly subjects: ReadonlyMap<SubjectName, Person>;
  /** In a group of their own that nobody else is in. */
  readonly stranger: Person;
}

export async function gatherPeople(
  origin: string,
  endSession: (cookie: string) => Promise<void>,
): Promise<People> {
  const askers = {} as Record<Asker, Person>;
  let epoch = '';
  const open = async (twinOf?: Person): Promise<Person> => {
    const device = await openRawDevice(origin, twinOf && { twinOf: twinOf.device });
    epoch ||= (await device.hello()).epoch;
    return personOn(device, origin, () => epoch);
  };
  for (const asker of ASKERS) askers[asker] = await open(asker === 'signed-out' ? askers.owner : undefined);
  const subjects = new Map<SubjectName, Person>();
  for (const name of SUBJECTS) subjects.set(name, await open());
  const stranger = await open();
  await endSession(askers['signed-out'].device.cookie);
  return { epoch, origin, askers, subjects, stranger };
}

function personOn(device: RawDevice, origin: string, epochOf: () => string): Person {
  const nextSeqs = new Map<string, number>();

  async function push(groupId: string, op: WireOp, { proof, deviceId }: PushOptions = {}): Promise<Expected> {
    const firstSeq = nextSeqs.get(groupId) ?? 1;
    const frame = {
      epoch: epochOf(),
      deviceId: deviceId ?? device.deviceId,
      groupId,
      firstSeq,
      ops: [op],
      ...(proof !== undefined && { proofs: { [op.opId]: proof } }),
    };
    for (;;) {
      const answer = await fetch(`${origin}/sync/push`, {
        method: 'POST',
        headers: {
          'content-type': NDJSON,
          [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
          cookie: device.cookie,
        },
        body: `${JSON.stringify(frame)}\n`,
      });
      const text = await answer.text();
      if (answer.status === 401) return '401';
      const { verdicts, stop } = JSON.parse(text) as PushReply;
      const [verdict] = verdicts ?? [];
      if (verdict !== undefined) {
        nextSeqs.set(groupId, firstSeq + 1);
        return typeof verdict === 'number' ? 'committed' : `rejected ${verdict}`;
      }
      if (!stop || !('wait' in stop)) throw new Error(`push: ${text}`);
      // A limit of the server: the matrix is a flood.
      if (stop.wait !== 'busy') return `wait ${stop.wait}`;
      await wait(stop.retryAfterMs ?? 100);
    }
  }

  let key: Promise<RawKey> | undefined;
  const bindKey = async (): Promise<RawKey> => {
    const made = await makeRawKey();
    const { publicKey } = made;
    const bound = await postAs(device, `${origin}/api/account/device/key`, { publicKey });
    if (bound.status !== 200) throw new Error(`key: ${bound.status}`);
    return made;
  };

  async function carry(groupId: string, op: WireOp, carrier: Person): Promise<Carried> {
    key ??= bindKey();
    const { deviceId } = device;
    const firstSeq = nextSeqs.get(groupId) ?? 1;
    const bundle = await (await key).sign({ epoch: epochOf(), deviceId, groupId, firstSeq, ops: [op] });
    const { body } = await postAs(carrier.device, `${origin}/api/bundle`, bundle);
    if (body.error !== undefined) return `error ${String(body.error)}`;
    if (body.stop !== undefined) return `stop ${String(body.stop)}`;
    return body.accepted === 1 ? 'accepted' : 'refused';
  }

  return {
    device,
    memberId: device.memberId,
    newOp: (type, body) => device.newOp(type, body),
    push,
    carry,
    act: async (groupId, type, body, proof) => {
      const op = device.newOp(type, body);
      const result = await push(groupId, op, { proof });
      if (result !== 'committed') throw new Error(`making a group: ${type} ${result}`);
      return op;
    },
  };
}
