/** The wall clock of server processes, by libfaketime (Debian's `libfaketime`): jumps while they run. */
import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ServerClock {
  /** To be added to a server's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** From now on it shows so many hours more than it is. */
  set(hours: number): void;
}

const [library] = globSync('/usr/lib/*/faketime/libfaketime.so.1');

/** `directory`: where the file lies by which the running processes are told. */
export function createServerClock(directory: string): ServerClock {
  if (library === undefined) throw new Error('libfaketime is not installed');
  const file = join(directory, 'clock');
  const set = (hours: number): void =>
    writeFileSync(file, `${hours < 0 ? '-' : '+'}${Math.abs(hours) * 3_600}s\n`);
  set(0);
  return {
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      // Asked again after a second: reading the file at every look at the clock costs half the processor.
      FAKETIME_CACHE_DURATION: '1',
      // Timers and `performance.now()` go on evenly, as they do when a real clock is set.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    set,
  };
}
