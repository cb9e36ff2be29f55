/**
 * PGlite that keeps what it committed through a power cut.
 *
 * As shipped it starts with -F (fsync off), and its file system ignores fsync anyway. Here:
 *   - start parameters without -F, fsync=on, and wal_sync_method=fsync: fdatasync does nothing under emscripten;
 *   - a file system whose fsync is the real one, on the real descriptor.
 * One fsync per commit: `durable-pglite.test.ts` counts them.
 */
import { fsyncSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** Pages of memory that hold tables: enough for the working set of one machine, small enough for a small one. */
const SHARED_BUFFERS = '32MB';

const START_PARAMS = [
  '--single',
  '-O',
  '-j',
  ...settings({
    search_path: 'public',
    exit_on_error: 'false',
    log_checkpoints: 'false',
    max_worker_processes: '0',
    max_parallel_workers: '0',
    max_parallel_workers_per_gather: '0',
    max_parallel_maintenance_workers: '0',
    io_method: 'sync',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    wal_sync_method: 'fsync',
    shared_buffers: SHARED_BUFFERS,
    // Every statement is planned once, mostly on empty tables, and there is no autovacuum to refresh what the
    // planner believes: so it is told to use the indexes, which is right for all we ask.
    plan_cache_mode: 'force_generic_plan',
    enable_seqscan: 'off',
    enable_hashjoin: 'off',
    enable_mergejoin: 'off',
    jit: 'off',
  }),
];

/** int8: versions, numbers and times stay far below 2^53. */
const INT8 = 20;

export interface DurablePGliteOptions {
  /** Told of every fsync; tests count them. */
  readonly onFsync?: () => void;
}

/** Opens or makes the database in `dataDir`. Rejects when it cannot be read; files are then as they were. */
export async function openDurablePGlite(
  dataDir: string,
  { onFsync }: DurablePGliteOptions = {},
): Promise<PGlite> {
  return PGlite.create({
    fs: new DurableNodeFS(dataDir, onFsync),
    startParams: START_PARAMS,
    parsers: { [INT8]: Number },
    // For search (migrations/0012-search.ts).
    extensions: { unaccent },
  });
}

type EmscriptenOptions = Awaited<ReturnType<NodeFS['init']>>['emscriptenOpts'];
type PostgresModule = Parameters<NonNullable<NonNullable<EmscriptenOptions['preRun']>[number]>>[0];

class DurableNodeFS extends NodeFS {
  readonly #onFsync: (() => void) | undefined;

  constructor(dataDir: string, onFsync: (() => void) | undefined) {
    super(dataDir);
    this.#onFsync = onFsync;
  }

  override async init(pg: PGlite, options: EmscriptenOptions): ReturnType<NodeFS['init']> {
    const makeDurable = (module: PostgresModule): void => {
      const { NODEFS } = module as unknown as {
        NODEFS: { stream_ops: { fsync?: (stream: { nfd: number }) => number } };
      };
      NODEFS.stream_ops.fsync = (stream) => {
        fsyncSync(stream.nfd);
        this.#onFsync?.();
        return 0;
      };
    };
    return super.init(pg, { ...options, preRun: [...(options.preRun ?? []), makeDurable] });
  }
}

function settings(values: Record<string, string>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
