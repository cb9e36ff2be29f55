/**
 * Sends the photos that ops in the outbox wait for, one after another, while this tab leads. Beside the connection and
 * not in it: a photo takes as long as it takes, over any number of connections, and texts do not wait for it.
 *
 *   a held entry ─→ its next photo ─→ upload ─┬─ done        owed no more, entry to the end of the outbox, lanes nudged
 *                                             ├─ refused     entry to the tray, whole; the photo stays here (a plan's text goes without)
 *                                             ├─ wait        the next group's; this one later
 *                                             └─ unreachable all of it later: backoff, or a ring
 *
 * Every step may be the last: what the server has is asked before each upload, and what it said is written in one step
 * with what follows from it.
 */
import type { BlobTransport, Uploaded } from '#client/platform/blob-transport.ts';
import type { Clock } from '#client/platform/clock.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Random } from '#client/platform/random.ts';
import type { BlobRow, TrayEntry } from '#client/store/tables.ts';
import { goesWithoutPhotos, listAttachments } from '#domain/apply-op.ts';
import { createAlarm } from './alarm.ts';
import { FenceLostError } from './fenced-store.ts';
import { isHeld, RELEASE_TABLES, release } from './held-photos.ts';
import { moveToTray } from './retire-entries.ts';
import { pauseMs } from './retry-policy.ts';

export interface BlobSenderContext {
  readonly store: DeviceStore;
  readonly blobs: BlobTransport;
  readonly clock: Clock;
  readonly random: Random;
  /** Entries of these groups wait no longer. */
  readonly onReleased: (groupIds: readonly string[]) => void;
  /** Photos are owed and tried again then, epoch ms by the device's clock; null: none waits. */
  readonly onWaiting: (until: number | null) => void;
  /** What is queued and in the tray is to be counted again. */
  readonly recount: () => void;
  readonly onFault: (error: unknown) => void;
}

type Round = 'done' | { readonly retryAfterMs: number | undefined };

export class BlobSender {
  readonly #context: BlobSenderContext;
  #ring = () => {};
  #isPausing = false;
  /** Once everything held is looked at, also what waits for a photo that is lost; later only while photos are owed. */
  #hasLooked = false;

  constructor(context: BlobSenderContext) {
    this.#context = context;
  }

  /** Something new may wait, or the network is back. */
  ring(): void {
    this.#ring();
  }

  /** Looks whether something waits that nobody rang for; a pause before the next try goes on. */
  look(): void {
    if (!this.#isPausing) this.#ring();
  }

  /** Until the signal, or until another tab leads. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, random, onFault, onWaiting } = this.#context;
    const alarm = createAlarm(clock, signal);
    this.#ring = () => alarm.ring();
    let attempt = 0;
    while (!signal.aborted) {
      let round: Round = { retryAfterMs: undefined };
      try {
        round = await this.sendAll(signal);
      } catch (error) {
        if (error instanceof FenceLostError) return;
        onFault(error);
      }
      attempt = round === 'done' ? 0 : attempt + 1;
      const waitMs = round === 'done' ? null : pauseMs('photo', { attempt, random, ...round });
      onWaiting(waitMs === null ? null : clock.now() + waitMs);
      this.#isPausing = waitMs !== null;
      if ((await alarm.wait(waitMs)) === 'rung') attempt = 0;
      this.#isPausing = false;
    }
  }

  /** One round over everything that is held. */
  async sendAll(signal: AbortSignal): Promise<Round> {
    const { store } = this.#context;
    const waiting = new Set<string>();
    let retryAfterMs: number | undefined;
    for (;;) {
      const next = await findNext(store, waiting, this.#hasLooked);
      this.#hasLooked = true;
      if (!next || signal.aborted) break;
      const outcome = await this.#send(next, signal);
      if (outcome.kind === 'unreachable') return { retryAfterMs: undefined };
      if (outcome.kind !== 'wait') continue;
      waiting.add(next.groupId);
      retryAfterMs = Math.max(retryAfterMs ?? 0, outcome.retryAfterMs ?? 0) || undefined;
    }
    return waiting.size === 0 ? 'done' : { retryAfterMs };
  }

  async #send(
    { groupId, blobId, row, bytes }: Next,
    signal: AbortSignal,
  ): Promise<Uploaded | { kind: 'missing' }> {
    const { store, blobs } = this.#context;
    if (!row || !bytes) {
      await this.#refuse(groupId, blobId, 'photo-missing');
      return { kind: 'missing' };
    }
    const onSent = async (sent: number): Promise<void> => {
      if (sent > row.sent) await store.write(['blobs'], (tx) => tx.put('blobs', [{ ...row, sent }]));
    };
    const outcome = await blobs.upload({ groupId, blobId, bytes }, { onSent, signal });
    if (outcome.kind === 'refused') await this.#refuse(groupId, blobId, outcome.refusal);
    if (outcome.kind === 'done') await this.#arrived(row);
    return outcome;
  }

  async #arrived({ owed: _, ...row }: BlobRow): Promise<void> {
    const { store, onReleased } = this.#context;
    const { groupId, blobId } = row;
    const isFree = await store.write(RELEASE_TABLES, async (tx) => {
      await tx.put('blobs', [{ ...row, sent: row.bytes }]);
      return release(tx, groupId, blobId);
    });
    if (isFree) onReleased([groupId]);
  }

  /**
   * The ops that name it go to the tray; those that build on them are the server's to judge. A text that only shows it goes
   * without it, and who looks at the picture is told.
   */
  async #refuse(groupId: string, blobId: string, kind: TrayEntry['kind']): Promise<void> {
    const { store, clock, onReleased, recount } = this.#context;
    const tables = [...RELEASE_TABLES, 'tray', 'groups', 'memberships'] as const;
    const isFree = await store.write(tables, async (tx) => {
      const entries = (await tx.list('outbox')).filter((entry) => entry.groupId === groupId && isHeld(entry));
      const naming = entries.filter(({ op }) => listAttachments(op).some((photo) => photo.blobId === blobId));
      await moveToTray(
        tx,
        naming.filter(({ op }) => !goesWithoutPhotos(op)).map((entry) => ({ ...entry, kind })),
        clock.now(),
      );
      const row = await tx.get('blobs', [groupId, blobId]);
      if (row && naming.some(({ op }) => goesWithoutPhotos(op))) {
        // Owed no more: what is typed next would wait for it.
        const { owed: _, ...copy } = row;
        await tx.put('blobs', [{ ...copy, refused: kind }]);
      }
      return release(tx, groupId, blobId);
    });
    recount();
    if (isFree) onReleased([groupId]);
  }
}

interface Next {
  readonly groupId: string;
  readonly blobId: string;
  readonly row: BlobRow | undefined;
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
}

/** The first photo of the first held entry whose group is not among `waiting` and is at the server. */
function findNext(
  store: DeviceStore,
  waiting: ReadonlySet<string>,
  onlyOwed: boolean,
): Promise<Next | undefined> {
  return store.read(['outbox', 'blobs', 'blobParts', 'cursors', 'memberships'], async (tx) => {
    if (onlyOwed && (await tx.count('blobs', { index: 'owed', from: 1, to: 1 })) === 0) return undefined;
    const isKnown = new Map<string, boolean>();
    for (const { groupId, awaits } of (await tx.list('outbox')).filter(isHeld)) {
      const [blobId] = awaits ?? [];
      if (blobId === undefined || waiting.has(groupId)) continue;
      if (!isKnown.has(groupId)) {
        const isHere = ((await tx.get('cursors', groupId))?.version ?? 0) > 0;
        const state = (await tx.get('memberships', groupId))?.state;
        isKnown.set(groupId, isHere || state === 'refused' || state === 'gone');
      }
      // The op that makes the group or lets this person in is on its way: what follows from it rings. Who was not let in
      // asks all the same: the server's refusal is what takes the op to the tray.
      if (!isKnown.get(groupId)) continue;
      const row = await tx.get('blobs', [groupId, blobId]);
      const part = await tx.get('blobParts', [groupId, blobId, 'whole']);
      return { groupId, blobId, row, bytes: part?.data };
    }
    return undefined;
  });
}
