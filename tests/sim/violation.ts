/** The promises, as the report words them. */
export const INVARIANTS = {
  I1: 'What a device said was saved is in the log, an outbox or a tray, byte for byte.',
  I2: 'What the server acked is in its log.',
  I3: 'Each opId is at most once in a log, and takes effect once.',
  I4: 'In a lane, versions rise with the numbers, and each number up to the last has one verdict.',
  I5: 'Every replica applies a gap-free prefix of the one log.',
  I6: "At rest a replica's state is the naive fold of the log.",
  I7: 'At every version balances sum to zero, and payers and shares of an expense to its amount, in whole centavos.',
  I8: 'No op reaches anyone outside their interval of membership.',
  I9: 'A cursor never goes back within an epoch.',
  I10: "One person's ops stand in the log in the order they were written.",
  I11: 'After the last fault every outbox drains, or says honestly why it waits.',
  I12: 'The engine lives: nothing it started fails unheard, no call it answers hangs.',
  I13: 'What the engine and the server hold in memory is bounded.',
  I14: 'No text, name, key or token is in a log or a report.',
  I15: 'A reply, edit, deletion or reaction is in the log after its target and by somebody who may.',
  wire: 'Both sides say only what the protocol knows.',
} as const;
export type Invariant = keyof typeof INVARIANTS;

export interface Violation {
  readonly invariant: Invariant;
  /** What was seen, with ids. */
  readonly detail: string;
  /** Virtual ms. */
  readonly time: number;
  readonly opId?: string;
  readonly groupId?: string;
}
