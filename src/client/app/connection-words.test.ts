import { expect, it } from 'vitest';
import type { EngineStatus } from '#client/sync/engine-types.ts';
import { engineStatus } from '#tests/support/engine-status.ts';
import { describeConnection } from './connection-words.ts';

const offline = { name: 'offline', retryAt: null, attempt: 1, cause: 'unreachable' } as const;

it('says how many wait when there is no connection', () => {
  expect(describeConnection(engineStatus({ connection: offline, queued: 3 }))).toEqual({
    key: 'connection.offlineQueued',
    tone: 'wait',
    queued: 3,
  });
  expect(describeConnection(engineStatus({ connection: offline }))?.key).toBe('connection.offline');
});

it('says what to do where the network wants a login', () => {
  const portal = { ...offline, cause: 'intercepted' } as const;
  expect(describeConnection(engineStatus({ connection: portal }))?.key).toBe('connection.portal');
  expect(describeConnection(engineStatus({ connection: portal, queued: 3 }))).toEqual({
    key: 'connection.portalQueued',
    tone: 'wait',
    queued: 3,
  });
});

it('is silent when all is well', () => {
  expect(describeConnection(engineStatus())).toBeUndefined();
});

it('tells the server’s own wait from a missing connection', () => {
  const words = describeConnection(
    engineStatus({ connection: { name: 'waiting', kind: 'busy', retryAt: null }, queued: 2 }),
  );
  expect(words?.key).toBe('connection.waiting.busy');
});

it('says when the server does not take what waits, and that it is the server’s turn', () => {
  expect(describeConnection(engineStatus({ queued: 1, held: 'unsupported' }))?.key).toBe(
    'connection.held.unsupported',
  );
  expect(describeConnection(engineStatus({ queued: 1, held: 'healing' }))?.key).toBe('connection.held.other');
  expect(describeConnection(engineStatus({ connection: offline, queued: 1, held: 'healing' }))?.key).toBe(
    'connection.offlineQueued',
  );
});

it('says sending before receiving', () => {
  expect(describeConnection(engineStatus({ queued: 1, receiving: true }))?.key).toBe('connection.sending');
  expect(describeConnection(engineStatus({ receiving: true }))?.key).toBe('connection.receiving');
});

it('says of a storage that cannot keep things before anything of the connection', () => {
  const said = (storage: EngineStatus['storage']) =>
    describeConnection(engineStatus({ connection: offline, queued: 1, storage }));
  expect(said('full')).toEqual({ key: 'connection.storage.full', tone: 'bad' });
  expect(said('failing')).toEqual({ key: 'connection.storage.failing', tone: 'bad' });
  expect(said('slow')).toEqual({ key: 'connection.storage.slow', tone: 'wait' });
  expect(said('ok')?.key).toBe('connection.offlineQueued');
});
