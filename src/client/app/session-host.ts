/** What may be on the screen, and who puts it there: main.tsx. */
import type { RecentFaults } from '#client/observability/recent-faults.ts';
import type { AccountDoor } from '#client/session/account-door.ts';
import type { ExternalStore } from '#client/session/external-store.ts';
import type { Session } from '#client/session/session-context.ts';
import type { ReaderWords } from '#client/store/shown-names.ts';
import type { LockedDevice } from './locked-device.ts';
import type { StorageTrouble } from './storage-screen.tsx';
import type { Unlocked } from './unlocked-layer.ts';

export interface OpenedSession extends Session {
  /** null: of a newer version's database nothing is changed. */
  readonly accounts: AccountDoor | null;
  /** True once the database was let go to a newer version in another tab. */
  readonly lost: ExternalStore<boolean>;
  /** The database is of a newer version of the app. */
  readonly isReadOnly: boolean;
}

export type Opened = OpenedSession | LockedDevice | StorageTrouble;

export interface SessionHost {
  readonly faults: RecentFaults;
  /** What the reader says in the person's language. */
  readonly words: ReaderWords;
  /** Opens the device (under the lock that is `unlocked`) and shows it in place of what is shown now. */
  reopen(unlocked?: Unlocked): Promise<void>;
}
