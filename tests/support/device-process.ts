/**
 * A device that runs as another release, in a process of its own, because a release is a property of the whole
 * process: real engine and transport, its database in memory. It is asked over IPC, one call at a time or many.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { DeviceTable } from '#client/platform/device-store.ts';
import type { DeviceTables } from '#client/store/tables.ts';
import type { Engine, EngineStatus } from '#client/sync/engine-types.ts';
import type { OtherRelease } from './other-release.ts';

export interface DeviceCalls {
  commit: Engine['commit'];
  createGroup: Engine['createGroup'];
  joinGroup: Engine['joinGroup'];
  newId(): Promise<string>;
  status(): Promise<EngineStatus>;
  rows<T extends DeviceTable>(table: T): Promise<DeviceTables[T][]>;
}
export type CallName = keyof DeviceCalls;

export interface DeviceProcess extends DeviceCalls, AsyncDisposable {}

const MAIN = fileURLToPath(new URL('device-main.ts', import.meta.url));
const REGISTER = new URL('register-other-release.ts', import.meta.url).href;

/** What makes Node run as that release: for `fork` here, for `startServerProcess` elsewhere. */
export function runningAs(release: OtherRelease) {
  return { nodeOptions: ['--import', REGISTER], env: { OTHER_RELEASE: JSON.stringify(release) } };
}

export function openDeviceProcess(origin: string, release: OtherRelease): DeviceProcess {
  const { nodeOptions, env } = runningAs(release);
  const child = fork(MAIN, [origin], {
    execArgv: nodeOptions,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let nextId = 0;
  child.on('message', ({ id, value, error }: { id: number; value: never; error?: string }) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked?.resolve(value);
    else asked?.reject(new Error(error));
  });
  void gone.then(() => {
    for (const { reject } of waiting.values()) reject(new Error('the device’s process ended'));
  });
  const call =
    (name: CallName) =>
    (...args: unknown[]): Promise<never> =>
      new Promise((resolve, reject) => {
        nextId += 1;
        waiting.set(nextId, { resolve, reject });
        child.send({ id: nextId, call: name, args });
      });
  return {
    commit: call('commit'),
    createGroup: call('createGroup'),
    joinGroup: call('joinGroup'),
    newId: call('newId'),
    status: call('status'),
    rows: call('rows'),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
