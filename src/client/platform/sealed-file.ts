/**
 * A file that only a passphrase opens, written and read in chunks. The form is documented in docs/device-file.md and
 * pinned by a vector.
 *
 *   'RACHA' 0D 0A 1A │ version u16 │ h u16 │ header, h bytes of JSON │ chunk 0 │ chunk 1 │ … │ last chunk
 *
 *   header  { kdf, iterations, salt, check, nonce, chunkBytes, bytes }        bytes: of the plain text
 *   master  = PBKDF2-SHA-256(passphrase, salt, iterations)
 *   key     = HKDF(master, 'racha file key')        check = HKDF(master, 'racha file check'), 16 bytes
 *   chunk i = AES-256-GCM(key, nonce ‖ u32 i ‖ last?1:0, header and all before it as associated data)
 *
 * Invariants (STREAM, Hoang et al. 2015)
 *   - A chunk opens in its own place of its own file only; the last one says that it is: cutting, reordering, joining and
 *     changing are noticed before a byte of that chunk is handed on.
 *   - A wrong passphrase is told from damage by `check`, which gives away no more than a chunk does.
 *   - The line end in the first bytes is broken by whatever takes the file for text: then it is not ours, not damaged.
 */
import { base64url, fromBase64url } from '#domain/ids.ts';
import { STRETCH_ITERATIONS, STRETCH_SALT_BYTES, stretchSecret } from './stretch-secret.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Why a file was not read. Each is a kind of client/errors, with its sentence in `locales/<lang>/later/carry.json`. */
export const FILE_TROUBLES = ['not-ours', 'newer', 'wrong-passphrase', 'truncated', 'tampered'] as const;
export type FileTrouble = (typeof FILE_TROUBLES)[number];

/** What of a `File` is needed: read as it is opened, never all at once. */
export interface ReadableFile {
  readonly size: number;
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

export interface SealOptions {
  readonly passphrase: string;
  /** Of all pieces together; at least 1. */
  readonly bytes: number;
  readonly chunkBytes?: number;
  /** Everything that is drawn; a vector gives its own. */
  readonly random?: (length: number) => Bytes;
}

export type Opening =
  | { readonly ok: true; readonly chunks: AsyncGenerator<Bytes, void> }
  | { readonly ok: false; readonly trouble: FileTrouble };

/** Thrown while the chunks are read. */
export class SealedFileError extends Error {
  override readonly name = 'SealedFileError';
  readonly trouble: FileTrouble;
  constructor(trouble: FileTrouble) {
    super(`sealed file: ${trouble}`);
    this.trouble = trouble;
  }
}

const VERSION = 1;
const MAGIC = Uint8Array.of(0x52, 0x41, 0x43, 0x48, 0x41, 0x0d, 0x0a, 0x1a);
const FIXED_BYTES = MAGIC.length + 4;
const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const NONCE_BYTES = 7;
const CHECK_BYTES = 16;
const KDF = 'PBKDF2-SHA-256';
/** A header may ask for this much work and memory, and no more: it is believed before anything is authenticated. */
const BOUNDS = { iterations: 10_000_000, chunkBytes: 1024 * 1024, bytes: 2 ** 31 } as const;

interface Header {
  readonly kdf: typeof KDF;
  readonly iterations: number;
  readonly salt: string;
  readonly check: string;
  readonly nonce: string;
  readonly chunkBytes: number;
  readonly bytes: number;
}

/** The file, piece by piece. Throws RangeError when `pieces` are not as long as was said. */
export async function* sealFile(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { passphrase, bytes, chunkBytes = CHUNK_BYTES, random = drawBytes }: SealOptions,
): AsyncGenerator<Bytes, void> {
  const salt = random(STRETCH_SALT_BYTES);
  const nonce = random(NONCE_BYTES);
  const { key, check } = await deriveKeys(passphrase, salt, STRETCH_ITERATIONS);
  const header: Header = {
    kdf: KDF,
    iterations: STRETCH_ITERATIONS,
    salt: base64url(salt),
    check: base64url(check),
    nonce: base64url(nonce),
    chunkBytes,
    bytes,
  };
  const before = writeHeader(header);
  yield before;
  let index = 0;
  let left = bytes;
  for await (const chunk of cut(pieces, chunkBytes)) {
    left -= chunk.length;
    if (left < 0) throw new RangeError('more than was said');
    const iv = ivOf(nonce, index++, left === 0);
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: before }, key, chunk);
    yield new Uint8Array(sealed);
  }
  if (left > 0) throw new RangeError('less than was said');
}

/** What can be known without the passphrase; undefined: it may be opened. */
export async function lookAtSealedFile(file: ReadableFile): Promise<FileTrouble | undefined> {
  const read = await readHeader(file);
  return 'trouble' in read ? read.trouble : undefined;
}

/** `chunks` throws SealedFileError; what it gave before is authentic, and not all there is. */
export async function openSealedFile(file: ReadableFile, passphrase: string): Promise<Opening> {
  const read = await readHeader(file);
  if ('trouble' in read) return { ok: false, trouble: read.trouble };
  const { header } = read;
  const { key, check } = await deriveKeys(passphrase, fromBase64url(header.salt), header.iterations);
  if (base64url(check) !== header.check) return { ok: false, trouble: 'wrong-passphrase' };
  return { ok: true, chunks: openChunks(file, key, read) };
}

interface ReadHeader {
  readonly header: Header;
  /** Everything before the first chunk. */
  readonly before: Bytes;
}

async function* openChunks(
  file: ReadableFile,
  key: CryptoKey,
  { header, before }: ReadHeader,
): AsyncGenerator<Bytes, void> {
  const nonce = fromBase64url(header.nonce);
  const count = Math.ceil(header.bytes / header.chunkBytes);
  let at = before.length;
  for (let index = 0; index < count; index++) {
    const end = Math.min(at + header.chunkBytes + TAG_BYTES, file.size);
    const iv = ivOf(nonce, index, index === count - 1);
    const sealed = await file.slice(at, end).arrayBuffer();
    at = end;
    yield await crypto.subtle
      .decrypt({ name: 'AES-GCM', iv, additionalData: before }, key, sealed)
      .then((plain) => new Uint8Array(plain))
      .catch(() => {
        throw new SealedFileError('tampered');
      });
  }
}

async function readHeader(file: ReadableFile): Promise<ReadHeader | { readonly trouble: FileTrouble }> {
  const fixed = new Uint8Array(await file.slice(0, FIXED_BYTES).arrayBuffer());
  if (fixed.length < MAGIC.length || MAGIC.some((byte, i) => fixed[i] !== byte))
    return { trouble: 'not-ours' };
  if (fixed.length < FIXED_BYTES) return { trouble: 'truncated' };
  const numbers = new DataView(fixed.buffer);
  const version = numbers.getUint16(MAGIC.length);
  if (version > VERSION) return { trouble: 'newer' };
  const length = FIXED_BYTES + numbers.getUint16(MAGIC.length + 2);
  const before = new Uint8Array(await file.slice(0, length).arrayBuffer());
  if (before.length < length) return { trouble: 'truncated' };
  const header = version === VERSION ? parseHeader(before.subarray(FIXED_BYTES)) : undefined;
  if (!header) return { trouble: 'tampered' };
  const expected = length + header.bytes + TAG_BYTES * Math.ceil(header.bytes / header.chunkBytes);
  if (file.size !== expected) return { trouble: file.size < expected ? 'truncated' : 'tampered' };
  return { header, before };
}

function writeHeader(header: Header): Bytes {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(FIXED_BYTES + text.length);
  bytes.set(MAGIC);
  const numbers = new DataView(bytes.buffer);
  numbers.setUint16(MAGIC.length, VERSION);
  numbers.setUint16(MAGIC.length + 2, text.length);
  bytes.set(text, FIXED_BYTES);
  return bytes;
}

function parseHeader(bytes: Uint8Array): Header | undefined {
  try {
    const read = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Partial<Header>;
    const { kdf, iterations, salt, check, nonce, chunkBytes, bytes: plain } = read;
    const isBounded =
      isWithin(iterations, BOUNDS.iterations) &&
      isWithin(chunkBytes, BOUNDS.chunkBytes) &&
      isWithin(plain, BOUNDS.bytes);
    const isWhole =
      lengthOf(salt) === STRETCH_SALT_BYTES &&
      lengthOf(check) === CHECK_BYTES &&
      lengthOf(nonce) === NONCE_BYTES;
    return kdf === KDF && isBounded && isWhole ? (read as Header) : undefined;
  } catch {
    return undefined;
  }
}

const isWithin = (value: unknown, most: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= most;

const lengthOf = (text: unknown): number => (typeof text === 'string' ? fromBase64url(text).length : -1);

function ivOf(nonce: Uint8Array, index: number, isLast: boolean): Bytes {
  const iv = new Uint8Array(NONCE_BYTES + 5);
  iv.set(nonce);
  new DataView(iv.buffer).setUint32(NONCE_BYTES, index);
  iv[NONCE_BYTES + 4] = isLast ? 1 : 0;
  return iv;
}

async function deriveKeys(passphrase: string, salt: Bytes, iterations: number) {
  const stretched = await stretchSecret(passphrase, salt, iterations);
  const master = await crypto.subtle.importKey('raw', stretched, 'HKDF', false, ['deriveBits', 'deriveKey']);
  const use = (info: string) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: new TextEncoder().encode(info),
  });
  const [key, check] = await Promise.all([
    crypto.subtle.deriveKey(use('racha file key'), master, { name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]),
    crypto.subtle.deriveBits(use('racha file check'), master, CHECK_BYTES * 8),
  ]);
  return { key, check: new Uint8Array(check) };
}

/** The same bytes in chunks of one size, the last one shorter. */
async function* cut(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  size: number,
): AsyncGenerator<Bytes, void> {
  let chunk = new Uint8Array(size);
  let filled = 0;
  for await (const piece of pieces) {
    for (let from = 0; from < piece.length; ) {
      const taken = piece.subarray(from, from + size - filled);
      chunk.set(taken, filled);
      filled += taken.length;
      from += taken.length;
      if (filled < size) continue;
      yield chunk;
      chunk = new Uint8Array(size);
      filled = 0;
    }
  }
  if (filled > 0) yield chunk.slice(0, filled);
}

const drawBytes = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));
