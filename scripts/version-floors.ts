/**
 * Versions with known holes that must not come back, and releases that were malicious. What the build machine can hold
 * without an advisory source; the hosted workflow asks the databases themselves (`.github/workflows/supply-chain.yml`).
 *
 * Only for what ships: a tool's dependency that no request ever reaches is the hosted audit's business.
 */
export interface VersionFloor {
  readonly name: string;
  readonly atLeast: string;
  readonly because: string;
}

export const VERSION_FLOORS: readonly VersionFloor[] = [
  { name: 'ws', atLeast: '8.21.0', because: 'CVE-2026-48779, CVE-2026-45736: memory exhausted by frames' },
  {
    name: 'socket.io',
    atLeast: '4.6.2',
    because: 'CVE-2024-38355: an unhandled error event ends the process',
  },
  { name: 'socket.io-parser', atLeast: '4.2.6', because: 'CVE-2026-33151: attachments without bound' },
  { name: 'engine.io', atLeast: '6.6.2', because: 'CVE-2023-31125, CVE-2024-47764 through cookie' },
  { name: 'cookie', atLeast: '0.7.0', because: 'CVE-2024-47764: fields put in through a name' },
  {
    name: 'fastify',
    atLeast: '5.3.2',
    because: 'CVE-2025-32442: a body passes unvalidated by its media type',
  },
  { name: 'find-my-way', atLeast: '9.0.1', because: 'CVE-2024-45813: a route that takes for ever to match' },
  { name: 'nanoid', atLeast: '3.3.8', because: 'CVE-2024-55565: predictable ids' },
  { name: 'nodemailer', atLeast: '7.0.7', because: 'CVE-2025-13033: mail to another domain than written' },
  { name: 'better-auth', atLeast: '1.3.26', because: 'CVE-2025-61928: keys made for others' },
  { name: 'glob', atLeast: '11.1.0', because: 'CVE-2025-64756: file names run as commands' },
];

/** The npm worm of September 2025: published, unpublished, and in mirrors since. */
export const MALICIOUS_VERSIONS: Readonly<Record<string, string>> = {
  'ansi-regex': '6.2.1',
  'ansi-styles': '6.2.2',
  backslash: '0.2.1',
  chalk: '5.6.1',
  'chalk-template': '1.1.1',
  color: '5.0.1',
  'color-convert': '3.1.1',
  'color-name': '2.0.1',
  'color-string': '2.1.1',
  debug: '4.4.2',
  'error-ex': '1.3.3',
  'has-ansi': '6.0.1',
  'is-arrayish': '0.3.3',
  'simple-swizzle': '0.2.3',
  'slice-ansi': '7.1.1',
  'strip-ansi': '7.1.1',
  'supports-color': '10.2.1',
  'supports-hyperlinks': '4.1.1',
  'wrap-ansi': '9.0.1',
};

/** Below zero: `a` is older. Prereleases count as their release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => (version.split(/[-+]/)[0] ?? '').split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
