/**
 * One process per data directory: two PGlites in one would tear it apart.
 *
 * The lock is a file beside the database that names the holder's pid. It is made with O_EXCL, so only one of two
 * starters gets it; one left behind by a killed process names a pid that is no server any more and is taken over.
 */
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { StartFailure } from './start-failure.ts';

const FILE = 'racha.lock';

export interface DataDirLock {
  release(): void;
}

/** Throws StartFailure when a living process holds it. */
export function lockDataDir(dataDir: string): DataDirLock {
  const path = join(dataDir, FILE);
  if (!tryMake(path)) {
    const holder = readHolder(path);
    if (holder !== undefined && isAlive(holder)) {
      throw new StartFailure(`DATA_DIR ${dataDir} is in use by process ${holder.pid}`);
    }
    rmSync(path, { force: true });
    if (!tryMake(path)) throw new StartFailure(`DATA_DIR ${dataDir} was taken by another process just now`);
  }
  return { release: () => rmSync(path, { force: true }) };
}

interface Holder {
  readonly pid: number;
  /** When that process started, in clock ticks since boot: a pid used again by another process has another one. */
  readonly startedAt: string;
}

function tryMake(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  writeSync(file, `${process.pid} ${startOf(process.pid)}\n`);
  closeSync(file);
  return true;
}

function readHolder(path: string): Holder | undefined {
  const [pid, startedAt = ''] = readFileSync(path, 'utf8').trim().split(' ');
  return Number(pid) > 0 ? { pid: Number(pid), startedAt } : undefined;
}

function isAlive({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return now === '' || startedAt === '' || now === startedAt;
}

/** Empty where the system does not tell. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name may hold spaces; fields are counted after its closing parenthesis. Field 22 overall.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
