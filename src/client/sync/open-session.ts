/** First contact, or coming back: the server learns who this device is and gives it a session. */
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Answer, Failure, Transport } from '#client/platform/transport.ts';
import type { SessionReply } from '#protocol/session.ts';
import type { Device } from './device-identity.ts';
import { getMeta, putMeta } from './device-meta.ts';

const SESSION_TIMEOUT_MS = 15_000;

/**
 * Undefined when the session is open and the account noted. After a change of id the former one comes first: its
 * session makes the new id the same person's.
 */
export async function openSession(
  store: DeviceStore,
  transport: Transport,
  device: Device,
  protocol: number,
): Promise<Failure | undefined> {
  const former = await store.read(['meta'], (tx) => getMeta(tx, 'formerDevice'));
  if (former) {
    const answer = await askSession(transport, former, protocol);
    if (!answer.ok && answer.failure.kind !== 'refused') return answer.failure;
  }
  const answer = await askSession(transport, device, protocol);
  if (!answer.ok) return answer.failure;
  await store.write(['meta'], async (tx) => {
    await putMeta(tx, 'account', answer.value);
    await tx.remove('meta', ['formerDevice']);
  });
  return undefined;
}

function askSession(
  transport: Transport,
  { deviceId, deviceSecret }: Device,
  protocol: number,
): Promise<Answer<SessionReply>> {
  const request = { protocol, deviceId, deviceSecret };
  return transport.openSession(request, { timeoutMs: SESSION_TIMEOUT_MS });
}
