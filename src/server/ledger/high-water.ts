/**
 * The high-water mark of the database, kept outside of it: a start that finds the database below its mark has an older
 * copy before it (a base backup, a directory, a dump that was put back), and begins a new epoch by itself.
 *
 * A mark is a lower bound: it is written every few seconds, so what a very fresh backup lacks may go unnoticed here; the
 * operator's word (`npm run epoch:new`) is the rule, this is the net under it.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Position } from '../db/read-position.ts';

const EXTENSION = '.position.json';
export const MARK_EVERY_MS = 5_000;

const positionSchema = v.strictObject({
  epoch: v.string(),
  begunAt: v.number(),
  place: v.string(),
  timeline: v.string(),
  flushed: v.number(),
});

/** True when some mark was made by a database that had come further than this one. */
export function isBelow(present: Position, marks: readonly Position[]): boolean {
  return marks.some((mark) => {
    const isSamePlace = mark.place === present.place;
    // Of another epoch: an earlier one is over, a later one was lost; elsewhere it is another database's.
    if (mark.epoch !== present.epoch) return isSamePlace && mark.begunAt > present.begunAt;
    if (!isSamePlace) return true;
    return mark.timeline === present.timeline && mark.flushed > present.flushed;
  });
}

export function readMarks(directory: string): Position[] {
  return listFiles(directory).flatMap((file) => {
    try {
      const parsed = v.safeParse(positionSchema, JSON.parse(readFileSync(join(directory, file), 'utf8')));
      return parsed.success ? [parsed.output] : [];
    } catch {
      // Torn by a crash: the next one replaces it.
      return [];
    }
  });
}

/** This machine's mark; whole or not at all. Throws what the disk throws. */
export function writeMark(directory: string, position: Position): void {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, `${hostname()}${EXTENSION}`);
  const { epoch, begunAt, place, timeline, flushed } = position;
  // Several servers of one machine write the same mark: each by a file of its own.
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, JSON.stringify({ epoch, begunAt, place, timeline, flushed }), {
    flush: true,
  });
  renameSync(draft, path);
}

/** They speak of a history that is over. */
export function removeMarks(directory: string): void {
  for (const file of listFiles(directory)) rmSync(join(directory, file), { force: true });
}

function listFiles(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => name.endsWith(EXTENSION));
  } catch {
    return [];
  }
}
