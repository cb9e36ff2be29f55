/** What a person is asked about, off until they say yes. The privacy notice is not: it is told. */
export const CONSENT_MATTERS = ['error-reports', 'usage-figures'] as const;
export type ConsentMatter = (typeof CONSENT_MATTERS)[number];

/** Raised when the words of the notice or of a question change in meaning: what was said to older ones is asked anew. */
export const NOTICE_VERSION = 4;

/** The first version whose words ask what is done today: what was said to older ones was said to something else. */
const ASKED_SINCE: Readonly<Record<ConsentMatter, number>> = { 'error-reports': 3, 'usage-figures': 1 };

/** `answers`: oldest first. The last one counts. */
export function isAllowed(
  answers: readonly { readonly matter: ConsentMatter; readonly version: number; readonly given: boolean }[],
  matter: ConsentMatter,
): boolean {
  const last = answers.findLast((one) => one.matter === matter);
  return last?.given === true && last.version >= ASKED_SINCE[matter];
}
