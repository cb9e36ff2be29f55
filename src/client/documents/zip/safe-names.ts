/**
 * Titles → names that every system takes: composed letters (NFC), nothing a path or a shell reads, no name that Windows keeps
 * for devices, short enough to unpack deep in somebody's folders, and no two that a disk without capitals takes for one.
 */
/** With its ending: half of what file systems take, in bytes of UTF-8. */
const NAME_MAX_BYTES = 120;
const FORBIDDEN = /[<>:"/\\|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Cn}]/gu;
const JOINER = '\u200d';
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
const encoder = new TextEncoder();

export function safeName(title: string, fallback: string): string {
  // What joins the people of one emoji is the only unseen letter that stays.
  const cleaned = Array.from(title.normalize('NFC'))
    .map((letter) => (letter === JOINER ? letter : letter.replace(FORBIDDEN, ' ')))
    .join('')
    .replaceAll(/\s+/g, ' ');
  const name = trimmed(cut(trimmed(cleaned)));
  if (name === '') return fallback;
  return RESERVED.test(name) ? `_${name}` : name;
}

/** One namer a zip: it remembers what it gave away. */
export function createNamer(): (folder: string, name: string, ending: string) => string {
  const taken = new Set<string>();
  return (folder, name, ending) => {
    for (let turn = 1; ; turn++) {
      const path = `${folder === '' ? '' : `${folder}/`}${name}${turn === 1 ? '' : ` (${turn})`}${ending}`;
      // Disks of Apple and Windows tell neither capitals nor how a letter is composed.
      const key = path.normalize('NFKC').toLowerCase();
      if (taken.has(key)) continue;
      taken.add(key);
      return path;
    }
  };
}

/** A leading dot hides it, an ending dot or space is lost on Windows. */
const trimmed = (name: string): string => name.replace(/^[\s.\u200d]+|[\s.\u200d]+$/gu, '');

/** Whole letters only. */
function cut(name: string): string {
  let bytes = 0;
  let kept = '';
  for (const letter of clusters(name)) {
    bytes += encoder.encode(letter).length;
    if (bytes > NAME_MAX_BYTES) break;
    kept += letter;
  }
  return kept;
}

function clusters(text: string): Iterable<string> {
  if (typeof Intl.Segmenter !== 'function') return text;
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}
