/**
 * Words inside a Pix code. Its manual takes printable ASCII alone: some banks refuse the whole code over one accent. So
 * accents are folded, what has no plain letter is left out, and only then is it cut, so that no half of a sign is left.
 */
export function foldForCode(text: string, maxCharacters: number): string {
  return text
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, (sign) => PLAIN[sign] ?? (/\s/.test(sign) ? ' ' : ''))
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, maxCharacters)
    .trimEnd();
}

/** Letters that no decomposition makes plain. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
};
