/** The product as people host it: `node src/server/main.ts` in a process of its own, killed for real. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export class ServerProcess {
  readonly port: number;
  readonly dataDir: string;
  #env: Readonly<Record<string, string>>;
  #child: ChildProcess | undefined;
  #output = '';

  private constructor(port: number, dataDir: string, env: Readonly<Record<string, string>>) {
    this.port = port;
    this.dataDir = dataDir;
    this.#env = env;
  }

  static async start(env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
    const dataDir = mkdtempSync(join(tmpdir(), 'racha-e2e-'));
    const server = new ServerProcess(await freePort(), dataDir, env);
    await server.start();
    return server;
  }

  /** Starts, or starts again on the same port and data; resolves when it is ready. */
  async start(): Promise<void> {
    const child = spawn(join(root, 'node_modules/.bin/node'), ['src/server/main.ts'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PORT: String(this.port),
        HOST: '127.0.0.1',
        DATA_DIR: this.dataDir,
        LOG_LEVEL: 'info',
        ...this.#env,
      },
    });
    this.#child = child;
    child.stdout?.on('data', (chunk: Buffer) => this.#keep(chunk));
    child.stderr?.on('data', (chunk: Buffer) => this.#keep(chunk));
    await this.#untilReady(child);
  }

  async restart(env: Readonly<Record<string, string>>): Promise<void> {
    this.#env = { ...this.#env, ...env };
    await end(this.#child, 'SIGTERM');
    await this.start();
  }

  /** As the kernel's OOM killer does it. */
  async kill(): Promise<void> {
    await end(this.#child, 'SIGKILL');
  }

  async stop(): Promise<void> {
    await end(this.#child, 'SIGTERM');
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** What it printed: for I14, and for a failure's report. */
  get output(): string {
    return this.#output;
  }

  #keep(chunk: Buffer): void {
    this.#output = (this.#output + chunk.toString()).slice(-1_000_000);
  }

  async #untilReady(child: ChildProcess): Promise<void> {
    const deadline = performance.now() + 60_000;
    while (performance.now() < deadline) {
      if (child.exitCode !== null) throw new Error(`the server ended: ${this.#output.slice(-2000)}`);
      const ready = await fetch(`http://127.0.0.1:${this.port}/readyz`).then(
        (response) => response.ok,
        () => false,
      );
      if (ready) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the server is not ready: ${this.#output.slice(-2000)}`);
  }
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
