/**
 * What we take from others and what we give away: the lockfile is whole, says no registry's address and holds no version
 * with a known hole; the list of what a build contains can be made; no file of the tree or of the build holds a secret,
 * and the build does not even know the names of the server's.
 *
 * It fails when it read nothing, and when a planted problem passes.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SECRET_NAMES } from '../src/server/read-secrets.ts';
import { pathOf } from './generated-pages.ts';
import { type LockedPackage, type Lockfile, listLockProblems, type Manifest } from './lockfile.ts';
import { makeSbom } from './sbom.ts';
import { findSecret, SECRET_PATTERNS } from './secret-patterns.ts';

/** Fewer, and this looks in the wrong place. */
const TREE_FILES_MIN = 300;
const BUILD_FILES_MIN = 10;

const lock = JSON.parse(readFileSync(pathOf('package-lock.json'), 'utf8')) as Lockfile;
const manifest = JSON.parse(readFileSync(pathOf('package.json'), 'utf8')) as Manifest;
const lockProblems = listLockProblems(lock, manifest);
const problems = [...lockProblems];
const { components } = makeSbom(lock);

const tree = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: pathOf('.'),
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && !/\.(png|ico|woff2?|gz|br)$/.test(file));
const build = readdirSync(pathOf('dist/client'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(js|html|css|json|webmanifest)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name));
for (const file of tree) report(file, readIfThere(pathOf(file)));
for (const path of build) {
  const text = readIfThere(path);
  report(path, text);
  for (const name of SECRET_NAMES) if (text.includes(name)) problems.push(`${path}: speaks of ${name}`);
}

for (const problem of problems) console.error(problem);
console.log(
  `${components.length} packages, ${tree.length} files of the tree, ${build.length} of the build, ${problems.length} problems`,
);
if (tree.length < TREE_FILES_MIN) fail(`only ${tree.length} files of the tree were read`);
if (build.length < BUILD_FILES_MIN) fail(`only ${build.length} files of a build: npm run build`);
checkTheChecker();
if (problems.length > 0) fail('the supply chain is not clean');

function report(file: string, text: string): void {
  const what = findSecret(text);
  if (what !== undefined) problems.push(`${file}: looks like ${what}`);
}

/** A file that is listed and gone is being deleted. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function checkTheChecker(): void {
  for (const { what, planted } of SECRET_PATTERNS) {
    if (findSecret(`const x = '${planted.join('')}';`) !== what)
      fail(`a planted secret went unseen: ${what}`);
  }
  const planted: Record<string, [path: string, locked: Partial<LockedPackage>]> = {
    'an address': ['node_modules/ws', { resolved: 'https://packages.example/ws.tgz' }],
    'no integrity': ['node_modules/ws', { integrity: undefined as never }],
    'an old version': ['node_modules/ws', { version: '8.17.0' }],
    'a malicious release': ['node_modules/debug', { version: '4.4.2' }],
    'a script of an install': ['node_modules/ws', { hasInstallScript: true }],
  };
  for (const [what, [path, change]] of Object.entries(planted)) {
    const packages = { ...lock.packages, [path]: { ...lock.packages[path], ...change } };
    const found = listLockProblems({ ...lock, packages }, manifest);
    if (found.length <= lockProblems.length) fail(`${what} in the lockfile went unseen`);
  }
}

function fail(why: string): never {
  console.error(why);
  process.exit(1);
}
