/** A throwaway Redis on a free port of the loopback, without persistence: to us it only carries hints. */
import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis as Client } from 'ioredis';
import { freePort } from './free-port.ts';

export interface Redis extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** Up again on the same port, empty; resolves when it answers. */
  start(): Promise<void>;
  /** Forgets everything it holds. */
  flush(): Promise<void>;
  /** SIGSTOP: connections stay open and nothing answers, until `thaw`. */
  freeze(): void;
  thaw(): void;
}

const START_MAX_MS = 20_000;

export async function startRedis(): Promise<Redis> {
  const port = await freePort();
  let child: ChildProcess | undefined;
  // A caller that ends without disposing leaves nothing running.
  process.once('exit', () => child?.kill('SIGKILL'));
  const kill = async (): Promise<void> => {
    const ended = child;
    child = undefined;
    if (!ended || ended.exitCode !== null || ended.signalCode !== null) return;
    const exited = new Promise((resolve) => ended.once('exit', resolve));
    ended.kill('SIGKILL');
    await exited;
  };
  const start = async (): Promise<void> => {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    child = spawn('redis-server', args, { stdio: 'ignore', cwd: tmpdir() });
    const deadline = performance.now() + START_MAX_MS;
    while (!(await answers(port))) {
      if (performance.now() > deadline) throw new Error('Redis did not start');
      await wait(20);
    }
  };
  const flush = async (): Promise<void> => {
    const client = clientOf(port);
    await client.connect();
    await client.flushall();
    client.disconnect();
  };
  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    kill,
    start,
    flush,
    freeze: () => child?.kill('SIGSTOP'),
    thaw: () => child?.kill('SIGCONT'),
    [Symbol.asyncDispose]: kill,
  };
}

function clientOf(port: number): Client {
  const client = new Client({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => {});
  return client;
}

async function answers(port: number): Promise<boolean> {
  const client = clientOf(port);
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}
