/**
 * Anchors: where the audit chain ended and with which hash, appended every minute to a file outside the database. Whoever
 * rewrites the whole chain, or cuts its end off, contradicts them; keep that directory where the database's owner cannot
 * write, or copy it away, and they cannot rewrite it either.
 *
 * Each machine appends to a file of its own in LEDGER_DIR. A torn line is skipped.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { AuditStore } from '../db/audit-store.ts';

const ANCHOR_EVERY_MS = 60_000;
const EXTENSION = '.audit.jsonl';

const anchorSchema = v.strictObject({
  /** Epoch ms, server clock. */
  at: v.pipe(v.number(), v.safeInteger()),
  /** Of the database then: a restored backup begins another one. */
  epoch: v.string(),
  seq: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  hash: v.string(),
});
export type AuditAnchor = v.InferOutput<typeof anchorSchema>;

export interface AnchoringOptions {
  readonly store: AuditStore;
  readonly directory: string;
  readonly now: () => number;
  /** The directory is not writable; the next minute tries again. */
  readonly onFailure: (error: unknown) => void;
}

export interface Anchoring {
  /** Once more, then no more. */
  close(): Promise<void>;
}

export function anchorAudit({ store, directory, now, onFailure }: AnchoringOptions): Anchoring {
  let anchored = '';
  let anchoring = Promise.resolve();
  const anchor = async (): Promise<void> => {
    // A database that is away is told of where it is needed.
    const head = await store.readHead().catch(() => undefined);
    if (!head || head.seq === 0 || head.hash === anchored) return;
    const { epoch, seq, hash } = head;
    try {
      await mkdir(directory, { recursive: true });
      const line = JSON.stringify({ at: now(), epoch, seq, hash } satisfies AuditAnchor);
      await appendFile(join(directory, `${hostname()}${EXTENSION}`), `${line}\n`, { flush: true });
      anchored = hash;
    } catch (error) {
      onFailure(error);
    }
  };
  const timer = setInterval(() => {
    anchoring = anchoring.then(anchor);
  }, ANCHOR_EVERY_MS);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      await anchoring;
      await anchor();
    },
  };
}

/** Of every machine whose file lies here. Throws what the disk throws. */
export function readAnchors(directory: string): AuditAnchor[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith(EXTENSION))
    .flatMap((name) => readFileSync(join(directory, name), 'utf8').split('\n'))
    .flatMap((line) => {
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), anchorSchema), line);
      return parsed.success ? [parsed.output] : [];
    });
}
