/**
 * Is plain text meant as Markdown? Two lines that are nothing else, or one that is surely one: a heading, a check item, a fence, a
 * table. A dialogue with dashes stays a dialogue.
 */
const SURE = [/^#{1,6} \S/, /^\s*[-*+] \[[ xX]\] /, /^(```|~~~)/, /^\|.*\|\s*$/];
const LIKELY = [
  /^\s*[-*+] \S/,
  /^\s*\d{1,3}[.)] \S/,
  /^> /,
  /\*\*[^*\s][^*]*\*\*/,
  /\[[^\]]+\]\((https?:|mailto:)[^)]+\)/,
];

/** Enough to know. */
const LINES_MAX = 200;

export function looksLikeMarkdown(text: string): boolean {
  const lines = text.split('\n', LINES_MAX);
  if (lines.some((line) => SURE.some((sign) => sign.test(line)))) return true;
  return lines.filter((line) => LIKELY.some((sign) => sign.test(line))).length >= 2;
}
