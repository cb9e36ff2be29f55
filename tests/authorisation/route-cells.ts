/** Every HTTP route: who is answered, and from whose page. */
import { ACCOUNT_CALLS, type AccountCall } from '#protocol/account.ts';
import { UPLOADS_PATH } from '#protocol/blobs.ts';
import { NDJSON } from '#protocol/frames.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { newId } from '#tests/support/raw-device.ts';

export const VISITORS = ['signed in', 'signed out', 'forged cookie', 'no cookie'] as const;
export type Visitor = (typeof VISITORS)[number];

export const PAGES = ['own page', 'program', 'other site', 'sandboxed page', 'other port'] as const;
export type Page = (typeof PAGES)[number];

/** `answered`: it got to the handler, whatever that said of the body. */
export type RouteAnswer = 'answered' | '401' | '403 origin';

/** Who a route is for. */
export type Audience = 'everybody' | 'signed in' | 'sync';

const SECRET = 's'.repeat(43);
const EMAIL = { email: 'ana@racha.example', language: 'en' };
const WEBAUTHN = { response: {}, ceremony: 'x' };

/** Well-formed, so that what refuses is not the form. A new call without one fails the types. */
const ACCOUNT_BODIES: Readonly<Record<AccountCall, object>> = {
  'account/read': {},
  'account/passkey/begin': {},
  'account/passkey/add': { ...WEBAUTHN, name: 'Celular' },
  'account/passkey/remove': { passkeyId: 'x' },
  'account/email/begin': EMAIL,
  'account/email/add': { email: EMAIL.email, code: '123456' },
  'account/email/remove': {},
  'account/recovery/renew': {},
  'account/recovery/remove': {},
  'account/device/end': { deviceId: newId() },
  'account/device/key': { publicKey: 'k'.repeat(87) },
  'account/link/look': { code: 'ABCD-EFGH' },
  'account/link/answer': { code: 'ABCD-EFGH', isApproved: true },
  'account/consents/read': {},
  'account/consents/answer': { matter: 'error-reports', version: 1, given: false },
  'account/error-reports/read': {},
  'account/export/begin': {},
  'account/export/photos': {},
  'account/export/ops': { groupId: newId(), after: 0 },
  'account/erase': { confirm: 'erase' },
  'account/leave': {},
  'entry/passkey/begin': {},
  'entry/passkey/finish': WEBAUTHN,
  'entry/email/begin': EMAIL,
  'entry/email/finish': { email: EMAIL.email, code: '123456' },
  'entry/recovery': { code: 'ABCD-EFGH-IJKL' },
  'entry/link/begin': { deviceName: 'Celular' },
  'entry/link/wait': { requestId: newId(), secret: SECRET },
  'entry/redeem': {
    ticket: SECRET,
    deviceId: newId(),
    deviceSecret: SECRET,
    deviceName: 'Celular',
    join: false,
  },
};

export interface RouteCells {
  readonly audience: Audience;
  readonly contentType?: string;
  /** Although it only reads what is everybody's: it lies under /api. */
  readonly asksOrigin?: true;
  body?(): string;
}

/** Undefined: nobody has said who this route is for, and the matrix is red. */
export function cellsOf(route: string): RouteCells | undefined {
  const [method = '', path = ''] = route.split(' ');
  // Photos are a group's: which of them somebody may see is asked in tests/contract/photos.test.ts.
  if (path.startsWith(UPLOADS_PATH) || path.startsWith('/blobs/')) return { audience: 'signed in' };
  if (route === 'GET /api/support') return { audience: 'everybody', asksOrigin: true };
  if (method === 'GET')
    return path === '/livez' || path === '/readyz' ? { audience: 'everybody' } : undefined;
  const json = { contentType: 'application/json' };
  if (path.startsWith('/sync/')) return { audience: 'sync', contentType: NDJSON, body: () => '{}\n' };
  if (path === '/api/session') {
    const device = () => ({ protocol: PROTOCOL_VERSION, deviceId: newId(), deviceSecret: SECRET });
    return { ...json, audience: 'everybody', body: () => JSON.stringify(device()) };
  }
  if (path === '/api/invite/preview') {
    // Who holds a link is nobody yet.
    return {
      ...json,
      audience: 'everybody',
      body: () => JSON.stringify({ groupId: newId(), secret: SECRET }),
    };
  }
  if (path === '/api/bundle') return { ...json, audience: 'signed in', body: () => '{}' };
  if (path === '/api/past') {
    const asked = () => ({ epoch: newId(), groupId: newId(), moment: { version: 1 }, after: null });
    return { ...json, audience: 'signed in', body: () => JSON.stringify(asked()) };
  }
  if (path === '/api/search') {
    const anywhere = { groupId: null, table: null, from: null, until: null, after: null };
    const body = () => JSON.stringify({ ...anywhere, epoch: newId(), text: 'pizza' });
    return { ...json, audience: 'signed in', body };
  }
  const call = path.replace(/^\/api\//, '');
  if (!Object.hasOwn(ACCOUNT_CALLS, call)) return undefined;
  // Signing out is answered to who is signed out already: their cookie goes in any case.
  const isForAll = call.startsWith('entry/') || call === 'account/leave';
  const body = () => JSON.stringify(ACCOUNT_BODIES[call as AccountCall]);
  return { ...json, audience: isForAll ? 'everybody' : 'signed in', body };
}

export function expectRoute(
  { audience, asksOrigin, body }: RouteCells,
  visitor: Visitor,
  page: Page,
): RouteAnswer {
  // Reading what is everybody's asks nobody where they come from.
  const isAsked = asksOrigin || body !== undefined || audience !== 'everybody';
  if (isAsked && page !== 'own page' && page !== 'program') return '403 origin';
  return audience === 'everybody' || visitor === 'signed in' ? 'answered' : '401';
}
