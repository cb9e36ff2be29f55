/** The hues of `editor.css`, each with enough contrast in both themes; a member keeps theirs on every device. */
export const HUES = 6;

export function colourOf(memberId: string): number {
  let sum = 0;
  for (let i = 0; i < memberId.length; i++) sum = (sum * 31 + memberId.charCodeAt(i)) % 65_521;
  return sum % HUES;
}
