/**
 * The key of an app lock, wrapped by a passkey of this device's own authenticator: fingerprint, face, its own PIN.
 *
 *   passkey ──WebAuthn PRF over evalSalt──→ 32 bytes, other ones for every passkey ──HKDF, AES-GCM──→ the data key
 *
 * The passkey is the lock's alone: no server ever hears of it, so that it is made and used without a network, and what
 * becomes of the account's passkeys cannot lock anybody out. It stands beside the PIN, never instead of it: authenticators
 * are lost and reset. Not every authenticator has PRF, and some tell it only once a passkey is there.
 */
import { base64url, fromBase64url } from '#domain/ids.ts';
import { type SecretWrappedKey, unwrapBySecret, wrapBySecret } from './lock-key.ts';

export interface PasskeyWrappedKey extends SecretWrappedKey {
  readonly credentialId: string;
  readonly evalSalt: string;
}

/** `unsupported`: this device has no such passkeys. `dismissed`: the person closed its sheet, or it took too long. */
export type PasskeyProblem = 'unsupported' | 'dismissed';

type Bytes = Uint8Array<ArrayBuffer>;

const RANDOM_BYTES = 32;
const ES256 = -7;
const RS256 = -257;

/** False only where it is sure: browsers that do not tell are asked by trying. */
export async function mayHaveLockPasskeys(): Promise<boolean> {
  if (typeof PublicKeyCredential === 'undefined') return false;
  const told = await PublicKeyCredential.getClientCapabilities?.().catch(() => undefined);
  return told?.['extension:prf'] !== false;
}

/** `name`: shown by the platform beside the passkey. */
export async function wrapByPasskey(
  dataKey: Bytes,
  name: string,
): Promise<PasskeyWrappedKey | PasskeyProblem> {
  const evalSalt = randomBytes();
  const made = await ask(() =>
    navigator.credentials.create({
      publicKey: {
        rp: { name: 'Racha' },
        user: { id: randomBytes(), name, displayName: name },
        challenge: randomBytes(),
        pubKeyCredParams: [
          { type: 'public-key', alg: ES256 },
          { type: 'public-key', alg: RS256 },
        ],
        // Platforms give PRF to what they keep themselves.
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        extensions: { prf: { eval: { first: evalSalt } } },
      },
    }),
  );
  if (!made) return 'dismissed';
  const { prf } = made.getClientExtensionResults();
  const credentialId = made.id;
  // Some give the secret at once, most only when the passkey is used.
  const first = prf?.results?.first ?? (prf?.enabled ? await secretOf(credentialId, evalSalt) : undefined);
  if (first === undefined) {
    await forgetPasskey(credentialId);
    return prf?.enabled ? 'dismissed' : 'unsupported';
  }
  const wrapped = await wrapBySecret(dataKey, bytesOf(first));
  return { ...wrapped, credentialId, evalSalt: base64url(evalSalt) };
}

/** undefined: the person closed the sheet, or the passkey is not there any more; browsers do not say which. */
export async function unwrapByPasskey(wrapped: PasskeyWrappedKey): Promise<Bytes | undefined> {
  const secret = await secretOf(wrapped.credentialId, fromBase64url(wrapped.evalSalt));
  return secret && unwrapBySecret(wrapped, bytesOf(secret));
}

/** The platform is told that the passkey is of no use any more; those that do not listen keep it until it is taken out by hand. */
export async function forgetPasskey(credentialId: string): Promise<void> {
  const unknown = { rpId: location.hostname, credentialId };
  await PublicKeyCredential.signalUnknownCredential?.(unknown).catch(() => undefined);
}

async function secretOf(credentialId: string, evalSalt: Bytes): Promise<BufferSource | undefined> {
  const answer = await ask(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: randomBytes(),
        allowCredentials: [{ type: 'public-key', id: fromBase64url(credentialId) }],
        // Without it an authenticator answers with another secret, and with no owner asked.
        userVerification: 'required',
        extensions: { prf: { eval: { first: evalSalt } } },
      },
    }),
  );
  return answer?.getClientExtensionResults().prf?.results?.first;
}

async function ask(run: () => Promise<Credential | null>): Promise<PublicKeyCredential | undefined> {
  try {
    const answer = await run();
    return answer instanceof PublicKeyCredential ? answer : undefined;
  } catch {
    return undefined;
  }
}

const randomBytes = (): Bytes => crypto.getRandomValues(new Uint8Array(RANDOM_BYTES));

const bytesOf = (source: BufferSource): Bytes =>
  ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer as ArrayBuffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
