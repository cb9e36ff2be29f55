/** A server behind the tests: the same port and data through every kill and restart. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runningAs } from '../support/device-process.ts';
import { freePort } from '../support/free-port.ts';
import type { OtherRelease } from '../support/other-release.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { copyEmptyCluster, openTestDatabase } from '../support/test-database.ts';

export class HostedServer {
  readonly port: number;
  readonly dataDir: string;
  #env: Readonly<Record<string, string>> = {};
  #release: OtherRelease | undefined;
  #process: ServerProcess | undefined;
  #isAsOpened = false;

  private constructor(port: number, dataDir: string) {
    this.port = port;
    this.dataDir = dataDir;
  }

  static async open(): Promise<HostedServer> {
    const server = new HostedServer(await freePort(), mkdtempSync(join(tmpdir(), 'racha-e2e-')));
    await copyEmptyCluster(join(server.dataDir, 'database'));
    await server.start();
    server.#isAsOpened = true;
    return server;
  }

  /** Nobody killed it, restarted it or made another of it: the next test finds what a new one would be, and other people's groups. */
  get isAsOpened(): boolean {
    return this.#isAsOpened;
  }

  /** Resolves when it is ready. */
  async start(): Promise<void> {
    this.#isAsOpened = false;
    const as = this.#release && runningAs(this.#release);
    const env = { DATA_DIR: join(this.dataDir, 'database'), ...this.#env, ...as?.env };
    const nodeOptions = as?.nodeOptions ?? [];
    this.#process = await startServerProcess({ port: this.port, env, nodeOptions });
  }

  /** The server, not the app it serves, is updated or rolled back; undefined: to this build. */
  async become(release: OtherRelease | undefined): Promise<void> {
    this.#release = release;
    await this.restart({});
  }

  async restart(env: Readonly<Record<string, string>>): Promise<void> {
    this.#env = { ...this.#env, ...env };
    await this.#process?.stop();
    await this.start();
  }

  /** Every session has run out: cookies are worthless from now on. Restarts the server. */
  async endSessions(): Promise<void> {
    await this.#process?.stop();
    const database = await openTestDatabase({ dataDir: join(this.dataDir, 'database') });
    await database.accounts.deleteExpiredSessions(Number.MAX_SAFE_INTEGER);
    await database.close();
    await this.start();
  }

  /** As the kernel's OOM killer does it. */
  async kill(): Promise<void> {
    this.#isAsOpened = false;
    await this.#process?.kill();
  }

  async close(): Promise<void> {
    await this.#process?.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** The last of what it printed, for a failure's report. */
  log(): string {
    return this.#process?.log() ?? '';
  }
}
