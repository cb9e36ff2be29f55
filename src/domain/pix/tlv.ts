/**
 * The fields of a Pix code: two digits of id, two of length, the value. The length counts characters, not bytes: banks
 * write names with accents, and one that counted bytes would read on at the wrong place.
 */

/** `cut-off`: a value ends before its length does. `malformed`: what stands where a field should begin is none. */
export type TlvProblem = 'cut-off' | 'malformed' | 'repeated';

const HEAD = /^\d{4}$/;

export function writeField(id: string, value: string): string {
  return `${id}${String(value.length).padStart(2, '0')}${value}`;
}

/** The fields in order, by id; an id stands once. */
export function readFields(text: string): ReadonlyMap<string, string> | TlvProblem {
  const characters = [...text];
  const fields = new Map<string, string>();
  for (let at = 0; at < characters.length; ) {
    const head = characters.slice(at, at + 4).join('');
    if (head.length < 4 && /^\d*$/.test(head)) return 'cut-off';
    if (!HEAD.test(head)) return 'malformed';
    const id = head.slice(0, 2);
    const length = Number(head.slice(2));
    const value = characters.slice(at + 4, at + 4 + length);
    if (value.length < length) return 'cut-off';
    if (fields.has(id)) return 'repeated';
    fields.set(id, value.join(''));
    at += 4 + length;
  }
  return fields;
}
