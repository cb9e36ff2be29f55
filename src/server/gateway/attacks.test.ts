/** What somebody would try who means to get in, stay in, or break something for everybody: on a real server. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { WireOp } from '#protocol/fields.ts';
import { NDJSON, PROTOCOL_HEADER } from '#protocol/frames.ts';
import type { PushReply } from '#protocol/push.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { newId, openRawDevice, type RawDevice } from '#tests/support/raw-device.ts';
import { messageOf as message, type RunningGroup, withRunningGroup } from '#tests/support/running-group.ts';

let running: RunningGroup['running'];
let ana: RawDevice;
let group: RunningGroup['group'];
withRunningGroup((scene) => {
  ({ running, ana, group } = scene);
});

describe('a page in another tab', () => {
  const EVIL = 'https://evil.example';
  const polling = (search = ''): string => `${running.origin}/socket.io/?EIO=4&transport=polling${search}`;

  test.each([
    ['another site', EVIL],
    ['a sandboxed frame', 'null'],
    ['a name that begins like ours', () => `${running.origin}.evil.example`],
    ['another port of this host', () => running.origin.replace(/\d+$/, '1')],
    ['this host over another scheme', () => running.origin.replace('http', 'file')],
  ])('cannot ride the cookie by websocket: %s', async (_name, origin) => {
    const from = typeof origin === 'string' ? origin : origin();
    const url = `${running.origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
    const [error] = await once(
      new WebSocket(url, { headers: { cookie: ana.cookie }, origin: from }),
      'error',
    );
    expect(String(error)).toContain('Unexpected server response');
  });

  test('cannot ride it by polling, neither begin nor go on with a session it heard of', async () => {
    const cookie = ana.cookie;
    const statusOf = async (search: string, init: RequestInit): Promise<number> =>
      (await fetch(polling(search), init)).status;
    for (const headers of [
      { cookie, origin: EVIL },
      { cookie, 'sec-fetch-site': 'cross-site' },
      { cookie, 'sec-fetch-site': 'same-site' },
    ]) {
      expect(await statusOf('', { headers })).toBe(400);
    }
    const opened = await fetch(polling(), { headers: { cookie, 'sec-fetch-site': 'same-origin' } });
    const { sid } = JSON.parse((await opened.text()).slice(1)) as { sid: string };
    const ride = { method: 'POST', headers: { cookie, origin: EVIL }, body: '40' };
    expect(await statusOf(`&sid=${sid}`, ride)).toBe(400);
    // Nor does another session, or none, whose page is ours.
    const { cookie: other } = await openRawDevice(running.origin);
    for (const headers of [{ cookie: other }, {}]) {
      expect(await statusOf(`&sid=${sid}`, { headers })).toBe(400);
      expect(await statusOf(`&sid=${sid}`, { ...ride, headers })).toBe(400);
    }
    expect(await statusOf(`&sid=${sid}`, { ...ride, headers: { cookie, origin: running.origin } })).toBe(200);
  });

  test('cannot post a form: neither its media types nor its origin get anywhere', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const headers = { cookie: ana.cookie, 'content-type': type };
      const body = JSON.stringify({
        protocol: PROTOCOL_VERSION,
        deviceId: newId(),
        deviceSecret: 's'.repeat(43),
      });
      const foreign = { ...headers, origin: EVIL };
      const answer = await fetch(`${running.origin}/api/session`, { method: 'POST', headers: foreign, body });
      expect([type, answer.status]).toEqual([type, 403]);
      // Not even from a program: only JSON is read as JSON.
      const own = await fetch(`${running.origin}/api/session`, { method: 'POST', headers, body });
      expect([400, 415]).toContain(own.status);
    }
  });
});

describe('a session that has ended', () => {
  async function listener(): Promise<{ device: RawDevice; heard: string[]; closed: Promise<unknown> }> {
    const device = await openRawDevice(running.origin);
    await device.join(group, 'Bia');
    const heard: string[] = [];
    const { ws } = await device.openSocket((text) => heard.push(text));
    return { device, heard, closed: once(ws, 'close') };
  }

  test.each([
    ['signed out on this device', (device: RawDevice) => post('/api/account/leave', device.cookie)],
    [
      'revoked by the server',
      (device: RawDevice) =>
        running.server.revokeSession(device.cookie.slice(device.cookie.indexOf('=') + 1)),
    ],
  ])(
    'its socket is cut, although it only listens: %s',
    async (_name, end) => {
      const { device, heard, closed } = await listener();
      await ana.push(group.groupId, [message(ana, 'antes')]);
      await expect.poll(() => heard.some((line) => line.includes('antes'))).toBe(true);
      await end(device);
      await closed;
      await ana.push(group.groupId, [message(ana, 'depois')]);
      expect(heard.filter((line) => line.includes('depois'))).toEqual([]);
    },
    20_000,
  );

  test('its cookie, replayed, opens nothing any more', async () => {
    const { device } = await listener();
    await post('/api/account/leave', device.cookie);
    for (const path of ['hello', 'push', 'catch-up', 'snapshot']) {
      expect([path, (await post(`/sync/${path}`, device.cookie)).status]).toEqual([path, 401]);
    }
    expect((await post('/api/account/read', device.cookie)).status).toBe(401);
    await expect(device.openSocket()).rejects.toThrow();
  }, 20_000);

  async function post(path: string, cookie: string): Promise<Response> {
    const isSync = path.startsWith('/sync/');
    const answer = await fetch(running.origin + path, {
      method: 'POST',
      headers: {
        'content-type': isSync ? NDJSON : 'application/json',
        [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
        cookie,
      },
      body: '{}\n',
    });
    await answer.body?.cancel();
    return answer;
  }
});

describe('prototype pollution', () => {
  /** As text: a literal would set the prototype here and send nothing. */
  const CORPUS = [
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"prototype":{"polluted":1}}',
    '{"a":{"__proto__":{"polluted":1}}}',
    '{"__proto__":null}',
    '{"toString":"x","valueOf":"x","hasOwnProperty":1,"polluted":1}',
    '[{"__proto__":{"polluted":1}}]',
  ];
  const expectClean = (): void => {
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(`${{}}`).toBe('[object Object]');
  };
  const send = (path: string, text: string, type: string): Promise<Response> =>
    fetch(running.origin + path, {
      method: 'POST',
      headers: { 'content-type': type, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION), cookie: ana.cookie },
      body: `${text}\n`,
    });

  test.each(CORPUS)('%s as a frame, a body and a field is refused or means nothing', async (poison) => {
    for (const path of ['/sync/hello', '/sync/push', '/sync/catch-up', '/sync/digest']) {
      expect(await (await send(path, poison, NDJSON)).text()).toBe('{"error":"malformed"}\n');
    }
    for (const path of ['/api/session', '/api/account/read', '/api/entry/redeem']) {
      expect([path, (await send(path, poison, 'application/json')).status]).toEqual([path, 400]);
    }
    expectClean();
  });

  test.each(CORPUS)('%s in an op’s body neither pollutes nor comes back as anything else', async (poison) => {
    const op: WireOp = message(ana, 'veneno');
    const { epoch } = await ana.hello();
    const text = JSON.stringify({
      epoch,
      deviceId: ana.deviceId,
      groupId: newId(),
      firstSeq: 1,
      ops: [{ ...op, body: { ...op.body, extra: 'POISON' } }],
    }).replace('"POISON"', poison);
    const answer = (await (await send('/sync/push', text, NDJSON)).text()).trim();
    const said = JSON.parse(answer) as Partial<PushReply> & { error?: string };
    // Read as a frame, it is of a group that nobody has; with a forbidden key it is none.
    expect(said.error ?? (said.stop as { wait?: string } | undefined)?.wait).toMatch(
      /^(malformed|unknown-group)$/,
    );
    if (poison.includes('__proto__')) expect(said.error).toBe('malformed');
    expectClean();
  });

  test('ids, roles and emoji that are names of an object’s own machinery are values like others', async () => {
    const socket = await ana.openSocket();
    for (const word of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const ops = [
        message(ana, word),
        ana.newOp('member.renamed', { name: word }),
        ana.newOp('member.role-changed', { memberId: newId(), role: word }),
        ana.newOp('reaction.added', { messageId: newId(), emoji: word }),
        ana.newOp('message.sent', { messageId: word, text: 'oi' }),
        ana.newOp('invite.revoked', { inviteId: word }),
      ];
      const [reply] = await ana.post<PushReply>('push', [socket.pushFrame(group.groupId, ops)]);
      expect(reply?.verdicts.map((verdict) => typeof verdict)).toEqual([
        'number',
        'number',
        ...Array(4).fill('string'),
      ]);
    }
    socket.close();
    expectClean();
  });
});

test('requests that could be read two ways are refused: no request hides behind another', async () => {
  const { hostname, port } = new URL(running.origin);
  const smuggle = async (lines: readonly string[]): Promise<string> => {
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
    });
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write([...lines, '', ''].join('\r\n'));
    await Promise.race([once(socket, 'close'), wait(3_000)]);
    socket.destroy();
    return answer;
  };
  const start = ['POST /api/session HTTP/1.1', `host: ${hostname}:${port}`, 'content-type: application/json'];
  for (const lines of [
    [
      ...start,
      'content-length: 5',
      'transfer-encoding: chunked',
      '',
      '0',
      '',
      'GET /livez HTTP/1.1',
      'host: x',
    ],
    [...start, 'content-length: 5', 'content-length: 6', '', 'aaaaaa'],
    [...start, 'transfer-encoding: xchunked', '', '0'],
    ['GET /livez HTTP/1.1', 'host: a', 'x-a: b\rGET /livez HTTP/1.1'],
  ]) {
    const answer = await smuggle(lines);
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
    expect(answer.match(/HTTP\/1\.1 \d/g)).toHaveLength(1);
  }
}, 30_000);
