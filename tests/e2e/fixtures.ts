/**
 * `racha`: a server behind a fault proxy of the test's own, and devices to open on it. A device is a Chromium profile
 * on disk: it can be closed, killed and opened again, online or not.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Browser,
  type BrowserContext,
  test as base,
  chromium,
  type LaunchOptions,
  type Page,
} from '@playwright/test';
import { type Fproxy, openFproxy } from '../support/fproxy.ts';
import { usageOf } from '../support/server-process.ts';
import { HostedServer } from './hosted-server.ts';

export interface DeviceOptions {
  readonly locale?: string;
  readonly colorScheme?: 'light' | 'dark';
  readonly reducedMotion?: 'reduce';
  readonly serviceWorkers?: 'block';
  readonly viewport?: { readonly width: number; readonly height: number };
}

export interface Place extends DeviceOptions {
  /** In the worker's one browser, with storage of its own in memory: for somebody who is only there. Never killed, closed or looked into. */
  readonly light?: boolean;
  /** A fault proxy of its own: what happens to its link happens to nobody else's. */
  readonly ownLink?: boolean;
  /** Both are secure contexts; libraries treat the first one specially. */
  readonly host?: 'localhost' | '127.0.0.1';
  /** Switches of Playwright's that this device does without. */
  readonly ignoreDefaultArgs?: string[];
}

export class Racha {
  readonly server: HostedServer;
  readonly proxy: Fproxy;
  readonly #launchOptions: LaunchOptions;
  readonly #browser: Browser;
  readonly #devices: Device[] = [];
  readonly #ownLinks: Fproxy[] = [];

  constructor(server: HostedServer, proxy: Fproxy, launchOptions: LaunchOptions, browser: Browser) {
    this.server = server;
    this.proxy = proxy;
    this.#launchOptions = launchOptions;
    this.#browser = browser;
  }

  /** `localhost`, so that the page is a secure context and has a service worker. */
  get origin(): string {
    return `http://localhost:${this.proxy.port}`;
  }

  async device(place: Place = {}): Promise<Device> {
    const { ownLink = false, light = false, host = 'localhost', ignoreDefaultArgs, ...options } = place;
    const link = ownLink ? await openFproxy({ target: { port: this.server.port } }) : this.proxy;
    if (ownLink) this.#ownLinks.push(link);
    const launchOptions = { ...this.#launchOptions, ...(ignoreDefaultArgs && { ignoreDefaultArgs }) };
    const browser = light ? this.#browser : undefined;
    const device = new Device({ host, link, launchOptions, options, browser });
    this.#devices.push(device);
    await device.open();
    return device;
  }

  /** The host installs a new version of the app: its worker differs, as after any build. Restarts the server. */
  async deployNewVersion(mark = 'the next version'): Promise<void> {
    const clientDir = join(this.server.dataDir, 'client');
    cpSync('dist/client', clientDir, { recursive: true });
    for (const copy of ['sw.js.br', 'sw.js.gz']) rmSync(join(clientDir, copy), { force: true });
    appendFileSync(join(clientDir, 'sw.js'), `\n// ${mark}\n`);
    await this.server.restart({ CLIENT_DIR: clientDir });
  }

  async close(): Promise<void> {
    for (const device of this.#devices) await device.dispose();
    for (const link of [this.proxy, ...this.#ownLinks]) await link.close();
  }
}

export class Device {
  readonly origin: string;
  /** The way to the server: everybody's, unless it was asked for one of its own. */
  readonly link: Fproxy;
  readonly #launchOptions: LaunchOptions;
  readonly #options: DeviceOptions;
  readonly #browser: Browser | undefined;
  readonly #profileDir: string | undefined;
  #context: BrowserContext | undefined;
  #page: Page | undefined;

  constructor({
    host,
    link,
    launchOptions,
    options,
    browser,
  }: {
    readonly host: string;
    readonly link: Fproxy;
    readonly launchOptions: LaunchOptions;
    readonly options: DeviceOptions;
    readonly browser: Browser | undefined;
  }) {
    this.origin = `http://${host}:${link.port}`;
    this.link = link;
    this.#profileDir = browser ? undefined : mkdtempSync(join(tmpdir(), 'racha-profile-'));
    this.#launchOptions = launchOptions;
    this.#options = options;
    this.#browser = browser;
  }

  get profileDir(): string {
    if (this.#profileDir === undefined)
      throw new Error('a light device has no profile: ask for one that is not light');
    return this.#profileDir;
  }

  get page(): Page {
    if (!this.#page) throw new Error('the device is closed');
    return this.#page;
  }

  get context(): BrowserContext {
    if (!this.#context) throw new Error('the device is closed');
    return this.#context;
  }

  /** Starts the browser on this device's profile. Does not navigate. */
  async open(): Promise<void> {
    const options = {
      locale: 'pt-BR',
      timezoneId: 'America/Sao_Paulo',
      viewport: { width: 360, height: 800 },
      baseURL: this.origin,
      ...this.#options,
    };
    this.#context = this.#browser
      ? await this.#browser.newContext(options)
      : await chromium.launchPersistentContext(this.profileDir, { ...this.#launchOptions, ...options });
    this.#page = this.#context.pages()[0] ?? (await this.#context.newPage());
  }

  async close(): Promise<void> {
    if (this.#browser) throw new Error('a light device would not be there when it is opened again');
    await this.#context?.close();
    this.#context = undefined;
    this.#page = undefined;
  }

  /** SIGKILL to the whole browser of this profile, and to no other. */
  async kill(): Promise<void> {
    const gone = new Promise<void>((resolve) => this.#context?.once('close', () => resolve()));
    for (const pid of this.pids()) kill(pid, 'SIGKILL');
    await gone;
    this.#context = undefined;
    this.#page = undefined;
  }

  /** Processes of this profile's browser; with a type (`renderer`), only those. */
  pids(type?: string): number[] {
    const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
    return lines
      .filter(
        (line) => line.includes(this.profileDir) && (type === undefined || line.includes(`--type=${type}`)),
      )
      .map((line) => Number.parseInt(line, 10));
  }

  /**
   * The process that draws this page. Chromium tells it to nobody, so the page is made to work for a moment and
   * the process that did is it.
   */
  async rendererOf(page: Page): Promise<number> {
    const spent = (): Map<number, number> =>
      new Map(this.pids('renderer').map((pid) => [pid, usageOf([pid]).cpuSeconds]));
    const before = spent();
    await page.evaluate(() => {
      const end = performance.now() + 300;
      while (performance.now() < end);
    });
    const used = [...spent()].map(([pid, seconds]) => ({ pid, seconds: seconds - (before.get(pid) ?? 0) }));
    const [most] = used.sort((a, b) => b.seconds - a.seconds);
    if (!most || most.seconds === 0) throw new Error('no renderer worked for this page');
    return most.pid;
  }

  async dispose(): Promise<void> {
    // What a test stopped and did not let go on would never close.
    if (this.#profileDir !== undefined) for (const pid of this.pids()) kill(pid, 'SIGCONT');
    await this.#context?.close().catch(() => undefined);
    if (this.#profileDir !== undefined) rmSync(this.#profileDir, { recursive: true, force: true });
  }
}

export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/**
 * A start costs two to four seconds of processor: a server that a test left as it was serves the worker's next test
 * too. Each test has its own people, groups, devices and link; what it does to the server itself ends with it.
 */
class Servers {
  #idle: HostedServer | undefined;

  async take(): Promise<HostedServer> {
    const idle = this.#idle;
    this.#idle = undefined;
    return idle ?? (await HostedServer.open());
  }

  async giveBack(server: HostedServer, hasFailed: boolean): Promise<void> {
    if (server.isAsOpened && !hasFailed) this.#idle = server;
    else await server.close();
  }

  async close(): Promise<void> {
    await this.#idle?.close();
  }
}

export const test = base.extend<{ racha: Racha }, { servers: Servers }>({
  servers: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from it.
    async ({}, use) => {
      const servers = new Servers();
      await use(servers);
      await servers.close();
    },
    { scope: 'worker' },
  ],
  racha: async ({ browser, launchOptions, servers }, use, testInfo) => {
    const server = await servers.take();
    const proxy = await openFproxy({ target: { port: server.port } });
    const racha = new Racha(server, proxy, launchOptions, browser);
    await use(racha);
    const hasFailed = testInfo.status !== testInfo.expectedStatus;
    if (hasFailed) await testInfo.attach('server', { body: server.log(), contentType: 'text/plain' });
    await racha.close();
    await servers.giveBack(server, hasFailed);
  },
});
