/** Real engines in one group, each behind its own fault proxy; each keeps account of what was saved and acked. */
import { type Fproxy, openFproxy } from '#tests/support/fproxy.ts';
import { type NodeDevice, openNodeDevice, waitUntil } from '#tests/support/node-device.ts';
import { type AckLedger, createAckLedger } from './ack-ledger.ts';

export interface CrashDevice extends AsyncDisposable {
  readonly name: string;
  readonly device: NodeDevice;
  readonly link: Fproxy;
  readonly acks: AckLedger;
  /** Texts in the order in which `commit` said they were saved. */
  readonly saved: string[];
  /** Saves `count` messages, one commit each. */
  write(count: number): Promise<void>;
}

export interface CrashGroup extends AsyncDisposable {
  readonly groupId: string;
  readonly devices: readonly CrashDevice[];
}

/** The first device makes the group, the others join; resolves when all hold it. */
export async function openCrashGroup(
  ports: readonly number[],
  names: readonly string[],
  seed: number,
): Promise<CrashGroup> {
  let groupId = '';
  const devices: CrashDevice[] = [];
  for (const [i, name] of names.entries()) {
    const port = ports[i % ports.length] ?? 0;
    devices.push(await openCrashDevice(port, name, seed + i, () => groupId));
  }
  const [creator, ...others] = devices;
  if (!creator) throw new Error('a group needs a device');
  const created = await creator.device.engine.createGroup({
    name: 'Queda',
    picture: '🧪',
    memberName: creator.name,
  });
  if (!created.ok || created.groupId === undefined) throw new Error('no group');
  groupId = created.groupId;
  await waitUntil(creator.device, async () => (await versionOf(creator, groupId)) >= 1, 60_000);
  const secret = await inviteSecretOf(creator);
  for (const other of others) {
    await other.device.engine.joinGroup({ groupId, secret, groupName: null, memberName: other.name });
  }
  const size = devices.length;
  for (const one of devices) {
    await waitUntil(one.device, async () => (await versionOf(one, groupId)) >= size, 60_000);
  }
  return {
    groupId,
    devices,
    [Symbol.asyncDispose]: async () => {
      for (const one of devices) await one[Symbol.asyncDispose]();
    },
  };
}

async function openCrashDevice(
  port: number,
  name: string,
  seed: number,
  groupId: () => string,
): Promise<CrashDevice> {
  const link = await openFproxy({ target: { port }, seed });
  const acks = createAckLedger();
  const device = openNodeDevice({ origin: `http://127.0.0.1:${link.port}`, wrapTransport: acks.wrap });
  const saved: string[] = [];
  return {
    name,
    device,
    link,
    acks,
    saved,
    write: async (count) => {
      for (let i = 0; i < count; i += 1) {
        const text = `${name} ${String(saved.length).padStart(5, '0')} — pão, gelo e carvão para o churrasco de sábado 🔥`;
        const body = { messageId: device.engine.newId(), text };
        const result = await device.engine.commit([{ type: 'message.sent', groupId: groupId(), body }]);
        if (!result.ok) throw new Error(`not saved: ${result.error}`);
        saved.push(text);
      }
    },
    [Symbol.asyncDispose]: async () => {
      await device.close();
      await link.close();
    },
  };
}

export async function versionOf({ device }: CrashDevice, groupId: string): Promise<number> {
  const cursor = await device.profile.store.read(['cursors'], (tx) => tx.get('cursors', groupId));
  return cursor?.version ?? 0;
}

/** The confirmed texts of the group in version order, as this device holds them. */
export async function confirmedTexts({ device }: CrashDevice, groupId: string): Promise<string[]> {
  const rows = await device.profile.store.read(['messages'], (tx) =>
    tx.list('messages', {
      index: '[groupId+version]',
      from: [groupId, 0],
      to: [groupId, Number.MAX_SAFE_INTEGER],
    }),
  );
  return rows.filter(({ kind }) => kind === 'text').map(({ text }) => text);
}

async function inviteSecretOf({ device }: CrashDevice): Promise<string> {
  const [membership] = await device.profile.store.read(['memberships'], (tx) => tx.list('memberships'));
  return membership?.inviteSecret ?? '';
}
