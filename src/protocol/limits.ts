/** Limits of the wire, in bytes, counts and milliseconds. Both sides read them; each says what breaks past it. */
export const LIMITS = {
  /** One op, as canonical JSON in UTF-8. Longer text becomes several messages in the composer. */
  opMaxBytes: 32 * 1024,
  /** One push frame: what one savepoint holds and one ack answers. */
  pushMaxOps: 100,
  pushMaxBytes: 256 * 1024,
  /** Any frame. The socket's own limit stands slightly above, so that we refuse with words and it never cuts. */
  frameMaxBytes: 512 * 1024,
  socketMaxBytes: 600 * 1024,
  /** One HTTP flush: several push frames, a line each. */
  flushMaxBytes: 1024 * 1024,
  /** One page of catch-up: a small one survives a link that is cut early. */
  catchUpPageMaxBytes: 64 * 1024,
  catchUpPageMaxOps: 500,
  /** One page of message rows in a snapshot or an older page. */
  rowsPageMaxRows: 200,
  /** Groups in one hello; a device in more asks again for the rest. */
  helloMaxGroups: 500,
  /** Unsent bytes towards one connection; past it the peer is cut and resumes by cursor. */
  peerMaxBufferedBytes: 1024 * 1024,
} as const;

/** What another member's phone brings of one lane at once, as a file that every messenger takes. */
export const BUNDLE_LIMITS = {
  maxOps: 500,
  /** Of the whole file. */
  maxBytes: 512 * 1024,
} as const;

export const TIMES = {
  heartbeatIntervalMs: 10_000,
  heartbeatTimeoutMs: 8_000,
  /** Ack timeout = this + bytes in flight at `slowLinkBytesPerMs`. */
  ackTimeoutMs: 10_000,
  slowLinkBytesPerMs: 2,
  backoffFirstMs: 500,
  backoffMaxMs: 30_000,
  /** Marks leave a device at most this often per group. */
  marksIntervalMs: 2_000,
  /** A typing sign older than this is not shown. */
  typingShownMs: 6_000,
  /** Committed ops are kept this long in server time, so that a restored server can be healed. */
  keptOpsMs: 7 * 24 * 3_600_000,
} as const;

/** Bytes in flight of one lane: small after a cut, doubled with each ack. */
export const WINDOW = {
  firstBytes: 16 * 1024,
  maxBytes: 256 * 1024,
  /** Size of one push inside the window: several small ones ack earlier than one large. */
  batchBytes: 16 * 1024,
  /** Over HTTP, of one flush: 1,000 messages. Past it memory and a lost body cost more than a round trip. */
  flushMaxBytes: LIMITS.flushMaxBytes / 2,
} as const;
