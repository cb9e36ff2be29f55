/**
 * npm run bench:load [-- --rounds 5] [--save]
 *
 * The production build (`npm run build` first), served by our own server with its own compression and caching, on
 * an empty profile: Lighthouse's mobile preset (simulated slow 4G: 150 ms round trip, 1.6 Mbit/s; CPU 4× slower).
 * Medians. KB as transferred, headers included; what the service worker fetches later for offline use is not in it.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CHROMIUM } from './bench-phone.ts';
import { openBenchServer } from './bench-server.ts';
import { median, round } from './figures.ts';
import { numberOption, openReport } from './report.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FLAGS = '--headless=new --no-sandbox --disable-background-networking';

interface LighthouseReport {
  readonly categories: { readonly performance: { readonly score: number } };
  readonly audits: Readonly<Record<string, { readonly numericValue?: number; readonly details?: unknown }>>;
}
interface NetworkItem {
  readonly resourceType?: string;
  readonly transferSize: number;
}

const report = openReport('load');
await using server = await openBenchServer('pglite', { env: { CLIENT_DIR: `${ROOT}dist/client` } });
const runs: LighthouseReport[] = [];
for (let i = 0; i < numberOption('rounds', 5); i += 1) runs.push(await lighthouse(server.origin));
const value = (audit: string): number =>
  median(runs.map((run) => run.audits[audit]?.numericValue ?? Number.NaN));
report.add({
  case: 'cold',
  rounds: runs.length,
  score: median(runs.map((run) => run.categories.performance.score * 100)),
  lcpMs: round(value('largest-contentful-paint'), 0),
  fcpMs: round(value('first-contentful-paint'), 0),
  tbtMs: round(value('total-blocking-time'), 0),
  cls: round(value('cumulative-layout-shift'), 3),
  ...kilobytesByType(runs.at(-1)),
});
report.close();

async function lighthouse(origin: string): Promise<LighthouseReport> {
  const args = [origin, '--output=json', '--output-path=stdout', '--quiet', '--only-categories=performance'];
  const { stdout } = await promisify(execFile)(
    `${ROOT}node_modules/.bin/lighthouse`,
    [...args, `--chrome-flags=${FLAGS}`],
    { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ...(CHROMIUM && { CHROME_PATH: CHROMIUM }) } },
  );
  return JSON.parse(stdout) as LighthouseReport;
}

function kilobytesByType(run: LighthouseReport | undefined): Record<string, number> {
  const details = run?.audits['network-requests']?.details as { items?: readonly NetworkItem[] } | undefined;
  const bytes: Record<string, number> = { kbTotal: 0 };
  for (const { resourceType = 'Other', transferSize } of details?.items ?? []) {
    const name = `kb${resourceType}`;
    bytes[name] = (bytes[name] ?? 0) + transferSize;
    bytes.kbTotal = (bytes.kbTotal ?? 0) + transferSize;
  }
  return Object.fromEntries(Object.entries(bytes).map(([name, total]) => [name, round(total / 1024)]));
}
