/** The lockfile as npm writes it (version 3), and what is wrong with it. */
import { compareVersions, MALICIOUS_VERSIONS, VERSION_FLOORS } from './version-floors.ts';

export interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Lockfile {
  readonly name: string;
  readonly version: string;
  readonly lockfileVersion: number;
  /** By path: `node_modules/a/node_modules/b`; '' is the project. */
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}

/** SHA-512 in base64: 64 bytes. */
const INTEGRITY = /^sha512-[A-Za-z0-9+/]{86}==$/;
const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** One line each; empty: nothing to say. */
export function listLockProblems(lock: Lockfile, manifest: Manifest): string[] {
  const problems: string[] = [];
  if (lock.lockfileVersion !== 3) problems.push(`lockfile version ${lock.lockfileVersion}`);
  for (const [path, locked] of listPackages(lock)) problems.push(...listProblemsOf(path, locked, manifest));
  for (const [name, wanted] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    const found = lock.packages[`node_modules/${name}`]?.version;
    if (!EXACT.test(wanted)) problems.push(`package.json: ${name} is not an exact version`);
    else if (found !== wanted) problems.push(`package.json: ${name} ${wanted}, locked ${found}`);
  }
  for (const { name, atLeast, because } of VERSION_FLOORS) {
    const shipped = listPackages(lock).filter(([path, { dev }]) => nameOf(path) === name && !dev);
    if (shipped.length === 0) problems.push(`no ${name} is shipped: its floor guards nothing, take it out`);
    for (const [path, { version = '0' }] of shipped) {
      if (compareVersions(version, atLeast) < 0) {
        problems.push(`${path}: ${version} is below ${atLeast} (${because})`);
      }
    }
  }
  return problems;
}

export function listPackages(lock: Lockfile): [path: string, locked: LockedPackage][] {
  return Object.entries(lock.packages).filter(([path, { link }]) => path !== '' && !link);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function listProblemsOf(path: string, locked: LockedPackage, { allowScripts = {} }: Manifest): string[] {
  const problems: string[] = [];
  const name = nameOf(path);
  if (!path.startsWith('node_modules/')) problems.push(`${path}: not from a registry`);
  if (!INTEGRITY.test(locked.integrity ?? '')) problems.push(`${path}: no SHA-512 to check it by`);
  if (locked.resolved !== undefined)
    problems.push(`${path}: names where it was fetched (npm's omit-lockfile-registry-resolved)`);
  if (locked.version === MALICIOUS_VERSIONS[name])
    problems.push(`${path}: ${locked.version} was a malicious release`);
  if (locked.hasInstallScript && allowScripts[name] === undefined) {
    problems.push(`${path}: runs code when installed, and package.json does not say whether it may`);
  }
  return problems;
}
