/** Every HTTP route × every visitor × every page it may be asked from; and what is asked of somebody else's device. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROTOCOL_HEADER } from '#protocol/frames.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { openRawDevice, type RawDevice } from '#tests/support/raw-device.ts';
import { startTestServer, type TestServer } from '#tests/support/test-server.ts';
import {
  cellsOf,
  expectRoute,
  PAGES,
  type Page,
  type RouteAnswer,
  VISITORS,
  type Visitor,
} from './route-cells.ts';

let running: TestServer;
let ended: RawDevice;
let cells = 0;
beforeAll(async () => {
  running = await startTestServer();
  ended = await openRawDevice(running.origin);
  await running.server.revokeSession(ended.cookie.slice(ended.cookie.indexOf('=') + 1));
}, 120_000);
afterAll(async () => {
  console.log(`authorisation of routes: ${cells} cells, ${running.server.routes.length} routes`);
  await running[Symbol.asyncDispose]();
});

test('every route says who it is for', () => {
  expect(running.server.routes.length).toBeGreaterThan(20);
  expect(running.server.routes.filter((route) => cellsOf(route) === undefined)).toEqual([]);
});

test.each(VISITORS)(
  'asked by who is: %s',
  async (visitor) => {
    const seen: Record<string, RouteAnswer> = {};
    const expected: Record<string, RouteAnswer> = {};
    for (const route of running.server.routes) {
      const routeCells = cellsOf(route);
      if (!routeCells) continue;
      for (const page of PAGES) {
        const cell = `${route} from: ${page}`;
        seen[cell] = await ask(route, visitor, page);
        expected[cell] = expectRoute(routeCells, visitor, page);
      }
    }
    cells += Object.keys(seen).length;
    expect(seen).toEqual(expected);
  },
  120_000,
);

test('another person’s device cannot be ended, nor opened with a secret of one’s own', async () => {
  const [ana, bia] = [await openRawDevice(running.origin), await openRawDevice(running.origin)];
  const post = (path: string, body: object) =>
    fetch(`${running.origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: bia.cookie },
      body: JSON.stringify(body),
    });
  expect((await post('/api/account/device/end', { deviceId: ana.deviceId })).status).toBe(400);
  const stolen = { protocol: PROTOCOL_VERSION, deviceId: ana.deviceId, deviceSecret: 's'.repeat(43) };
  expect((await post('/api/session', stolen)).status).toBe(401);
  expect((await ana.hello()).epoch).toBeTruthy();
  cells += 2;
});

async function ask(route: string, visitor: Visitor, page: Page): Promise<RouteAnswer> {
  const [method = '', path = ''] = route.split(' ');
  const { contentType, body } = cellsOf(route) ?? {};
  const origin = originOf(page);
  const cookie = await cookieOf(visitor);
  const answer = await fetch(running.origin + path, {
    method,
    headers: {
      [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
      ...(contentType !== undefined && { 'content-type': contentType }),
      ...(origin !== undefined && { origin }),
      ...(cookie !== undefined && { cookie }),
    },
    ...(body && { body: body() }),
  });
  const text = await answer.text();
  if (answer.status === 403 && text.includes('"origin"')) return '403 origin';
  return answer.status === 401 ? '401' : 'answered';
}

function originOf(page: Page): string | undefined {
  const { hostname, port } = new URL(running.origin);
  switch (page) {
    case 'own page':
      return running.origin;
    case 'program':
      return undefined;
    case 'other site':
      return 'https://evil.example';
    case 'sandboxed page':
      return 'null';
    case 'other port':
      return `http://${hostname}:${Number(port) + 1}`;
  }
}

/** Some routes end the session that asks: each cell has one of its own. */
async function cookieOf(visitor: Visitor): Promise<string | undefined> {
  if (visitor === 'signed in') return (await openRawDevice(running.origin)).cookie;
  if (visitor === 'signed out') return ended.cookie;
  const name = ended.cookie.slice(0, ended.cookie.indexOf('='));
  return visitor === 'forged cookie' ? `${name}=${randomBytes(32).toString('base64url')}` : undefined;
}
