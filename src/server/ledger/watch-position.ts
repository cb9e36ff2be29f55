/** Compares the database with its high-water mark at the start, and moves the mark while the server runs. */
import type { Database } from '../db/open-database.ts';
import { isBelow, MARK_EVERY_MS, readMarks, removeMarks, writeMark } from './high-water.ts';

export interface PositionWatch {
  /** The database was found below its mark: a new epoch has begun. */
  readonly wentBack: boolean;
  close(): Promise<void>;
}

export interface PositionWatchOptions {
  readonly database: Database;
  readonly directory: string;
  readonly newId: () => string;
  readonly onFailure: (error: unknown) => void;
}

export async function watchPosition(options: PositionWatchOptions): Promise<PositionWatch> {
  const { database, directory, newId } = options;
  const present = await database.readPosition();
  const wentBack = present !== undefined && isBelow(present, readMarks(directory));
  if (wentBack) {
    await database.beginEpoch(newId());
    removeMarks(directory);
  }
  let marked = '';
  const mark = async (): Promise<void> => {
    // A database that is away is told of where it is needed.
    const position = await database.readPosition().catch(() => undefined);
    const name = `${position?.epoch} ${position?.flushed}`;
    if (!position || name === marked) return;
    try {
      writeMark(directory, position);
      marked = name;
    } catch (error) {
      options.onFailure(error);
    }
  };
  await mark();
  let marking = Promise.resolve();
  const timer = setInterval(() => {
    marking = marking.then(mark);
  }, MARK_EVERY_MS);
  timer.unref();
  return {
    wentBack,
    async close() {
      clearInterval(timer);
      await marking;
      await mark();
    },
  };
}
