/**
 * Whether this node can serve, and what becomes of those it serves when it cannot.
 *
 *   ready ──the database does not answer──→ unready: `/readyz` says so, nobody new is sent here
 *                                              │ twice in a row
 *                                              └─→ the sockets are let go: who listens here hears nothing any more,
 *                                                  and another node may be well
 *
 * A link that swallows everything answers nothing, not even an error: no answer in time is a no.
 */
const LOOK_EVERY_MS = 4_000;
const ANSWER_MAX_MS = 2_000;
const LOOKS_BEFORE_LETTING_GO = 2;

export interface ReadinessWatch {
  /** Never rejects; true or false within two seconds. */
  isReady(): Promise<boolean>;
  stop(): void;
}

export interface ReadinessOptions {
  /** Never rejects; may never resolve. */
  readonly ask: () => Promise<boolean>;
  /** Called once for each time the node loses its database. */
  readonly letGo: () => void;
}

export function watchReadiness({ ask, letGo }: ReadinessOptions): ReadinessWatch {
  let asking: Promise<boolean> | undefined;
  let failures = 0;

  // One question at a time: each that hangs holds a connection.
  const isReady = (): Promise<boolean> => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return inTime(asking);
  };
  const look = async (): Promise<void> => {
    failures = (await isReady()) ? 0 : failures + 1;
    if (failures === LOOKS_BEFORE_LETTING_GO) letGo();
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  timer.unref();
  return { isReady, stop: () => clearInterval(timer) };
}

function inTime(answer: Promise<boolean>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ANSWER_MAX_MS);
    void answer.then((isReady) => {
      clearTimeout(timer);
      resolve(isReady);
    });
  });
}
