/**
 * A Word file's parts, before anything reads them: a zip of a few kilobytes can hold gigabytes. Only parts that hold text, styles
 * and pictures are taken, none larger than it says, all of them together within a bound; they are handed on as a zip anew.
 */
import { unzipSync, zipSync } from 'fflate';

const FILE_MAX_BYTES = 10_000_000;
const TEXT_MAX_BYTES = 50_000_000;
const PICTURES_MAX_BYTES = 50_000_000;
const PARTS_MAX = 2_000;

const TEXT_PART = /^(?:\[Content_Types\]\.xml|_rels\/[^/]+|word\/(?:_rels\/)?[^/]+\.(?:xml|rels))$/;
const PICTURE_PART = /^word\/media\/[^/]+$/;

export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}

/** Undefined: no Word file. Throws `TooLargeError`, or whatever a damaged zip ends in. */
export function openParts(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length > FILE_MAX_BYTES) throw new TooLargeError('the file');
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return undefined;
  const taken = { text: 0, pictures: 0, parts: 0 };
  // Its size is what its list says; a part that says less than it holds is cut there.
  const parts = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      const isText = TEXT_PART.test(name);
      if (!isText && !PICTURE_PART.test(name)) return false;
      taken[isText ? 'text' : 'pictures'] += originalSize;
      taken.parts++;
      if (taken.text > TEXT_MAX_BYTES || taken.pictures > PICTURES_MAX_BYTES || taken.parts > PARTS_MAX) {
        throw new TooLargeError('what is in it');
      }
      return true;
    },
  });
  if (!parts['word/document.xml']) return undefined;
  return zipSync(parts, { level: 0 });
}
