/**
 * Which fold this build has. Two builds of one fold version make the same rows of the same log, byte for byte; only
 * their digests may be compared. Raise it whenever an op of the log leaves other rows than before: a new op type, a
 * new field, a rule that changed. If it is not raised, devices that were updated and a server that was not (or the
 * reverse) take each other's rows for damaged and fetch them again. `src/protocol/row-digest.test.ts` holds golden rows
 * of every version and fails when the fold changed and this did not.
 */
export const FOLD_VERSION = 4;
