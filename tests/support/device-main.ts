/** A device in a process of its own, told by its parent what to do (`device-process.ts`). */
import type { CallName, DeviceCalls } from './device-process.ts';
import { openNodeDevice, openNodeProfile } from './node-device.ts';

const device = openNodeDevice({ origin: process.argv[2] ?? '', profile: openNodeProfile() });
const { engine, profile } = device;

const calls: DeviceCalls = {
  commit: (intents) => engine.commit(intents),
  createGroup: (input) => engine.createGroup(input),
  joinGroup: (input) => engine.joinGroup(input),
  newId: async () => engine.newId(),
  status: async () => engine.status(),
  rows: (table) => profile.store.read([table], (tx) => tx.list(table)),
};

process.on('message', ({ id, call, args }: { id: number; call: CallName; args: never[] }) => {
  const answer = (calls[call] as (...args: never[]) => Promise<unknown>)(...args);
  answer.then(
    (value) => process.send?.({ id, value }),
    (error: Error) => process.send?.({ id, error: error.message }),
  );
});
process.once('disconnect', () => process.exit(0));
