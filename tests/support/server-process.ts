/**
 * The real server as a process of its own, on this very Node: for what must be killed, and for what must be
 * measured without the measuring. Its place is the caller's to give: a data directory or a database's URL.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

export interface ServerProcess extends AsyncDisposable {
  readonly pid: number;
  readonly port: number;
  readonly origin: string;
  /** The last of what it wrote, for a failure's report. */
  log(): string;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM and a wait for the end; resolves with the exit code. */
  stop(): Promise<number | null>;
}

const MAIN = fileURLToPath(new URL('../../src/server/main.ts', import.meta.url));
const START_MAX_MS = 60_000;
const LOG_MAX_CHARS = 20_000;

export interface ServerProcessOptions {
  readonly port?: number;
  /** Added to an environment that holds PATH and nothing else of ours. */
  readonly env: Readonly<Record<string, string>>;
  readonly main?: string;
  readonly nodeOptions?: readonly string[];
}

/** Resolves when `/readyz` says so. Throws with the process's output when it ends before. */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const port = options.port ?? (await freePort());
  const ledger = mkdtempSync(join(tmpdir(), 'racha-ledger-'));
  const child = spawn(process.execPath, [...(options.nodeOptions ?? []), options.main ?? MAIN], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      HOST: '127.0.0.1',
      PORT: String(port),
      LEDGER_DIR: ledger,
      ...options.env,
    },
  });
  // A caller that ends without stopping it leaves nothing running.
  const killIt = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killIt);
  child.once('exit', () => {
    process.off('exit', killIt);
    rmSync(ledger, { recursive: true, force: true });
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-LOG_MAX_CHARS);
    });
  }
  const gone = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const origin = `http://127.0.0.1:${port}`;
  await ready(child, origin, () => log);
  if (child.pid === undefined) throw new Error('the server did not start');

  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return await gone;
  };
  return {
    pid: child.pid,
    port,
    origin,
    log: () => log,
    kill: async () => {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    [Symbol.asyncDispose]: async () => {
      await end('SIGKILL');
    },
  };
}

async function ready(child: ChildProcess, origin: string, log: () => string): Promise<void> {
  const deadline = performance.now() + START_MAX_MS;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server ended:\n${log()}`);
    const answer = await fetch(`${origin}/readyz`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    if (performance.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`the server is not ready:\n${log()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** CPU seconds used by these processes so far, and what they hold in memory. Linux only. */
export function usageOf(pids: readonly number[]): { cpuSeconds: number; rssMb: number } {
  let cpuSeconds = 0;
  let rssMb = 0;
  for (const pid of pids) {
    const stat = readProc(pid, 'stat');
    // The name in brackets may hold spaces. Fields 14 to 17, in ticks of 1/100 s: user, system, and both of the
    // children that ended.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    for (const ticks of fields.slice(11, 15)) cpuSeconds += Number(ticks) / 100;
    rssMb += Number(/VmRSS:\s+(\d+)/.exec(readProc(pid, 'status'))?.[1] ?? 0) / 1024;
  }
  return { cpuSeconds, rssMb };
}

/** A process and all that descend from it: PostgreSQL is a family. */
export function familyOf(pid: number): number[] {
  const children = readProc(pid, `task/${pid}/children`).trim();
  return [pid, ...(children === '' ? [] : children.split(' ').flatMap((child) => familyOf(Number(child))))];
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
