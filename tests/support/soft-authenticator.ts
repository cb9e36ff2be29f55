/**
 * An authenticator in a few lines (ES256, no attestation), which also does what an honest one never would: answers
 * without asking its owner, for another page, or twice. Sources: WebAuthn Level 2 §6.1 and §6.5, RFC 8949, RFC 9053.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

export interface Bent {
  readonly origin?: string;
  readonly isVerified?: boolean;
  readonly challenge?: string;
}

export class SoftAuthenticator {
  readonly #origin: string;
  readonly #id = randomBytes(32);
  readonly #privateKey: KeyObject;
  readonly #publicKey: { readonly x: Buffer; readonly y: Buffer };
  #counter = 0;

  constructor(origin: string) {
    this.#origin = origin;
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    this.#privateKey = privateKey;
    this.#publicKey = { x: Buffer.from(x, 'base64url'), y: Buffer.from(y, 'base64url') };
  }

  create(options: Record<string, unknown>, bent: Bent = {}): Record<string, unknown> {
    const { x, y } = this.#publicKey;
    const key = Buffer.concat([
      // {1: EC2, 3: ES256, -1: P-256, -2: x, -3: y}
      Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
      cborBytes(x),
      Buffer.from([0x22]),
      cborBytes(y),
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.#id.length);
    const credential = Buffer.concat([Buffer.alloc(16), length, this.#id, key]);
    const authData = Buffer.concat([this.#authData(bent, HAS_CREDENTIAL), credential]);
    const attestation = Buffer.concat([
      Buffer.from([0xa3]),
      cborText('fmt'),
      cborText('none'),
      cborText('attStmt'),
      Buffer.from([0xa0]),
      cborText('authData'),
      cborBytes(authData),
    ]);
    return this.#answer({
      clientDataJSON: this.#clientData('webauthn.create', options, bent).toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal'],
    });
  }

  get(options: Record<string, unknown>, bent: Bent = {}): Record<string, unknown> {
    this.#counter += 1;
    const authData = this.#authData(bent, 0);
    const clientData = this.#clientData('webauthn.get', options, bent);
    const hash = createHash('sha256').update(clientData).digest();
    return this.#answer({
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: sign('sha256', Buffer.concat([authData, hash]), this.#privateKey).toString('base64url'),
    });
  }

  #answer(response: object): Record<string, unknown> {
    const id = this.#id.toString('base64url');
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }

  #authData({ isVerified = true }: Bent, flags: number): Buffer {
    const host = createHash('sha256').update(new URL(this.#origin).hostname).digest();
    const rest = Buffer.alloc(5);
    rest[0] = USER_PRESENT | (isVerified ? USER_VERIFIED : 0) | flags;
    rest.writeUInt32BE(this.#counter, 1);
    return Buffer.concat([host, rest]);
  }

  #clientData(type: string, options: Record<string, unknown>, bent: Bent): Buffer {
    const { origin = this.#origin, challenge = options.challenge } = bent;
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 | text.length]), Buffer.from(text)]);
}

function cborBytes(bytes: Buffer): Buffer {
  const long = Buffer.from([0x59, bytes.length >> 8, bytes.length & 0xff]);
  return Buffer.concat([bytes.length < 256 ? Buffer.from([0x58, bytes.length]) : long, bytes]);
}
