/**
 * The engine of an app that is older than the database it found: everything can be read, nothing is written or
 * sent, and whatever a person tries says so. What waits in the outbox is the newer build's to send.
 */
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Carets, CommitResult, Engine, Presence } from './engine-types.ts';
import { readHeldText } from './plan-texts.ts';
import type { EngineOptions, EnginePorts } from './ports.ts';
import { makeId } from './stamp-op.ts';
import { Status } from './status.ts';

const REFUSED: Extract<CommitResult, { ok: false }> = { ok: false, error: 'storage-newer' };
const NO_CARETS: Carets = { open: () => () => {}, list: () => [], subscribe: () => () => {} };
const NOBODY: Presence = { online: new Set(), typing: new Set() };

/** Only reads of `store` are used. */
export function createReadingEngine(
  { store, clock, random }: Pick<EnginePorts, 'store' | 'clock' | 'random'>,
  { onFault = () => {} }: Pick<EngineOptions, 'onFault'> = {},
): Engine {
  const status = new Status();
  status.set({ connection: { name: 'waiting', kind: 'unsupported', retryAt: null }, storage: 'closed' });
  countOwed(store).then((counts) => status.set(counts), onFault);
  const refuse = async (): Promise<typeof REFUSED> => REFUSED;
  const ignore = (): void => {};
  return {
    commit: refuse,
    createGroup: refuse,
    joinGroup: refuse,
    createInvite: refuse,
    saveProfile: refuse,
    retryFromTray: refuse,
    newId: () => makeId(random),
    acknowledgeLoss: async () => {},
    saveDraft: async () => false,
    setBlocked: async () => {},
    dismissEnd: async () => {},
    discardFromTray: async () => undefined,
    restoreToTray: async () => {},
    cancelQueued: async () => undefined,
    restoreQueued: async () => {},
    noteRestored: async () => {},
    loadOlder: async () => {},
    markRead: ignore,
    setTyping: ignore,
    status: () => status.get(),
    presence: () => NOBODY,
    openCarets: async () => NO_CARETS,
    planTexts: {
      note: refuse,
      takeTyped: async () => {},
      save: refuse,
      read: (of) => readHeldText(store, of),
      fetch: ignore,
      compact: async () => false,
      forgetLost: async () => {},
      listUnkept: async () => [],
    },
    subscribe: (listener) => status.subscribe(listener),
    correctedNow: () => clock.now(),
    wake: ignore,
    tryNow: ignore,
    [Symbol.asyncDispose]: async () => {},
  };
}

function countOwed(store: DeviceStore): Promise<{ queued: number; tray: number }> {
  return store.read(['outbox', 'tray'], async (tx) => {
    const entries = await tx.list('outbox');
    return {
      queued: entries.filter(({ version }) => version === null).length,
      tray: await tx.count('tray'),
    };
  });
}
