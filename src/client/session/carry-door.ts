/**
 * What is carried by files, as features have it: everything to another device, and what waits by another member's phone.
 * `app/` makes it; what it needs is fetched when a screen first asks.
 */
import { createContext, useContext } from 'react';
import type { DeviceFile, FileTrouble } from '#client/copies/device-file.ts';
import type { Restored } from '#client/copies/restore-parts.ts';
import type { Bundle, BundleRefusal, BundleReply } from '#protocol/bundle.ts';

/** A share of 1. */
export type Progress = (share: number) => void;

/** What a file holds, for the person to see before any of it is taken in. */
export interface FilePreview {
  /** Epoch ms, by the clock of the device it was made on. */
  readonly madeAt: number;
  readonly groups: readonly { readonly groupId: string; readonly name: string; readonly messages: number }[];
  readonly queued: number;
  readonly tray: number;
  readonly drafts: number;
  readonly photos: number;
  /** This device is signed in as whose file it is: what waits goes out by itself. */
  readonly isOwn: boolean;
}

export type FileOpened =
  | { readonly ok: true; readonly file: DeviceFile; readonly preview: FilePreview }
  | { readonly ok: false; readonly trouble: FileTrouble | 'unreadable' };

export type BundleMade =
  | { readonly ok: true; readonly file: File; readonly count: number; readonly left: number }
  | { readonly ok: false; readonly reason: 'nothing' | 'not-in' | 'unmet' };

export type BundleTrouble = 'not-ours' | 'newer' | 'damaged' | 'device-file' | 'not-a-member';

export type BundleRead =
  | {
      readonly ok: true;
      readonly bundle: Bundle;
      readonly groupName: string;
      /** undefined: this device does not know them (yet). */
      readonly author: string | undefined;
      readonly count: number;
    }
  | { readonly ok: false; readonly trouble: BundleTrouble };

export type Delivered =
  | { readonly ok: true; readonly reply: BundleReply }
  | { readonly ok: false; readonly error: BundleRefusal | 'unreachable' };

export interface CarryDoor {
  /** Throws when it cannot be read or sealed; an abort rejects with the signal's reason. */
  makeFile(passphrase: string, options: { onProgress: Progress; signal: AbortSignal }): Promise<File>;
  /** Without the passphrase; undefined: it may be opened. */
  lookAtFile(file: Blob): Promise<FileTrouble | 'unreadable' | undefined>;
  openFile(file: Blob, passphrase: string, onProgress: Progress): Promise<FileOpened>;
  /** Beside what is here. May be done again. Throws what the database throws. */
  takeIn(file: DeviceFile, onProgress: Progress): Promise<Restored>;
  /** From here on what it holds may be on its way. */
  makeBundle(groupId: string): Promise<BundleMade>;
  readBundle(file: Blob): Promise<BundleRead>;
  deliver(bundle: Bundle): Promise<Delivered>;
}

/** null: this session changes nothing (an app older than its database). */
export const CarryContext = createContext<CarryDoor | null>(null);

/** null as well on plain HTTP, where browsers neither sign nor seal. */
export function useCarryDoor(): CarryDoor | null {
  const door = useContext(CarryContext);
  return globalThis.isSecureContext ? door : null;
}
