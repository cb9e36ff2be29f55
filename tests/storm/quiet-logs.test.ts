/**
 * I14 at the real process: whatever devices send, well-formed or not, nothing of it and no secret is in what the
 * server writes, at its most talkative, from its start to its end.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ACCOUNT_CALLS, type AccountCall } from '#protocol/account.ts';
import { UPLOADS_PATH } from '#protocol/blobs.ts';
import { NDJSON, PROTOCOL_HEADER } from '#protocol/frames.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { makeRawKey, postAs } from '#tests/support/carried-bundle.ts';
import { newId, openRawDevice } from '#tests/support/raw-device.ts';
import { startServerProcess } from '#tests/support/server-process.ts';

/** Stands in everything that is sent. */
const WORD = `jabuticaba-${randomBytes(6).toString('hex')}`;

test('no text, name, secret or cookie is in the server’s log', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'racha-logs-'));
  try {
    const server = await startServerProcess({
      env: {
        DATA_DIR: join(folder, 'data'),
        LOG_LEVEL: 'debug',
        // Nobody listens there: every mail fails, with its address and its code in hand.
        SMTP_URL: `smtp://${WORD}:${WORD}@127.0.0.1:9`,
        MAIL_FROM: `${WORD}@racha.example`,
      },
    });
    const secrets = [
      WORD,
      ...(await speakWell(server.origin)),
      ...(await speakBadly(server.origin)),
      ...(await speakOfAccounts(server.origin)),
      ...(await speakOfMoney(server.origin)),
      ...(await speakForAnother(server.origin)),
    ];
    expect(await server.stop()).toBe(0);
    const log = server.log();
    expect(log).toContain('listening');
    // It did see the bad ones.
    expect(log).toContain('connection closed for a frame');
    expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

async function speakWell(origin: string): Promise<string[]> {
  const ana = await openRawDevice(origin);
  const bia = await openRawDevice(origin);
  const group = await ana.createGroup(`Sítio ${WORD}`);
  await bia.join(group, `Bia ${WORD}`);
  await ana.push(group.groupId, [
    ana.newOp('message.sent', { messageId: newId(), text: `${WORD}\n    at ${WORD} (${WORD}.js:1:2)` }),
  ]);
  await bia.readLog(group.groupId);
  return [group.secret, ...tokensOf(ana.cookie), ...tokensOf(bia.cookie)];
}

async function speakBadly(origin: string): Promise<string[]> {
  const ana = await openRawDevice(origin);
  const secret = `${WORD}${randomBytes(16).toString('base64url')}`;
  const send = async (path: string, body: string, headers: Record<string, string> = {}): Promise<void> => {
    const answer = await fetch(`${origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': NDJSON, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION), ...headers },
      body,
    }).catch(() => undefined);
    await answer?.body?.cancel();
  };
  const json = { 'content-type': 'application/json' };
  await send('/api/session', `{"deviceSecret":"${secret}"`, json);
  await send('/api/session', JSON.stringify({ protocol: PROTOCOL_VERSION, deviceSecret: secret }), json);
  await send('/api/session', JSON.stringify({ deviceId: WORD }), { ...json, cookie: `${WORD}=${secret}` });
  for (const cookie of [ana.cookie, `session=${secret}`]) {
    await send('/sync/push', `{"text":"${WORD}"\n`, { cookie });
    await send('/sync/push', `${JSON.stringify({ ops: [{ body: { text: WORD } }] })}\n`, { cookie });
    await send(`/sync/${WORD}?secret=${secret}`, WORD, { cookie, 'content-type': WORD });
  }
  await send('/api/invite/preview', JSON.stringify({ groupId: newId(), secret }), json);
  await send('/api/invite/preview', JSON.stringify({ groupId: WORD, secret }), json);
  for (const path of [`/${WORD}?invite=${secret}`, `/%E0%A4%A?${WORD}`, `/sync/../${WORD}`]) {
    await fetch(`${origin}${path}`, { headers: { referer: `${origin}/#${secret}` } })
      .then((answer) => answer.body?.cancel())
      .catch(() => undefined);
  }
  await Promise.all(
    [`42["push",{"text":"${WORD}"}]`, `421["push",{"ops":"${WORD}"}]`, `42["${WORD}",1]`, `4${WORD}`].map(
      async (frame) => {
        const socket = await ana.openSocket();
        const closed = new Promise((resolve) => socket.ws.once('close', resolve));
        socket.ws.send(frame);
        await closed;
      },
    ),
  );
  return [secret, ...tokensOf(ana.cookie)];
}

/** What was paid, by which key, with which photo; and each of them as nobody would say it. */
async function speakOfMoney(origin: string): Promise<string[]> {
  const ana = await openRawDevice(origin);
  const { groupId } = await ana.createGroup('Sítio');
  const amountMinor = 918_273_645;
  const key = `${WORD}@pix.example`;
  const parts = [{ memberId: ana.memberId, amountMinor }];
  const expense = {
    expenseId: newId(),
    description: WORD,
    note: WORD,
    date: '2026-11-21',
    category: 'outros',
    amountMinor,
    payers: parts,
    split: { mode: 'equal', parts: [{ memberId: ana.memberId }] },
    shares: parts,
  };
  await ana.push(groupId, [
    ana.newOp('expense.added', expense),
    ana.newOp('member.pix-key-set', { keyType: 'email', key }),
  ]);
  const refused = [
    ana.newOp('expense.added', { ...expense, expenseId: newId(), shares: [] }),
    ana.newOp('expense.edited', { expenseId: newId(), changes: { note: WORD } }),
    ana.newOp('member.pix-key-set', { keyType: 'cpf', key }),
  ];
  for (const op of refused) await expect(ana.push(groupId, [op])).rejects.toThrow('push');
  const metadata = `groupId ${btoa(groupId)},filename ${btoa(WORD)},${WORD} ${btoa(WORD)}`;
  for (const headers of [{ 'upload-metadata': metadata }, { 'upload-metadata': WORD }, {}]) {
    const answer = await fetch(`${origin}${UPLOADS_PATH}`, {
      method: 'POST',
      headers: { cookie: ana.cookie, 'tus-resumable': '1.0.0', 'upload-length': '9', ...headers },
    });
    await answer.body?.cancel();
  }
  for (const path of [`/blobs/${groupId}/${WORD}`, `/blobs/${WORD}/${newId()}/thumb?${WORD}`]) {
    await (await fetch(`${origin}${path}`, { headers: { cookie: ana.cookie } })).body?.cancel();
  }
  return [String(amountMinor), key, ...tokensOf(ana.cookie)];
}

/** What one member's phone brings for another: as it was signed, as it was not, and as it was never written. */
async function speakForAnother(origin: string): Promise<string[]> {
  const [ana, bia] = [await openRawDevice(origin), await openRawDevice(origin)];
  const group = await ana.createGroup('Sítio');
  await bia.join(group, 'Bia');
  const { publicKey, sign } = await makeRawKey();
  await postAs(bia, `${origin}/api/account/device/key`, { publicKey });
  const { epoch } = await bia.hello();
  const text = bia.newOp('message.sent', { messageId: newId(), text: WORD });
  const lane = { epoch, deviceId: bia.deviceId, groupId: group.groupId, firstSeq: 2 };
  const bundle = await sign({ ...lane, ops: [text] });
  const forged = { ...bundle, push: { ...bundle.push, firstSeq: 3 } };
  const statuses: number[] = [];
  for (const body of [bundle, forged, { ...bundle, [WORD]: WORD }, WORD]) {
    statuses.push((await postAs(ana, `${origin}/api/bundle`, body)).status);
  }
  expect(statuses).toEqual([200, 403, 400, 400]);
  return [bundle.signature, publicKey, ...tokensOf(bia.cookie)];
}

/** Every call about accounts, well-formed and not, by who is signed in and who is not. */
async function speakOfAccounts(origin: string): Promise<string[]> {
  const ana = await openRawDevice(origin);
  const secrets: string[] = [];
  const failed: string[] = [];
  for (const call of Object.keys(ACCOUNT_CALLS) as AccountCall[]) {
    if (call === 'account/leave') continue;
    for (const cookie of [ana.cookie, `${WORD}=${WORD}`]) {
      for (const body of [wellFormed(call), { ...wellFormed(call), [WORD]: WORD }, WORD]) {
        const answer = await fetch(`${origin}/api/${call}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', cookie },
          body: JSON.stringify(body),
        });
        if (answer.status === 503) failed.push(call);
        secrets.push(...secretsIn(await answer.text()));
      }
    }
  }
  // It was let through to what failed: the mails were tried, and codes were given out.
  expect(failed).toEqual(expect.arrayContaining(['account/email/begin', 'entry/email/begin']));
  expect(secrets.length).toBeGreaterThan(3);
  return [...secrets, ...tokensOf(ana.cookie)];
}

function wellFormed(call: AccountCall): Record<string, unknown> {
  const { entries } = ACCOUNT_CALLS[call].request as { entries: Record<string, unknown> };
  const fields: Record<string, unknown> = accountFields();
  return Object.fromEntries(Object.keys(entries).map((name) => [name, fields[name]]));
}

/** Every field that any call reads. */
const accountFields = (): Record<string, unknown> => ({
  email: `${WORD}@racha.example`,
  language: 'pt-BR',
  code: WORD,
  name: WORD,
  deviceName: WORD,
  passkeyId: WORD,
  isApproved: true,
  join: false,
  requestId: newId(),
  secret: randomBytes(32).toString('base64url'),
  ceremony: WORD,
  response: { id: WORD, rawId: WORD, type: 'public-key', response: { clientDataJSON: WORD } },
  ticket: randomBytes(32).toString('base64url'),
  publicKey: 'A'.repeat(87),
  deviceId: newId(),
  deviceSecret: randomBytes(32).toString('base64url'),
});

/** Codes, tickets and challenges that the server gave out. */
const secretsIn = (text: string): string[] =>
  [...text.matchAll(/"(?:code|secret|ticket|challenge|ceremony)":"([^"]{8,})"/g)].map(
    ([, secret = '']) => secret,
  );

const tokensOf = (cookie: string): string[] =>
  cookie.split('; ').map((one) => one.slice(one.indexOf('=') + 1));
