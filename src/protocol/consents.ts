/** What a person is asked about, off until they say yes. The privacy notice is not: it is told. */
export const CONSENT_MATTERS = ['error-reports', 'usage-figures'] as const;
export type ConsentMatter = (typeof CONSENT_MATTERS)[number];

/** Raised when the words of the notice or of a question change in meaning: what was said to older ones is asked anew. */
export const NOTICE_VERSION = 1;
