/** A real server with one person in one group, for a whole file of tests: what attacks and abuse are tried on. */
import { afterAll, beforeAll } from 'vitest';
import type { WireOp } from '#protocol/fields.ts';
import { newId, openRawDevice, type RawDevice } from './raw-device.ts';
import { startTestServer, type TestServer } from './test-server.ts';

export interface RunningGroup {
  readonly running: TestServer;
  readonly ana: RawDevice;
  readonly group: { readonly groupId: string; readonly secret: string };
}

/** `take` is called once, before the first test. */
export function withRunningGroup(take: (scene: RunningGroup) => void): void {
  let running: TestServer;
  beforeAll(async () => {
    running = await startTestServer();
    const ana = await openRawDevice(running.origin);
    take({ running, ana, group: await ana.createGroup('Sítio') });
  }, 120_000);
  afterAll(() => running[Symbol.asyncDispose]());
}

export const messageOf = (device: RawDevice, text: string): WireOp =>
  device.newOp('message.sent', { messageId: newId(), text });
