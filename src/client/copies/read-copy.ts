/** The parts of a copy, checked; and of all copies the newest good one of each. */
import type { CopyManifest, CopyStore } from './copy-store.ts';
import { checkPart, type Part } from './device-copy.ts';

export interface ReadCopy {
  readonly parts: readonly Part[];
  /** Names of parts that are missing or not what was written. */
  readonly damaged: readonly string[];
}

export async function readCopy(copies: CopyStore, { parts: refs }: CopyManifest): Promise<ReadCopy> {
  const texts = await copies.readTexts(refs.map(({ id }) => id));
  const parts: Part[] = [];
  const damaged: string[] = [];
  for (const [i, { name, version, checksum }] of refs.entries()) {
    const part = { name, version, checksum, text: texts[i] ?? '' };
    if (texts[i] !== undefined && checkPart(part) !== 'damaged') parts.push(part);
    else damaged.push(name);
  }
  return { parts, damaged };
}

export interface BestParts extends ReadCopy {
  /** The copy most of it is of. */
  readonly from: CopyManifest;
  /** The damaged ones whose place an older copy's part took. */
  readonly older: readonly string[];
}

/**
 * Of the newest copy; where a part of it is damaged, of the newest older one that has it whole. undefined: there is no
 * copy, or nothing of any can be read.
 */
export async function readBestParts(copies: CopyStore): Promise<BestParts | undefined> {
  const newestFirst = [...(await copies.list())].reverse();
  const [from, ...olders] = newestFirst;
  if (!from) return undefined;
  const newest = await readCopy(copies, from);
  const parts = [...newest.parts];
  let missing = newest.damaged;
  for (const manifest of olders) {
    if (missing.length === 0) break;
    const found = await readCopy(copies, pick(manifest, missing));
    parts.push(...found.parts);
    missing = missing.filter((name) => !found.parts.some((part) => part.name === name));
  }
  if (parts.length === 0) return undefined;
  const older = newest.damaged.filter((name) => !missing.includes(name));
  return { parts, damaged: missing, older, from };
}

function pick(manifest: CopyManifest, names: readonly string[]): CopyManifest {
  return { ...manifest, parts: manifest.parts.filter(({ name }) => names.includes(name)) };
}
