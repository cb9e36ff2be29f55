/**
 * The server's half of the sync contract, as plain calls. No sockets, no SQL, no clock of its own: the gateway
 * gives it frames, the simulation does too.
 *
 *   gateway ──hello/push/catchUp/snapshot/page/…─────→ SyncServer ──→ LogStore
 *           ←── replies; Broadcast(connections, tell) ──┘  ──→ Hint to other nodes
 *
 * Frames given to it have passed their schema, and sessions are authentic and current: the gateway's part.
 * Asks may overlap in any way; every `await` is on the store. Kill it between any two: what was acked is stored,
 * what is in memory here (rooms, gathered marks, presence) is made again by the devices' next hello.
 *
 * Failures: replies carry `wait`; only `push` rejects, when the outcome of its COMMIT is unknown — then close the
 * connection without a word.
 */

import type { CaretUp } from '#protocol/carets.ts';
import type { CatchUp, CatchUpReply } from '#protocol/catch-up.ts';
import type { DigestReply, DigestRequest } from '#protocol/digest.ts';
import type { Hello, HelloReply } from '#protocol/hello.ts';
import type { InvitePreview, PreviewRequest } from '#protocol/invite-preview.ts';
import type { Wait } from '#protocol/kinds.ts';
import type { LedgerReply, LedgerRequest } from '#protocol/ledger.ts';
import type { MarkUp } from '#protocol/marks.ts';
import type { PastReply, PastRequest } from '#protocol/past.ts';
import type { PlanTextReply, PlanTextRequest } from '#protocol/plan-text.ts';
import type { Typing } from '#protocol/presence.ts';
import type { Push, PushReply } from '#protocol/push.ts';
import type {
  BootstrapReply,
  PageReply,
  PageRequest,
  SnapshotReply,
  SnapshotRequest,
} from '#protocol/snapshot.ts';
import { SUPPORTED_PROTOCOLS } from '#protocol/version.ts';
import { PushPipeline } from './accept-push.ts';
import { MarkGatherer } from './gather-marks.ts';
import { type KnownOutside, NOTHING_OUTSIDE } from './known-outside.ts';
import { type LogStore, LogStoreError } from './log-store.ts';
import { readPreview } from './preview-invite.ts';
import { Publisher } from './publish.ts';
import { readGreeting } from './say-hello.ts';
import { type Divergence, readDigest } from './serve-digest.ts';
import { readPast } from './serve-past.ts';
import { readPlanText } from './serve-plan-text.ts';
import { readBootstrap, readCatchUp, readLedger, readPage, readSnapshot } from './serve-reads.ts';
import type { Broadcast, Clock, Connection, Hint, Session } from './session.ts';
import { CaretSharer } from './share-carets.ts';
import { PresenceSharer } from './share-presence.ts';

const POLL_INTERVAL_MS = 2_000;
const BUSY: Wait = { wait: 'busy', retryAfterMs: 1_000 };

export interface SyncServerOptions {
  readonly store: LogStore;
  readonly clock: Clock;
  readonly broadcast: Broadcast;
  /** Other processes serve the same store: hints are sent, heads are polled. */
  readonly nodes?: { readonly sendHint: (hint: Hint) => void };
  /** Commits at once, over disjoint groups; 1 where the store has one connection. */
  readonly parallelCommits?: number;
  /** Told of every commit that failed: LogStoreError, or a bug that no code of ours could apply or write. */
  readonly onFailure?: (error: unknown) => void;
  /** Told of every device whose rows are not those of the log. */
  readonly onDivergence?: (divergence: Divergence) => void;
  /** Absent: nothing is known outside the store. */
  readonly outside?: KnownOutside;
  /** Calls once, when what has already arrived is read. Absent: in a microtask. */
  readonly whenRead?: (run: () => void) => void;
}

/** What is held in memory for others: a gauge. At rest only listeners and rooms are left (I13). */
export interface ServerLoad {
  /** Pushes not answered yet. */
  readonly batches: number;
  readonly queuedBytes: number;
  /** Hellos being read. */
  readonly greetings: number;
  readonly marks: number;
  readonly listeners: number;
  readonly rooms: number;
  /** Plans somebody connected here has open. */
  readonly plansOpen: number;
}

export interface SyncServer {
  /** `connection`: given by a socket, which hears its groups from then on. */
  hello(session: Session, hello: Hello, connection?: Connection): Promise<HelloReply>;
  /** Rejects with LogStoreError `outcome-unknown` only. */
  push(session: Session, push: Push, connection?: Connection): Promise<PushReply>;
  catchUp(session: Session, asked: CatchUp, connection?: Connection): Promise<CatchUpReply>;
  snapshot(session: Session, asked: SnapshotRequest): Promise<SnapshotReply>;
  bootstrap(session: Session, asked: SnapshotRequest): Promise<BootstrapReply>;
  page(session: Session, asked: PageRequest): Promise<PageReply>;
  digest(session: Session, asked: DigestRequest): Promise<DigestReply>;
  ledger(session: Session, asked: LedgerRequest): Promise<LedgerReply>;
  planText(session: Session, asked: PlanTextRequest): Promise<PlanTextReply>;
  past(session: Session, asked: PastRequest): Promise<PastReply>;
  /** Needs no session: the secret is all there is to it. */
  previewInvite(asked: PreviewRequest): Promise<InvitePreview | Wait>;
  mark(session: Session, mark: MarkUp): void;
  typing(connection: Connection, typing: Typing): void;
  caret(connection: Connection, caret: CaretUp): void;
  /** The socket is gone. */
  close(connection: Connection): void;
  /** Word from another node. */
  hear(hint: Hint): void;
  load(): ServerLoad;
  /** Resolves when every accepted push is answered and gathered marks are written. */
  stop(): Promise<void>;
}

export function createSyncServer(options: SyncServerOptions): SyncServer {
  const { store, clock, broadcast, nodes, parallelCommits = 1, whenRead = queueMicrotask } = options;
  const { onFailure = () => undefined, outside = NOTHING_OUTSIDE } = options;
  const publisher = new Publisher({
    store,
    clock,
    broadcast,
    sendHint: (hint) => nodes?.sendHint(hint),
    onPresence: (room) => presence.note(room),
  });
  const { audience } = publisher;
  const presence = new PresenceSharer({ clock, audience, broadcast });
  const carets = new CaretSharer({ audience, broadcast });
  const marks = new MarkGatherer({ store, clock, audience, broadcast });
  const pipeline = new PushPipeline({
    store,
    clock,
    parallelCommits,
    whenRead,
    onCommitted: (batches) => publisher.announce(batches),
    onUnknown: () => publisher.pollSoon(),
    onFailure,
    outside,
  });
  const stopPolling = nodes ? pollHeads(publisher, clock) : () => undefined;

  return {
    async hello(session, hello, connection) {
      if (!SUPPORTED_PROTOCOLS.includes(hello.protocol)) return { wait: 'unsupported' };
      if (hello.deviceId !== session.deviceId) return { wait: 'auth' };
      if (connection) publisher.beginGreeting(connection);
      const greeting = await orBusy(store.read((view) => readGreeting(view, session, hello)));
      if ('wait' in greeting) {
        if (connection) publisher.abandonGreeting(connection);
        return greeting;
      }
      const { welcome, seen } = greeting;
      // A socket that closed meanwhile has no listener any more: nothing is done for it.
      if (connection) publisher.endGreeting(connection, welcome.epoch, seen);
      if (hello.epoch === welcome.epoch) {
        for (const mark of hello.marks) marks.note(session, { ...mark, epoch: welcome.epoch });
      }
      return { ...welcome, serverTime: clock.now() };
    },

    push: (session, push, connection) => pipeline.accept(session, push, connection),

    async catchUp(session, asked, connection) {
      const listener = connection && audience.get(connection);
      listener?.catchingUp.add(asked.groupId);
      const reply = await orBusy(store.read((view) => readCatchUp(view, session, asked)));
      const isDone = 'ops' in reply && reply.from + reply.ops.length > reply.head;
      if (isDone || 'gone' in reply) listener?.catchingUp.delete(asked.groupId);
      return reply;
    },

    snapshot: (session, asked) => orBusy(store.read((view) => readSnapshot(view, session, asked))),
    bootstrap: (session, asked) => orBusy(store.read((view) => readBootstrap(view, session, asked))),
    page: (session, asked) => orBusy(store.read((view) => readPage(view, session, asked))),
    ledger: (session, asked) => orBusy(store.read((view) => readLedger(view, session, asked))),
    planText: (session, asked) => orBusy(store.read((view) => readPlanText(view, session, asked))),
    past: (session, asked) => orBusy(store.read((view) => readPast(view, session, asked))),

    async digest(session, asked) {
      const reply = await orBusy(store.read((view) => readDigest(view, session, asked)));
      if ('outcome' in reply && reply.outcome === 'differs') {
        const { groupId, chain, state, ranges } = reply;
        options.onDivergence?.({
          groupId,
          deviceId: session.deviceId,
          version: asked.version,
          chain,
          state,
          ranges,
        });
      }
      return reply;
    },

    previewInvite: (asked) => orBusy(store.read((view) => readPreview(view, asked, clock.now(), outside))),
    mark: (session, mark) => marks.note(session, mark),
    typing: (connection, typing) => presence.typing(connection, typing),
    caret: (connection, caret) => carets.tell(connection, caret),
    close: (connection) => {
      carets.close(connection);
      publisher.close(connection);
    },
    hear: (hint) => publisher.hear(hint),
    load: () => ({
      batches: pipeline.load.batches,
      queuedBytes: pipeline.load.bytes,
      greetings: publisher.greetings,
      marks: marks.gathered,
      listeners: audience.size,
      rooms: audience.rooms.size,
      plansOpen: carets.size,
    }),

    async stop() {
      stopPolling();
      presence.stop();
      await pipeline.drained();
      await marks.stop();
    },
  };
}

/** Heads of the groups listened to here, every two seconds: a lost hint costs that, not a message. */
function pollHeads(publisher: Publisher, clock: Clock): () => void {
  let cancel = clock.after(POLL_INTERVAL_MS, poll);
  let stopped = false;
  function poll(): void {
    void publisher
      .poll()
      .catch(() => undefined)
      .then(() => {
        if (!stopped) cancel = clock.after(POLL_INTERVAL_MS, poll);
      });
  }
  return () => {
    stopped = true;
    cancel();
  };
}

async function orBusy<R>(reading: Promise<R>): Promise<R | Wait> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof LogStoreError) return BUSY;
    throw error;
  }
}
