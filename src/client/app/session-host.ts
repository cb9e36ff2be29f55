/** What may be on the screen, and who puts it there: main.tsx. */
import type { AccountDoor } from '#client/session/account-door.ts';
import type { CarryDoor } from '#client/session/carry-door.ts';
import type { CopyDoor } from '#client/session/copies.ts';
import type { ExternalStore } from '#client/session/external-store.ts';
import type { PhotoDoor } from '#client/session/photos.ts';
import type { PlanTextDoor } from '#client/session/plan-texts.ts';
import type { SearchDoor } from '#client/session/search-door.ts';
import type { Session } from '#client/session/session-context.ts';
import type { ReaderWords } from '#client/store/shown-names.ts';
import type { LockedDevice } from './locked-device.ts';
import type { StorageTrouble } from './storage-screen.tsx';
import type { Unlocked } from './unlocked-layer.ts';

export interface OpenedSession extends Session {
  /** Of a newer version's database nothing is changed: that door answers as if the server were not there. */
  readonly accounts: AccountDoor;
  /** null: the database is of a newer version, and its photos are not looked at. */
  readonly photos: PhotoDoor | null;
  /** null: as of the photos. */
  readonly carry: CarryDoor | null;
  /** null: the database is of a newer version, and its copies too. */
  readonly copies: CopyDoor | null;
  /** null: as of the photos. */
  readonly search: SearchDoor | null;
  /** null: the database is of a newer version, whose texts this one may not understand. */
  readonly planTexts: PlanTextDoor | null;
  /** True once the database was let go to a newer version in another tab. */
  readonly lost: ExternalStore<boolean>;
  /** The database is of a newer version of the app. */
  readonly isReadOnly: boolean;
}

export type Opened = OpenedSession | LockedDevice | StorageTrouble;

export interface SessionHost {
  /** What the reader says in the person's language. */
  readonly words: ReaderWords;
  /** Opens the device (under the lock that is `unlocked`) and shows it in place of what is shown now. */
  reopen(unlocked?: Unlocked): Promise<void>;
}
