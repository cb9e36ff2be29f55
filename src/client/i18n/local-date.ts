/** The day here at a moment, as an expense is dated: YYYY-MM-DD. */
export function localDateOf(at: number): string {
  const when = new Date(at);
  const two = (count: number): string => String(count).padStart(2, '0');
  return `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`;
}
