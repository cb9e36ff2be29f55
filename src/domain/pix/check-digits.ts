/** The two digits at the end of a CPF or a CNPJ that tell a slip of the finger. Sources: Receita Federal, IN RFB 2.229/2024. */

const CPF = /^\d{11}$/;
/** Twelve letters or digits since July 2026, the check digits stay digits. */
const CNPJ = /^[0-9A-Z]{12}\d{2}$/;

export function isCpf(text: string): boolean {
  return CPF.test(text) && !isOneRepeated(text) && hasCheckDigits(text, listFallingWeights);
}

export function isCnpj(text: string): boolean {
  return CNPJ.test(text) && !isOneRepeated(text) && hasCheckDigits(text, listCyclingWeights);
}

/** 111.111.111-11 passes the arithmetic and is nobody's. */
const isOneRepeated = (text: string): boolean => new Set(text).size === 1;

/** Both are taken modulo 11; each counts what stands before it, the second one the first too. */
function hasCheckDigits(text: string, listWeights: (count: number) => readonly number[]): boolean {
  return [text.length - 2, text.length - 1].every((at) => {
    const weights = listWeights(at);
    // A letter counts as its place in ASCII after '0': A is 17.
    const sum = weights.reduce((total, weight, i) => total + weight * (text.charCodeAt(i) - 48), 0);
    const rest = sum % 11;
    return text.charCodeAt(at) - 48 === (rest < 2 ? 0 : 11 - rest);
  });
}

/** 10 9 8 … 2 */
const listFallingWeights = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => count + 1 - i);

/** … 3 2 9 8 7 6 5 4 3 2 */
const listCyclingWeights = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => 2 + ((count - 1 - i) % 8));
