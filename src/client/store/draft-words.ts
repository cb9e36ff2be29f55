/** Whether somebody would miss a row of drafts: not everything that lies with them was written by a person. */
import type { Draft } from './tables.ts';

/** What the reader has learned, and the way back from what was restored: the app's own notes of a group. */
const MEMORY: readonly string[] = ['reader', 'restorings'];

export function hasWords({ text, setAside = '', photos = [], forms = {} }: Draft): boolean {
  const begun = Object.keys(forms).filter((form) => !MEMORY.includes(form));
  return text.trim() !== '' || setAside.trim() !== '' || photos.length > 0 || begun.length > 0;
}
