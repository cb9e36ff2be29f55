/**
 * The last words of a process that ends by a bug of ours: on disk before it is gone, told by the next one. A process in
 * an unknown state waits for no receiver; it ends at once, as it would without this.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describeFailure } from '../describe-failure.ts';

const FILE = 'last-crash.json';

const noteSchema = v.object({
  /** Epoch ms. */
  at: v.number(),
  fields: v.record(v.string(), v.optional(v.string())),
});
export type CrashNote = v.InferOutput<typeof noteSchema>;

/** Synchronous: nothing else runs any more. Never throws. */
export function noteCrash(directory: string, error: unknown, at: number): void {
  try {
    mkdirSync(directory, { recursive: true });
    const note: CrashNote = { at, fields: describeFailure(error).fields };
    writeFileSync(join(directory, FILE), JSON.stringify(note));
  } catch {
    // A full disk may be why it crashes.
  }
}

/** Told once: it is gone afterwards. */
export function takeCrashNote(directory: string): CrashNote | undefined {
  const file = join(directory, FILE);
  try {
    const note = v.safeParse(noteSchema, JSON.parse(readFileSync(file, 'utf8')));
    return note.success ? note.output : undefined;
  } catch {
    return undefined;
  } finally {
    rmSync(file, { force: true });
  }
}
