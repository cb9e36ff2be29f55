/**
 * First contact, or coming back: the server learns who this device is and gives it a session.
 *
 *   never changed its id    ask as itself; whatever account it gets is the person's
 *   changed it              ask as a former id until one answers with the person's account, then as itself:
 *                           the session of the former one makes the present one the same person's
 *
 * Between the two every session may be lost, and then the present id has just become another person's. It is given up for
 * a new one, and all begins again. A server that knows none of the former ids (restored from before them) has nothing
 * of this person that they could lose: whatever account it gives is the person's from then on.
 */
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Random } from '#client/platform/random.ts';
import type { Answer, Failure, Transport } from '#client/platform/transport.ts';
import type { SessionReply } from '#protocol/session.ts';
import { changeDevice, DEVICE_TABLES, type Device } from './device-identity.ts';
import { getMeta, putMeta } from './device-meta.ts';

const SESSION_TIMEOUT_MS = 15_000;

export type Opening =
  /** The session is open and the account noted. */
  | { readonly kind: 'open' }
  /** The device took another id: begin again. */
  | { readonly kind: 'again' }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface SessionContext {
  readonly store: DeviceStore;
  readonly transport: Transport;
  readonly random: Random;
  readonly protocol: number;
}

export async function openSession(context: SessionContext, device: Device): Promise<Opening> {
  const { store, random } = context;
  const { person, formers } = await store.read(['meta'], async (tx) => {
    return { person: await getMeta(tx, 'person'), formers: (await getMeta(tx, 'formerDevices')) ?? [] };
  });
  let proven: string | undefined;
  for (const former of formers) {
    const answer = await askSession(context, former);
    if (!answer.ok && answer.failure.kind !== 'refused') return { kind: 'failed', failure: answer.failure };
    if (answer.ok && answer.value.accountId === (person ?? answer.value).accountId) {
      proven = answer.value.accountId;
      break;
    }
  }
  const answer = await askSession(context, device);
  if (!answer.ok) return { kind: 'failed', failure: answer.failure };
  if (proven !== undefined && answer.value.accountId !== proven) {
    await store.write(DEVICE_TABLES, (tx) => changeDevice(tx, random));
    return { kind: 'again' };
  }
  await store.write(['meta'], async (tx) => {
    await putMeta(tx, 'account', answer.value);
    await putMeta(tx, 'person', answer.value);
  });
  return { kind: 'open' };
}

function askSession(
  { transport, protocol }: SessionContext,
  { deviceId, deviceSecret }: Device,
): Promise<Answer<SessionReply>> {
  return transport.openSession({ protocol, deviceId, deviceSecret }, { timeoutMs: SESSION_TIMEOUT_MS });
}
