/**
 * What `npm start` and `npm test` need before they can run, on a fresh clone with any Node ≥ 20 and npm.
 * Plain JavaScript on purpose: it runs on the machine's own Node, before our pinned one is installed.
 *
 *   node scripts/prepare.mjs start    packages, and the web app built when its sources changed
 *   node scripts/prepare.mjs test     the same, and a browser, PostgreSQL, Redis, libfaketime, zbar, what is in front, and what
 *                                     opens exported files
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pinnedNode = join(root, 'node_modules/.bin/node');
const purpose = process.argv[2];

installPackages();
if (purpose === 'test') prepareTests();
buildApp();

function installPackages() {
  const want = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(readFileSync(join(root, 'package.json')))
    .digest('hex');
  const marker = join(root, 'node_modules/.racha-installed');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === want && existsSync(pinnedNode)) return;
  say('installing packages');
  // Not `npm ci`: a registry mirror may lack packages for other platforms (optional ones of biome, swc and others);
  // `npm ci` then calls the lockfile out of date. This takes every locked version as it is and writes nothing back.
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(marker, want);
}

function buildApp() {
  const want = hashOf(['src', 'locales', 'public', 'index.html', 'vite.config.ts', 'package-lock.json']);
  const marker = join(root, '.cache/build-hash');
  if (
    existsSync(join(root, 'dist/client/index.html')) &&
    existsSync(marker) &&
    readFileSync(marker, 'utf8') === want
  )
    return;
  say('building the web app');
  run(pinnedNode, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn']);
  mkdirSync(dirname(marker), { recursive: true });
  writeFileSync(marker, want);
}

/** Debian as root installs what is missing; elsewhere the tests say what they could not find. */
function prepareTests() {
  const missing = [];
  if (!has('chromium') && !has('google-chrome')) missing.push('chromium');
  if (!has('redis-server')) missing.push('redis-server');
  if (!hasPostgres()) missing.push('postgresql');
  if (!hasFakeTime()) missing.push('libfaketime');
  if (!has('zbarimg')) missing.push('zbar-tools');
  if (!has('systemd-analyze')) missing.push('systemd');
  if (!has('soffice')) missing.push('libreoffice-writer-nogui');
  if (!has('pdftotext')) missing.push('poppler-utils');
  for (const program of ['nginx', 'caddy', 'sslscan', 'slowhttptest', 'qpdf', 'unrtf', 'unzip']) {
    if (!has(program)) missing.push(program);
  }
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && has('apt-get')) {
    say(`installing ${missing.join(', ')}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    run('apt-get', ['update', '-qq'], { env });
    run(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', ...missing, 'fonts-noto-color-emoji'],
      { env },
    );
    return;
  }
  say(`missing: ${missing.join(', ')}. Install them with your package manager to run every suite.`);
}

function hasPostgres() {
  if (has('postgres')) return true;
  const base = '/usr/lib/postgresql';
  return (
    existsSync(base) &&
    readdirSync(base).some((v) => Number(v) >= 15 && existsSync(join(base, v, 'bin/postgres')))
  );
}

/** Where Debian puts it; the folder between names the machine. */
function hasFakeTime() {
  const libraries = '/usr/lib';
  return (
    existsSync(libraries) &&
    readdirSync(libraries).some((folder) => existsSync(join(libraries, folder, 'faketime/libfaketime.so.1')))
  );
}

function has(command) {
  return spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0;
}

function run(command, args, options = {}) {
  try {
    // Standard error: `npm start`'s own output stays the server's.
    execFileSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options });
  } catch {
    say(`failed: ${[command, ...args].join(' ')}`);
    process.exit(1);
  }
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hashPath(hash, join(root, path));
  return hash.digest('hex');
}

function hashPath(hash, path) {
  if (!existsSync(path)) return;
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) hashPath(hash, join(path, name));
  } else if (!/\.test\.tsx?$/.test(path)) {
    hash.update(path.slice(root.length)).update(readFileSync(path));
  }
}

function say(line) {
  process.stderr.write(`racha: ${line}\n`);
}
