/**
 * The composition root: database, handlers, gateway, hints between nodes. Used by `main.ts`, tests and benches.
 *
 * Stopping, in this order: not ready any more → doors closed, sockets cut → commits in flight answered or their
 * peers gone → marks written → database closed.
 */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { type Logger, pino } from 'pino';
import { FOLD_VERSION } from '#domain/fold-version.ts';
import { formatId } from '#domain/ids.ts';
import { isSignedBy } from './accounts/device-signature.ts';
import { openDesk } from './accounts/open-desk.ts';
import { anchorAudit } from './audit/audit-anchors.ts';
import { AuditLog } from './audit/audit-log.ts';
import { openPhotos } from './blobs/open-photos.ts';
import { openRedisBus } from './cluster/redis-bus.ts';
import { openHints } from './cluster/redis-hints.ts';
import { shareTakes } from './cluster/share-takes.ts';
import type { Config } from './config.ts';
import { openDatabase } from './db/open-database.ts';
import { StartFailure } from './db/start-failure.ts';
import { describeFailure } from './describe-failure.ts';
import { type BroadcastCounters, createBroadcast } from './gateway/broadcast.ts';
import { createGateway } from './gateway/create-gateway.ts';
import { createFloodLimits } from './gateway/flood-limits.ts';
import { SessionKeeper } from './gateway/session-keeper.ts';
import { ErasureLedger } from './ledger/erasure-ledger.ts';
import { openLedgers } from './ledger/open-ledgers.ts';
import { watchPosition } from './ledger/watch-position.ts';
import { noteSeenDevices } from './note-seen-devices.ts';
import { takeCrashNote } from './observability/crash-note.ts';
import { openFailureReports } from './observability/failure-reports.ts';
import { readRelease } from './observability/read-release.ts';
import { Eraser } from './privacy/eraser.ts';
import { paceCommits } from './sync/pace-commits.ts';
import { PastKeeper } from './sync/past-keeper.ts';
import { PlanWordsKeeper } from './sync/plan-words-keeper.ts';
import { mayRestoreOthers } from './sync/serve-past.ts';
import type { Clock, Hint } from './sync/session.ts';
import { createSyncServer } from './sync/sync-server.ts';
import { openMergePool } from './texts/merge-pool.ts';
import { watchReadiness } from './watch-readiness.ts';

export interface ServerCounters extends BroadcastCounters {
  /** Digests that showed a device whose rows are not those of the log. */
  divergences: number;
}

export interface RunningServer extends AsyncDisposable {
  /** Like http://127.0.0.1:3000. */
  readonly address: string;
  readonly port: number;
  readonly counters: Readonly<ServerCounters>;
  /** Every HTTP route there is, like `POST /sync/push`. */
  readonly routes: readonly string[];
  socketCount(): number;
  /** Ends the session of this cookie's token. */
  revokeSession(token: string): Promise<void>;
  /** Graceful; resolves when everything is answered and closed. */
  close(): Promise<void>;
}

/** Throws StartFailure with one line for the operator. */
export async function startServer(config: Config): Promise<RunningServer> {
  const log = pino({ level: config.logLevel, base: null });
  const { serverDsn, clientDsn, environment, sampleRate } = config.errorReports;
  const reports = await openFailureReports({
    dsn: serverDsn,
    environment,
    release: readRelease(resolve(config.clientDirectory)),
  });
  const reportFailure = (error: unknown): void => {
    const { level, fields, message } = describeFailure(error);
    log[level](fields, message);
    if (level === 'error') reports.report({ level, fields, message });
  };
  const newId = (): string => formatId(randomBytes(16));
  const database = await openDatabase(config.database, { newId, now: Date.now });
  log.info(database.durability, 'database durability');

  const ledgerDirectory = resolve(config.ledgerDirectory);
  const crash = takeCrashNote(ledgerDirectory);
  if (crash) {
    const message = 'the run before ended by a bug';
    log.error(crash, message);
    reports.report({ level: 'fatal', message, ...crash });
  }
  const onLedgerFailure = (error: unknown): void => {
    log.error({ code: (error as NodeJS.ErrnoException).code }, 'the ledger is not writable');
  };
  const ledgers = openLedgers({ directory: ledgerDirectory, onFailure: onLedgerFailure });
  const remembered = await ledgers.remember(database, Date.now());
  if (remembered.removals + remembered.revocations > 0) {
    log.warn(remembered, 'memberships and links that a restored database had again were ended again');
  }
  const position = await watchPosition({
    database,
    directory: ledgerDirectory,
    newId,
    onFailure: onLedgerFailure,
  });
  if (position.wentBack) log.warn('the database is an older copy of itself: a new epoch has begun');
  await database.accounts.deleteExpiredSessions(Date.now());
  await database.protections.deleteExpired(Date.now());
  const audit = new AuditLog({ store: database.audit, now: Date.now });
  const { epoch } = await database.audit.readHead();
  await audit.record('server.started', { epoch });
  const anchoring = anchorAudit({
    store: database.audit,
    directory: ledgerDirectory,
    now: Date.now,
    onFailure: onLedgerFailure,
  });

  const counters: ServerCounters = { tells: 0, deliveries: 0, cutPeers: 0, divergences: 0 };
  let hear = (_hint: Hint): void => undefined;
  const bus = config.redisUrl === undefined ? undefined : openRedisBus(config.redisUrl, log);
  const hints = bus && openHints(bus, (hint) => hear(hint));
  const sharing = bus && shareTakes(bus, newId());
  const photos = await openPhotos(config.photos, {
    records: database.blobs,
    mayRestore: (accountId, groupId) =>
      database.log.read((view) => mayRestoreOthers(view, accountId, groupId)),
    unnamedKeptMs: config.past.everyVersionMs,
    onFailure: reportFailure,
    now: Date.now,
    after: systemClock.after,
  });
  const store = photos.sweeper.listen(ledgers.record(database.log, Date.now));
  const sync = createSyncServer({
    store,
    clock: systemClock,
    broadcast: createBroadcast(counters),
    parallelCommits: database.parallelCommits,
    outside: ledgers.outside,
    onFailure: reportFailure,
    onDivergence: ({ groupId, deviceId, version, chain, state, ranges }) => {
      counters.divergences++;
      log.warn({ groupId, deviceId, version, fold: FOLD_VERSION, chain, state, ranges }, 'divergence');
    },
    whenRead: paceCommits(),
    ...(database.isShared && { nodes: { sendHint: (hint: Hint) => hints?.send(hint) } }),
  });
  hear = (hint) => sync.hear(hint);

  const sessions = new SessionKeeper({ accounts: database.accounts, audit, now: Date.now, newId });
  const eraser = new Eraser({
    database,
    store,
    ledger: new ErasureLedger(ledgerDirectory),
    sessions,
    audit,
    forgetPhotos: (accountId) => photos.desk.forgetAccount(accountId),
    onGrown: (hint) => {
      sync.hear(hint);
      hints?.send(hint);
    },
    onFailure: reportFailure,
    now: Date.now,
    newId,
    after: systemClock.after,
  });
  const texts = openMergePool({}, (edits) => log.warn({ edits }, 'edits of a plan cannot be applied'));
  const past = new PastKeeper({
    store: database.log,
    policy: config.past,
    merge: texts.merge,
    alone: (run) => database.workAlone('keep-past', run),
    onFailure: reportFailure,
    now: Date.now,
    after: systemClock.after,
  });
  const planWords = new PlanWordsKeeper({
    store: database.log,
    records: database.planWords,
    merge: texts.merge,
    readSaid: texts.readSaid,
    onFailure: reportFailure,
    after: systemClock.after,
  });
  const erased = await eraser.reapply();
  if (erased > 0)
    log.warn({ erased }, 'what deleted accounts had written was in the database again and is erased');
  let isDraining = false;
  const readiness = watchReadiness({
    ask: () => database.isReady(),
    letGo: () => {
      // With its own database there is no other node to go to.
      if (!database.isShared) return;
      log.warn({}, 'cut from the database; connections are let go');
      gateway.sockets.letGo();
    },
  });
  const gateway = await createGateway({
    sync,
    sessions,
    limits: createFloodLimits(() => performance.now(), sharing),
    log,
    onBug: reportFailure,
    onRequestFailed: (error, route) => {
      const { fields } = describeFailure(error);
      reports.report({ level: 'error', fields, message: 'a request failed', route });
    },
    publicOrigin: config.publicOrigin,
    reportsOrigin: clientDsn && new URL(clientDsn).origin,
    trustProxy: config.trustProxy,
    supportContact: config.supportContact,
    clientDirectory: resolve(config.clientDirectory),
    isWorkerWithdrawn: config.isWorkerWithdrawn,
    accounts: openDesk({
      database,
      sessions,
      audit,
      eraser,
      mail: config.mail,
      authSecrets: config.authSecrets,
      clientReports: clientDsn === undefined ? undefined : { dsn: clientDsn, environment, sampleRate },
      sharing,
      now: Date.now,
      newId,
    }),
    photos,
    search: database.search,
    bundles: {
      store,
      push: (session, push) => sync.push(session, push),
      getDeviceKey: (deviceId) => database.accounts.getDeviceKey(deviceId),
      isSignedBy,
    },
    audit,
    divergences: () => counters.divergences,
    isReady: async () => !isDraining && (await readiness.isReady()),
  });
  const stopNoting = noteSeenDevices(sessions);
  past.start();
  planWords.start();
  const shutDown = async (): Promise<void> => {
    isDraining = true;
    readiness.stop();
    stopNoting();
    await gateway.close();
    await eraser.stop();
    await past.stop();
    await planWords.stop();
    await texts.close();
    await photos.sweeper.stop();
    await sync.stop();
    sharing?.stop();
    await bus?.close();
    await audit.close();
    await anchoring.close();
    await position.close();
    await ledgers[Symbol.asyncDispose]();
    await database.close();
    await reports.close();
  };
  const address = await listen(gateway, config, log).catch(async (error) => {
    await shutDown();
    throw error;
  });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= shutDown());
  return {
    address,
    port: Number(new URL(address).port),
    counters,
    routes: gateway.routes,
    socketCount: () => gateway.sockets.count(),
    revokeSession: (token) => sessions.revoke(token),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function listen(
  gateway: Awaited<ReturnType<typeof createGateway>>,
  { host, port }: Config,
  log: Logger,
): Promise<string> {
  try {
    const address = await gateway.listen({ host, port });
    log.info({ address }, 'listening');
    return address;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new StartFailure(`PORT ${port} is taken by another program`);
    if (code === 'EACCES') throw new StartFailure(`PORT ${port} needs more rights than this process has`);
    throw new StartFailure(`HOST ${host}, PORT ${port}: cannot listen (${code})`, { cause: error });
  }
}

const systemClock: Clock = {
  now: Date.now,
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
