/** A transport that is fetched when it is first needed: the first screen does without, and so does a tab that never leads. */
import type { Transport } from './transport.ts';

/** A fetch that fails is a server that cannot be reached; the next ask tries again. */
export function createLateTransport(load: () => Promise<Transport>): Transport {
  let loading: Promise<Transport> | undefined;
  const get = async (): Promise<Transport | undefined> => {
    loading ??= load();
    try {
      return await loading;
    } catch {
      loading = undefined;
      return undefined;
    }
  };
  const unreachable = { ok: false, failure: { kind: 'unreachable' } } as const;
  return {
    openSession: async (request, limits) => (await get())?.openSession(request, limits) ?? unreachable,
    flush: async (name, requests, options) => (await get())?.flush(name, requests, options) ?? unreachable,
    connect: async (events, limits) => (await get())?.connect(events, limits) ?? unreachable,
  };
}
