/** The app lock as screens see it: what it is, and what a person may do about it. Made by `app/`. */

/** `ending`: taken off, and the rows are on their way back to clear. `unavailable`: no WebCrypto at this address. */
export type AppLockState = 'unavailable' | 'off' | 'on' | 'ending';

export type UnlockResult =
  | { readonly ok: true }
  /** Not this PIN, or not yet: `waitMs` until the next try. */
  | { readonly ok: false; readonly waitMs: number };

export type AddPasskeyResult =
  | UnlockResult
  /** `unsupported`: this device has no passkeys that can hold a key. `dismissed`: its sheet was closed. */
  | { readonly ok: false; readonly problem: 'unsupported' | 'dismissed' };

export interface AppLock {
  readonly state: AppLockState;
  /** Rows are being brought to what the lock says. */
  isResealing(): boolean;
  /** A passkey opens it, beside the PIN. */
  hasPasskey(): boolean;
  /** False only where it is sure that this browser has no passkeys of that kind. */
  mayAddPasskey(): Promise<boolean>;
  subscribe(listener: () => void): () => void;
  /**
   * The app is opened anew under the lock, in every tab. `onBlocked`: another tab does not let go of the database yet.
   * Rejects when nothing could be changed.
   */
  turnOn(pin: string, onBlocked: () => void): Promise<void>;
  turnOff(pin: string, onBlocked: () => void): Promise<UnlockResult>;
  changePin(present: string, next: string): Promise<UnlockResult>;
  /** `name`: shown by the platform beside the passkey. Rejects when nothing could be written. */
  addPasskey(pin: string, name: string): Promise<AddPasskeyResult>;
  removePasskey(): Promise<void>;
  /** Forgets the key in every tab; the screens are gone at once. */
  lockNow(): void;
}

export const LOCK_PIN_MIN_LENGTH = 6;
