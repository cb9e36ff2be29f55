/** Takes a server's log store and answers for some of its methods otherwise: what sabotages of the server are made of. */
import type { LogEntry, LogStore, LogTransaction, LogView } from '#server/sync/log-store.ts';

/** A class instance's methods as plain functions, to be overridden one by one. */
export function boundStore(store: LogStore): LogStore {
  return {
    transact: (run) => store.transact(run),
    read: (run) => store.read(run),
    raiseMarks: (marks) => store.raiseMarks(marks),
  };
}

export function bendTransactions(
  store: LogStore,
  bend: (tx: LogTransaction) => Partial<LogTransaction>,
): LogStore {
  const bent = (tx: LogTransaction): LogTransaction => ({
    epoch: tx.epoch,
    lockHeads: (ids, create) => tx.lockHeads(ids, create),
    loadForPush: (reads) => tx.loadForPush(reads),
    loadRosters: (groupIds) => tx.loadRosters(groupIds),
    loadEntries: (places) => tx.loadEntries(places),
    listParkedFor: (targets) => tx.listParkedFor(targets),
    append: (writes) => tx.append(writes),
    past: tx.past,
    plans: tx.plans,
    ...bend(tx),
  });
  return { ...boundStore(store), transact: (run) => store.transact((tx) => run(bent(tx))) };
}

export function bendViews(store: LogStore, bend: (view: LogView) => Partial<LogView>): LogStore {
  const bent = (view: LogView): LogView =>
    new Proxy(view, {
      get(target, name) {
        const own = bend(target)[name as keyof LogView];
        const value = own ?? target[name as keyof LogView];
        return typeof value === 'function' && own === undefined ? value.bind(target) : value;
      },
    });
  return { ...boundStore(store), read: (run) => store.read((view) => run(bent(view))) };
}

export function bendLog(store: LogStore, bend: (entries: LogEntry[]) => LogEntry[]): LogStore {
  return bendViews(store, (view) => ({
    listLog: async (groupId, after, limits) => bend(await view.listLog(groupId, after, limits)),
  }));
}
