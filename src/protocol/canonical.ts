/**
 * The one canonical form, and the hashes over it.
 *
 *   bodyHash  = H( salt ‖ canonical(body) )
 *   opHash    = H( canonical([opId, groupId, actorId, at, type, v]) ‖ bodyHash )
 *   chain(n)  = H( chain(n−1) ‖ opHash(n) )          chain(0) = H(groupId)
 *
 * H is SHA-256, texts are UTF-8, hashes are written in base64url. The envelope (deviceId, seq) is never hashed.
 * Body and salt may be erased: chain and opHash stay provable from bodyHash alone, which then stands in the body
 * (domain/erased-body.ts). `opHash` and the chain take it from there; `measureOp`, which is for what devices push, does not.
 * Canonical JSON: keys sorted by UTF-16 code units, no white space, safe integers only (RFC 8785 on our subset).
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { erasedHash } from '../domain/erased-body.ts';
import { base64url, fromBase64url } from '../domain/ids.ts';
import type { JsonValue } from '../domain/json.ts';
import type { Op } from '../domain/op.ts';
import { utf8Bytes } from '../domain/text.ts';

/** Equal values give equal text, whatever the order of their keys. Throws TypeError on a non-JSON value. */
export function canonicalJson(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) {
    const text = JSON.stringify(value);
    if (text === undefined) throw new TypeError('not JSON');
    return text;
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const object = value as Record<string, JsonValue | undefined>;
  let fields = '';
  // Array#sort compares UTF-16 code units.
  for (const key of Object.keys(object).sort()) {
    const item = object[key];
    if (item === undefined) continue;
    fields += `${fields === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(item)}`;
  }
  return `{${fields}}`;
}

/** The op's size on the wire in bytes: what `LIMITS.opMaxBytes` bounds. */
export function opBytes(op: Op): number {
  return utf8Bytes(canonicalJson(op as unknown as JsonValue));
}

/** The op's identity by content, over its header and its salted body. */
export function opHash(op: Op): string {
  return hashOf(op, bodyHash(op));
}

/** H( salt ‖ canonical(body) ), or what an erasure left of it. */
export function bodyHash(op: Op): Uint8Array {
  const erased = erasedHash(op.body);
  return erased === undefined ? sha256(utf8ToBytes(op.salt + canonicalJson(op.body))) : fromBase64url(erased);
}

/** `opHash` and `opBytes` of one op, its body written once: a server does this for every op it is sent. */
export function measureOp(op: Op): { readonly hash: string; readonly bytes: number } {
  const body = canonicalJson(op.body);
  const around = canonicalJson({ ...op, body: 0 } as unknown as JsonValue);
  return {
    hash: hashOf(op, sha256(utf8ToBytes(op.salt + body))),
    bytes: utf8Bytes(around) - 1 + utf8Bytes(body),
  };
}

export function chainStart(groupId: string): string {
  return base64url(sha256(utf8ToBytes(groupId)));
}

/** chain(n) from chain(n−1) and the op at n. */
export function chainNext(previous: string, op: Op): string {
  return chainFromHash(previous, opHash(op));
}

/** chain(n) from chain(n−1) and the hash of the op at n, both base64url. */
export function chainFromHash(previous: string, hash: string): string {
  return base64url(sha256(utf8ToBytes(previous + hash)));
}

/** What `group.created` carries of the invite's secret. */
export function inviteHash(secret: string): string {
  return base64url(sha256(utf8ToBytes(secret)));
}

function hashOf(op: Op, bodyHash: Uint8Array): string {
  const header = utf8ToBytes(canonicalJson([op.opId, op.groupId, op.actorId, op.at, op.type, op.v]));
  const bytes = new Uint8Array(header.length + bodyHash.length);
  bytes.set(header);
  bytes.set(bodyHash, header.length);
  return base64url(sha256(bytes));
}
