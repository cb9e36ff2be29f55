/** The built app without its server: files only, from a copy that a test may change. Every ask is answered 502. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILT = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'dist/client');
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

export class StaticSite {
  readonly #folder = mkdtempSync(join(tmpdir(), 'racha-site-'));
  readonly #server: Server;

  private constructor() {
    cpSync(BUILT, this.#folder, { recursive: true });
    this.#server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      if (/^\/(api|sync|socket\.io)\//.test(pathname)) {
        response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
        return;
      }
      const asked = join(this.#folder, pathname);
      const file = existsSync(asked) && statSync(asked).isFile() ? asked : join(this.#folder, 'index.html');
      const type = TYPES[extname(file)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' }).end(readFileSync(file));
    });
  }

  static async start(): Promise<StaticSite> {
    const site = new StaticSite();
    await new Promise<void>((resolve) => site.#server.listen(0, '127.0.0.1', resolve));
    return site;
  }

  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** As after a release: the worker's bytes differ. */
  release(): void {
    const worker = join(this.#folder, 'sw.js');
    writeFileSync(worker, `${readFileSync(worker, 'utf8')}\n// released again`);
  }

  /** A broken release is withdrawn. */
  pullKillSwitch(): void {
    cpSync(join(this.#folder, 'kill-switch.js'), join(this.#folder, 'sw.js'));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
