/** The app lock as screens see it: what it is, and what a person may do about it. Made by `app/`. */

/** `ending`: taken off, and the rows are on their way back to clear. `unavailable`: no WebCrypto at this address. */
export type AppLockState = 'unavailable' | 'off' | 'on' | 'ending';

export type UnlockResult =
  | { readonly ok: true }
  /** Not this PIN, or not yet: `waitMs` until the next try. */
  | { readonly ok: false; readonly waitMs: number };

export interface AppLock {
  readonly state: AppLockState;
  /** Rows are being brought to what the lock says. */
  isResealing(): boolean;
  subscribe(listener: () => void): () => void;
  /**
   * The app is opened anew under the lock, in every tab. `onBlocked`: another tab does not let go of the database yet.
   * Rejects when nothing could be changed.
   */
  turnOn(pin: string, onBlocked: () => void): Promise<void>;
  turnOff(pin: string, onBlocked: () => void): Promise<UnlockResult>;
  changePin(present: string, next: string): Promise<UnlockResult>;
  /** Forgets the key in every tab; the screens are gone at once. */
  lockNow(): void;
}

export const LOCK_PIN_MIN_LENGTH = 6;
