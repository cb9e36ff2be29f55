/** Known bugs of a server, as bends of its store or of its asks: what `sabotage.ts` plants. */
import type { RowChange } from '#domain/rows.ts';
import { type Access, type LogStore, LogStoreError, type LogTransaction } from '#server/sync/log-store.ts';
import type { SyncServer } from '#server/sync/sync-server.ts';
import { bendTransactions, bendViews, boundStore } from './bend-log-store.ts';

export function ackBeforeCommit(store: LogStore): LogStore {
  return {
    ...boundStore(store),
    transact: (run) =>
      new Promise((resolve, reject) => {
        const early = async (tx: LogTransaction) => {
          const result = await run(tx);
          resolve(result);
          return result;
        };
        store.transact(early).catch(reject);
      }),
  };
}

/** No memory of what was decided, and no unique index that would say so either. `seen`: opIds, in order. */
export function forgetVerdicts(
  store: LogStore,
  seen: string[],
  isForgotten: (opId: string) => boolean,
): LogStore {
  return bendTransactions(store, (tx) => ({
    loadForPush: async (reads) => {
      const state = await tx.loadForPush(reads);
      return { ...state, verdicts: state.verdicts.filter(({ opId }) => !isForgotten(opId)) };
    },
    append: (writes) => {
      const verdicts = writes.verdicts.map((verdict) =>
        seen.includes(verdict.opId) ? { ...verdict, first: false } : verdict,
      );
      seen.push(...writes.verdicts.map(({ opId }) => opId));
      return tx.append({ ...writes, verdicts });
    },
  }));
}

/** Whatever number a push begins with is the one that was expected. */
export function countNoNumbers(server: SyncServer, store: LogStore): SyncServer {
  const turns = new Map<string, Promise<unknown>>();
  return {
    ...server,
    push: (session, push, connection) => {
      const { groupId, deviceId } = push;
      const lane = `${groupId} ${deviceId}`;
      const turn = (turns.get(lane) ?? Promise.resolve()).then(async () => {
        const [last = 0] = await store.read((view) => view.listLastSeqs([{ groupId, deviceId }]));
        const reply = await server.push(session, { ...push, firstSeq: last + 1 }, connection);
        return { ...reply, firstSeq: push.firstSeq };
      });
      turns.set(
        lane,
        turn.catch(() => {}),
      );
      return turn;
    },
  };
}

/** Who is no member any more is refused before anybody looks whether their op is known. */
export function authoriseBeforeDedupe(store: LogStore): LogStore {
  return bendTransactions(store, (tx) => ({
    loadForPush: async (reads) => {
      const state = await tx.loadForPush(reads);
      const gone = new Set(state.access.filter(({ active }) => !active).map(({ memberId }) => memberId));
      const isOfGone = (opId: string): boolean =>
        gone.size > 0 && reads.opIds.some((read) => read.opId === opId);
      const verdicts = state.verdicts.map((verdict) =>
        isOfGone(verdict.opId) ? { ...verdict, verdict: 'not-a-member' as const } : verdict,
      );
      return { ...state, verdicts };
    },
  }));
}

/** Whoever an op says wrote it, wrote it. */
export function believeActors(server: SyncServer, store: LogStore): SyncServer {
  return {
    ...server,
    push: async (session, push, connection) => {
      const access = await store.read((view) => view.listAccessIn([push.groupId]));
      const actor = access.find(({ memberId }) => memberId === push.ops[0]?.actorId);
      return server.push({ ...session, accountId: actor?.accountId ?? session.accountId }, push, connection);
    },
  };
}

/** Same opId: the same op, whatever it says. */
export function takeReuseForRepeat(server: SyncServer, store: LogStore): SyncServer {
  return {
    ...server,
    push: async (session, push, connection) => {
      const reply = await server.push(session, push, connection);
      if (!('verdicts' in reply)) return reply;
      const limits = { maxOps: 10_000, maxBytes: 1e9 };
      const log = await store.read((view) => view.listLog(push.groupId, 0, limits));
      const versionOf = (opId: string | undefined) => log.find(({ op }) => op.opId === opId)?.version ?? 1;
      const verdicts = reply.verdicts.map((verdict, i) =>
        verdict === 'op-id-reused' ? versionOf(push.ops[i]?.opId) : verdict,
      );
      return { ...reply, verdicts };
    },
  };
}

/** What the database refuses is told as "busy": the lane tries again until the end of time. */
export function refuseForEver(store: LogStore): LogStore {
  return {
    ...boundStore(store),
    transact: async (run) => {
      try {
        return await store.transact(run);
      } catch (error) {
        throw isRefusal(error) ? new LogStoreError('unavailable') : error;
      }
    },
  };
}

const isRefusal = (error: unknown): boolean => error instanceof LogStoreError && error.kind === 'refused';

/** Who may hear a group is asked of a cache that is one question old. */
export function lateMembership(store: LogStore): LogStore {
  const asked = new Map<string, Access[]>();
  return bendViews(store, (view) => ({
    listAccessIn: async (groupIds) => {
      const fresh = Map.groupBy(await view.listAccessIn(groupIds), ({ groupId }) => groupId);
      return groupIds.flatMap((groupId) => {
        const present = fresh.get(groupId) ?? [];
        const late = asked.get(groupId) ?? present;
        asked.set(groupId, present);
        return late;
      });
    },
  }));
}

/** Devices are never told that the server's history is another one, nor does the server mind. */
export function hideEpoch(server: SyncServer, first: { epoch: string }): SyncServer {
  const now = { epoch: '' };
  const hide = <T extends object>(answer: T): T => {
    if (!('epoch' in answer)) return answer;
    now.epoch = String(answer.epoch);
    first.epoch ||= now.epoch;
    return { ...answer, epoch: first.epoch };
  };
  const real = <T extends { readonly epoch: string | null }>(asked: T): T => ({
    ...asked,
    epoch: now.epoch || asked.epoch,
  });
  return {
    ...server,
    hello: async (session, hello, connection) => {
      const answer = hide(await server.hello(session, real(hello), connection));
      if (!('groups' in answer)) return answer;
      const groups = answer.groups.map((group) =>
        group.history === 'changed' ? { ...group, history: 'same' as const } : group,
      );
      return { ...answer, groups };
    },
    push: async (session, push, connection) => hide(await server.push(session, real(push), connection)),
    catchUp: async (session, asked, connection) =>
      hide(await server.catchUp(session, real(asked), connection)),
    snapshot: async (session, asked) => hide(await server.snapshot(session, real(asked))),
    bootstrap: async (session, asked) => hide(await server.bootstrap(session, real(asked))),
    page: async (session, asked) => hide(await server.page(session, real(asked))),
    digest: async (session, asked) => hide(await server.digest(session, real(asked))),
  };
}

/** Whoever asks is taken for the owner. */
export function rolesBelieved(store: LogStore): LogStore {
  return bendTransactions(store, (tx) => ({
    loadForPush: async (reads) => {
      const state = await tx.loadForPush(reads);
      return { ...state, rows: state.rows.map(asOwner) };
    },
    loadRosters: async (groupIds) => {
      const { rows, access } = await tx.loadRosters(groupIds);
      return { rows: rows.map(asOwner), access };
    },
  }));
}

/** The last edit of an expense brings all of it as its author saw it: what others changed meanwhile is gone. */
export function editsOverwrite(store: LogStore): LogStore {
  return bendTransactions(store, (tx) => ({
    append: (writes) => tx.append({ ...writes, rows: writes.rows.map(withoutOthersEdits) }),
  }));
}

function withoutOthersEdits(change: RowChange): RowChange {
  if (change.table !== 'expenses') return change;
  const { row } = change;
  const [last, before] = [row.history.at(-1), row.history.at(-2)];
  if (last?.what !== 'edited' || before?.what !== 'edited' || last.by === before.by) return change;
  const { description = row.description, date = row.date, category = row.category } = before.before;
  return { table: 'expenses', row: { ...row, description, date, category } };
}

function asOwner(change: RowChange): RowChange {
  return change.table === 'members' ? { table: 'members', row: { ...change.row, role: 'owner' } } : change;
}

/** Only one's own coming and going changes who may read: a removal is a line in the conversation. */
export function removalIsWords(store: LogStore): LogStore {
  return bendTransactions(store, (tx) => ({
    append: (writes) => {
      const isRemoval = (version: number): boolean =>
        writes.entries.some((entry) => entry.version === version && entry.op.type === 'member.removed');
      return tx.append({ ...writes, access: writes.access.filter(({ version }) => !isRemoval(version)) });
    },
  }));
}

/** Which ops are joins: what a commit loads does not tell. */
export function noteJoins(server: SyncServer, joins: Set<string>): SyncServer {
  return {
    ...server,
    push: (session, push, connection) => {
      for (const { opId, type } of push.ops) if (type === 'member.joined') joins.add(opId);
      return server.push(session, push, connection);
    },
  };
}

/** A link that was switched off goes on letting people in; its row goes on saying that it is off. */
export function linksLive(store: LogStore, joins: ReadonlySet<string>): LogStore {
  return bendTransactions(store, (tx) => {
    const revokedBy = new Map<string, string>();
    const change = (row: RowChange, how: (id: string, by: string | null) => string | null): RowChange => {
      if (row.table !== 'groups' || !row.row.invites) return row;
      const invites = Object.entries(row.row.invites).map(([id, invite]) => {
        return [id, { ...invite, revokedBy: how(`${row.row.groupId} ${id}`, invite.revokedBy) }];
      });
      return { table: 'groups', row: { ...row.row, invites: Object.fromEntries(invites) } };
    };
    return {
      loadForPush: async (reads) => {
        const state = await tx.loadForPush(reads);
        if (!reads.opIds.some(({ opId }) => joins.has(opId))) return state;
        const revive = (id: string, by: string | null): null => {
          if (by !== null) revokedBy.set(id, by);
          return null;
        };
        return { ...state, rows: state.rows.map((row) => change(row, revive)) };
      },
      append: (writes) => {
        const rows = writes.rows.map((row) => change(row, (id, by) => by ?? revokedBy.get(id) ?? null));
        return tx.append({ ...writes, rows });
      },
    };
  });
}

/** Who was removed comes in again by any link. */
export function banForgotten(store: LogStore): LogStore {
  const forgive = (change: RowChange): RowChange =>
    change.table === 'members' && change.row.status === 'removed'
      ? { table: 'members', row: { ...change.row, status: 'left' } }
      : change;
  return bendTransactions(store, (tx) => ({
    loadForPush: async (reads) => {
      const state = await tx.loadForPush(reads);
      return { ...state, rows: state.rows.map(forgive) };
    },
    loadRosters: async (groupIds) => {
      const { rows, access } = await tx.loadRosters(groupIds);
      return { rows: rows.map(forgive), access };
    },
  }));
}
