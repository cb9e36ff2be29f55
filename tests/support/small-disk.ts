/** A disk of a test's own, small enough to fill: a tmpfs, where one may mount. Nobody's real disk is filled. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk extends Disposable {
  /** Leaves so many bytes free. */
  fill(leaveBytes: number): void;
  /** Takes away what `fill` wrote. */
  free(): void;
}

const DISK_BYTES = 256 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/** Over an empty directory; undefined where mounting is not allowed. */
export function mountSmallDisk(path: string, bytes = DISK_BYTES): SmallDisk | undefined {
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', path]).status !== 0)
    return undefined;
  const filler = join(path, 'filler');
  // Lazily: who is killed may hold a file for another moment.
  const unmount = (): void => void spawnSync('umount', ['-l', path]);
  // A caller that ends without disposing leaves nothing mounted.
  process.once('exit', unmount);
  return {
    fill: (leaveBytes) => {
      for (let left = freeBytes(path) - leaveBytes; left > 0; left -= CHUNK_BYTES) {
        writeFileSync(filler, Buffer.alloc(Math.min(left, CHUNK_BYTES)), { flag: 'a' });
      }
    },
    free: () => rmSync(filler, { force: true }),
    [Symbol.dispose]: () => {
      process.off('exit', unmount);
      unmount();
    },
  };
}

export function canMountSmallDisk(): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'racha-mount-'));
  const disk = mountSmallDisk(probe, CHUNK_BYTES);
  disk?.[Symbol.dispose]();
  rmSync(probe, { recursive: true, force: true });
  return disk !== undefined;
}

function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}
