/**
 * better-auth, and the only file that knows it: who somebody is, proven by a passkey or by a code sent to an address.
 * It keeps its users, passkeys and pending challenges in our database; sessions are ours (docs/decisions/0015), so the
 * one it opens at the end of each proof is dropped here, before it is stored anywhere.
 *
 * What it calls a user is one way into an account (`logins`). It has no HTTP of its own here: its endpoints are called
 * as functions, with headers made by us, and what it would keep in a cookie travels as `ceremony`.
 */
import { createHash } from 'node:crypto';
import { passkey } from '@better-auth/passkey';
import { APIError, betterAuth } from 'better-auth';
import { emailOTP } from 'better-auth/plugins/email-otp';
import type { Database } from '../db/open-database.ts';

export type JsonRecord = Record<string, unknown>;

export interface Ceremony {
  /** For the browser's WebAuthn. */
  readonly options: JsonRecord;
  /** To be given back with its answer. */
  readonly ceremony: string;
}

export type Proof =
  | { readonly ok: true; readonly userId: string }
  | { readonly ok: false; readonly error: 'wrong-code' | 'expired' | 'too-many' };

export interface IdentityProofs {
  /** A new passkey for this user. `label`: what the device's own list of passkeys will call it. */
  beginPasskey(userId: string, label: string): Promise<Ceremony>;
  addPasskey(
    userId: string,
    answer: { response: JsonRecord; ceremony: string; name: string },
  ): Promise<Proof>;
  beginPasskeyEntry(): Promise<Ceremony>;
  proveByPasskey(answer: { response: JsonRecord; ceremony: string }): Promise<Proof>;
  /** The same for an address that is known and one that is not. */
  sendCode(email: string): Promise<void>;
  /** Of an address nobody has proven yet a user is made. */
  proveByCode(email: string, code: string): Promise<Proof>;
}

export interface IdentityProofsOptions {
  readonly db: Database['tables'];
  /** Newest first: it signs and seals; what a second one signed or sealed is still believed. */
  readonly secrets: readonly string[];
  /** Of the page: passkeys are bound to its host. */
  readonly origin: string;
  readonly sendCode: (email: string, code: string) => Promise<void>;
}

/** Signal's and RFC 8628's order of magnitude: time to fetch a mail, too little to guess in. */
export const CODE_SECONDS = 10 * 60;
const CODE_TRIES = 3;
type PasskeyAnswer = NonNullable<
  Parameters<ReturnType<typeof createAuth>['api']['verifyPasskeyAuthentication']>[0]
>['body']['response'];

const USER_HEADER = 'x-racha-user';
const COOKIE = 'racha-ceremony';

export function createIdentityProofs(options: IdentityProofsOptions): IdentityProofs {
  /** A failing mail is swallowed by better-auth; the person waits for it. */
  const mails = new Map<string, Promise<void>>();
  const sendCode = (email: string, code: string): Promise<void> => {
    const mail = options.sendCode(email, code);
    mails.set(email, mail);
    return mail;
  };
  const { api } = createAuth({ ...options, sendCode });
  /** Sealed codes name their key; a signature does not, so each key is asked. */
  const signers = options.secrets.map((secret, i) =>
    i === 0 ? api : createAuth({ ...options, secrets: [secret], sendCode }).api,
  );
  const proveBySome = async (run: (by: typeof api) => Promise<string>): Promise<Proof> => {
    let proof: Proof = { ok: false, error: 'wrong-code' };
    for (const signer of signers) {
      proof = await prove(() => run(signer));
      if (proof.ok) break;
    }
    return proof;
  };
  const headersOf = (ceremony?: string, userId?: string): Headers =>
    new Headers({
      origin: options.origin,
      ...(ceremony !== undefined && { cookie: `${COOKIE}=${ceremony}` }),
      ...(userId !== undefined && { [USER_HEADER]: userId }),
    });
  return {
    async beginPasskey(userId, label) {
      return ceremonyOf(
        await api.generatePasskeyRegistrationOptions({
          headers: headersOf(undefined, userId),
          query: { name: label },
          returnHeaders: true,
        }),
      );
    },
    addPasskey: (userId, { response, ceremony, name }) =>
      proveBySome(async (by) => {
        const headers = headersOf(ceremony, userId);
        const added = await by.verifyPasskeyRegistration({ headers, body: { response, name } });
        return added.userId;
      }),
    async beginPasskeyEntry() {
      return ceremonyOf(
        await api.generatePasskeyAuthenticationOptions({ headers: headersOf(), returnHeaders: true }),
      );
    },
    proveByPasskey: ({ response, ceremony }) =>
      proveBySome(async (by) => {
        const headers = headersOf(ceremony);
        // Checked there, field by field, against the challenge and the key.
        const body = { response: response as unknown as PasskeyAnswer };
        return (await by.verifyPasskeyAuthentication({ headers, body })).user.id;
      }),
    async sendCode(email) {
      await api.sendVerificationOTP({ body: { email, type: 'sign-in' } });
      const mail = mails.get(email);
      mails.delete(email);
      await mail;
    },
    proveByCode: (email, code) =>
      prove(async () => (await api.signInEmailOTP({ body: { email, otp: code } })).user.id),
  };
}

function createAuth({ db, secrets, origin, sendCode }: IdentityProofsOptions) {
  const { hostname } = new URL(origin);
  return betterAuth({
    appName: 'Racha',
    baseURL: origin,
    secrets: secrets.map((value) => ({ version: versionOf(value), value })),
    database: { db, type: 'postgres' },
    // With a second storage better-auth keeps sessions there and not in tables; this one forgets them.
    secondaryStorage: { get: () => null, set: () => undefined, delete: () => undefined },
    user: { modelName: 'auth_users', fields: { emailVerified: 'email_verified', ...TIMES } },
    verification: {
      modelName: 'auth_verifications',
      fields: { expiresAt: 'expires_at', ...TIMES },
      storeInDatabase: true,
      storeIdentifier: 'hashed',
    },
    // Its log may quote what was sent; what is worth telling comes out as an error.
    logger: { disabled: true },
    telemetry: { enabled: false },
    // Counted by us, by account and address, before it is asked.
    rateLimit: { enabled: false },
    plugins: [
      passkey({
        rpID: hostname,
        rpName: 'Racha',
        origin,
        advanced: { webAuthnChallengeCookie: COOKIE },
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        registration: {
          requireSession: false,
          resolveUser: ({ ctx }) => {
            // The name is what the device's own list of passkeys shows.
            return { id: ctx.headers?.get(USER_HEADER) ?? '', name: 'Racha', displayName: 'Racha' };
          },
          // Its own check asks for presence only, and a challenge may be anybody's.
          afterVerification: ({ ctx, verification, user }) => {
            requireVerified(verification.registrationInfo?.userVerified === true);
            requireVerified(user.id === ctx.headers?.get(USER_HEADER));
          },
        },
        authentication: {
          afterVerification: ({ verification }) => {
            requireVerified(verification.authenticationInfo.userVerified);
          },
        },
        schema: {
          passkey: {
            modelName: 'auth_passkeys',
            fields: {
              publicKey: 'public_key',
              userId: 'user_id',
              credentialID: 'credential_id',
              deviceType: 'device_type',
              backedUp: 'backed_up',
              createdAt: 'created_at',
            },
          },
        },
      }),
      emailOTP({
        otpLength: 6,
        expiresIn: CODE_SECONDS,
        allowedAttempts: CODE_TRIES,
        // Six digits under a plain hash are read back in no time; with the key beside the database they are not.
        storeOTP: 'encrypted',
        sendVerificationOTP: ({ email, otp }) => sendCode(email, otp),
      }),
    ],
    // Never set in a browser: it travels as `ceremony`.
    advanced: { useSecureCookies: false, cookies: { [COOKIE]: { name: COOKIE } } },
  });
}

/** A key's name in what it sealed: the same on every node, and no word of the key itself. */
function versionOf(secret: string): number {
  return createHash('sha256').update(`key ${secret}`).digest().readUIntBE(0, 6);
}

const TIMES = { createdAt: 'created_at', updatedAt: 'updated_at' };

function requireVerified(isVerified: boolean): void {
  if (!isVerified) throw new APIError('UNAUTHORIZED');
}

function ceremonyOf({ response, headers }: { response: object; headers: Headers }): Ceremony {
  const [, ceremony = ''] = /racha-ceremony=([^;]+)/.exec(headers.getSetCookie().join(', ')) ?? [];
  return { options: { ...response }, ceremony };
}

/** Expected outcomes become values; a failing database or a bug of ours stays an error. */
async function prove(run: () => Promise<string>): Promise<Proof> {
  try {
    return { ok: true, userId: await run() };
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    const code = String(error.body?.code ?? '');
    // An answer of WebAuthn that does not verify is told as a failure of the server.
    if (error.statusCode >= 500 && code !== 'FAILED_TO_VERIFY_REGISTRATION') throw error;
    if (code === 'OTP_EXPIRED') return { ok: false, error: 'expired' };
    if (code === 'TOO_MANY_ATTEMPTS') return { ok: false, error: 'too-many' };
    return { ok: false, error: 'wrong-code' };
  }
}
