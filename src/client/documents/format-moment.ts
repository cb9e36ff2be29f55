/** A moment as a person of that language writes it, in the zone of this device. */
const formats = new Map<string, Intl.DateTimeFormat>();

export function formatMoment(at: number, language: string): string {
  const known = formats.get(language);
  const format = known ?? new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' });
  if (!known) formats.set(language, format);
  return format.format(at);
}
