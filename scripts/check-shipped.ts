/**
 * Nothing of the machine that breaks the product on purpose may ship: no name of a sabotage, no fault flag, and no word of the
 * code that bends ports, in the client's build or in the server's sources (which run as they are). The import rules hold
 * the same at the level of modules; this reads what is really served. It fails when it read nothing, and when a
 * planted sabotage passes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SABOTAGES } from '../tests/sim/sabotage.ts';
import { FAULT_KEY } from '../tests/support/fault-flags.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Fewer and the build or the sources are not where this looks. */
const BUILD_FILES_MIN = 10;
const SOURCE_FILES_MIN = 100;

/** Words of tests/sim that no honest code uses. Names are strings: they survive a minifier. */
const FORBIDDEN = [
  ...SABOTAGES.map(({ name }) => `'${name}'`),
  ...SABOTAGES.map(({ name }) => `"${name}"`),
  ...SABOTAGES.map(({ name }) => `\`${name}\``),
  'sabotage',
  FAULT_KEY,
  'InjectedFault',
  'bendTransactions',
  'bendViews',
  'tests/sim',
  '#tests/',
];

const build = listFiles('dist/client', /\.(js|html|map|webmanifest)$/);
const sources = listFiles('src', /\.tsx?$/).filter((file) => !/\.test\.tsx?$/.test(file));
if (build.length < BUILD_FILES_MIN) fail(`only ${build.length} files of a build: npm run build`);
if (sources.length < SOURCE_FILES_MIN) fail(`only ${sources.length} sources were read`);

const found = [...build, ...sources].flatMap((file) =>
  listForbidden(readFileSync(join(root, file), 'utf8')).map((word) => `${file}: ${word}`),
);
for (const line of found) console.error(line);
console.log(`${build.length} files of the build and ${sources.length} sources, ${found.length} problems`);
if (found.length > 0) fail('test code would ship');

const [planted] = SABOTAGES;
if (listForbidden(`localStorage.getItem("${FAULT_KEY}")`).length !== 1)
  fail('a planted fault flag went unseen');
if (planted === undefined || listForbidden(`const a={name:"${planted.name}"}`).length !== 1) {
  fail('a planted sabotage went unseen');
}

function listForbidden(text: string): string[] {
  const lower = text.toLowerCase();
  return FORBIDDEN.filter((word) => lower.includes(word.toLowerCase()));
}

function listFiles(folder: string, pattern: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

function fail(why: string): never {
  console.error(why);
  process.exit(1);
}
