/**
 * A browser's profile that outlasts a bench: what takes minutes to prepare is made once, and every build is measured on it.
 *
 * The app's address is part of the profile, so the port is kept in it; at each start the build is served from there, without a
 * server behind it, and takes the place of the one that the service worker had.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { App } from '#tests/e2e/app.ts';

const CLIENT = fileURLToPath(new URL('../dist/client', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** The origin of a profile that is whole; undefined: it is still to be made. */
export function readKeptOrigin(profile: string): string | undefined {
  const file = fileOf(profile);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

export function markKept(profile: string, origin: string): void {
  mkdirSync(profile, { recursive: true });
  writeFileSync(fileOf(profile), origin);
}

/** Puts the build of now where the profile has an older one. */
export async function installBuild(page: Page, origin: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Storage.clearDataForOrigin', {
    origin,
    storageTypes: 'service_workers,cache_storage',
  });
  const server = createServer(async ({ url = '/', method }, response) => {
    const { pathname } = new URL(url, origin);
    const file = await readFile(join(CLIENT, pathname)).catch(() => undefined);
    const isPage = file === undefined && extname(pathname) === '' && !pathname.startsWith('/api');
    const body = isPage ? await readFile(join(CLIENT, 'index.html')) : file;
    const type = isPage ? TYPES['.html'] : TYPES[extname(pathname)];
    response.writeHead(
      body && method === 'GET' ? 200 : 503,
      type === undefined ? {} : { 'content-type': type },
    );
    response.end(method === 'GET' ? body : undefined);
  });
  await new Promise<void>((resolve) => server.listen(Number(new URL(origin).port), '127.0.0.1', resolve));
  try {
    await page.goto(origin);
    await new App(page).installed();
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const fileOf = (profile: string): string => join(profile, 'bench-origin');
