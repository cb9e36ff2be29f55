/**
 * Which source map belongs to which file of a build, without a table and without a line of code in any file: the id is
 * made of the release and the file's name, here and by whoever uploads the maps (`scripts/source-maps.ts`).
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** `file`: like `assets/app-1a2b3c4d.js`. As a UUID of version 8: made by a rule of one's own. */
export function debugIdOf(release: string, file: string): string {
  const hex = bytesToHex(sha256(utf8ToBytes(`${release}\n${file}`)));
  const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
