/**
 * A cell that begins with one of these is a formula to a spreadsheet program, and a formula can send a whole sheet away
 * (OWASP, "CSV Injection"). An apostrophe before it makes it text; reading takes that one off again, so that nothing a person
 * wrote is changed by going out and coming back.
 */
const FORMULA = /^'*[=+\-@\t\r\n|%＝＋－＠]/;
const GUARDED = /^''*[=+\-@\t\r\n|%＝＋－＠]/;

export function guardCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

export function unguardCell(cell: string): string {
  return GUARDED.test(cell) ? cell.slice(1) : cell;
}
