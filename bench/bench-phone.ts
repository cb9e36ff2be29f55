/**
 * A phone with the app on it: Chromium with a profile that outlasts its starts, a phone's screen, Portuguese, and our own server
 * with the production build (`npm run build` first). The CPU is slowed when the bench says so: `slowCpu`.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CDPSession, chromium, type Page } from '@playwright/test';
import { openBenchServer } from './bench-server.ts';

const CPU_SLOWDOWN = 4;
const SCREEN = { width: 360, height: 800 };

/** Where it is not, Playwright's own. */
export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));

export interface BenchPhone extends AsyncDisposable {
  readonly origin: string;
  /** Starts the browser, and ends it; what it kept is there at the next start. */
  run<T>(work: (page: Page) => Promise<T>): Promise<T>;
  /** From here on there is no network. */
  endServer(): Promise<void>;
}

export async function openBenchPhone(): Promise<BenchPhone> {
  const profile = mkdtempSync(join(tmpdir(), 'racha-bench-profile-'));
  const clientDirectory = fileURLToPath(new URL('../dist/client', import.meta.url));
  const server = await openBenchServer('pglite', { env: { CLIENT_DIR: clientDirectory } });
  return {
    origin: server.origin,
    endServer: async () => server[Symbol.asyncDispose](),
    run: async (work) => {
      const context = await chromium.launchPersistentContext(profile, {
        ...(CHROMIUM && { executablePath: CHROMIUM }),
        args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'],
        viewport: SCREEN,
        locale: 'pt-BR',
      });
      try {
        return await work(await context.newPage());
      } finally {
        await context.close();
      }
    },
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** The page's, until the browser ends. */
export async function slowCpu(page: Page): Promise<CDPSession> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  return devtools;
}
