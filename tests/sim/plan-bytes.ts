/** Words in what carries them: found as bytes, whatever Yjs makes of the rest. */

/** Of an update as an op carries it. */
export function textAt(update: string): string[] {
  return wordsIn(Buffer.from(update, 'base64url').toString('utf8'));
}

export function wordsIn(text: string): string[] {
  return text.match(/\[[^[\]]+\]/g) ?? [];
}
