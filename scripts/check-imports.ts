/**
 * The arrows of ARCHITECTURE.md, by dependency-cruiser. It fails when it saw no modules (a checker that reads
 * nothing is green for ever) and when a planted violation passes.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const rules = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as IConfiguration;

/** Fewer than this and the parser has gone blind. */
const MODULES_MIN = 50;

const result = await check(root);
const violations = result.summary.violations;
for (const { rule, from, to } of violations) console.error(`${rule.name}: ${from} → ${to}`);
console.log(`${result.summary.totalCruised} modules, ${violations.length} violations`);
if (result.summary.totalCruised < MODULES_MIN) fail(`only ${result.summary.totalCruised} modules were read`);
if (violations.length > 0) fail('an import goes against ARCHITECTURE.md');

await checkTheChecker();

/** Each planted import must be caught by its rule. */
async function checkTheChecker(): Promise<void> {
  const planted: Record<string, { file: string; code: string }> = {
    'domain-is-pure': { file: 'src/domain/planted.ts', code: "import '../protocol/limits.ts';" },
    'client-never-meets-server': {
      file: 'src/client/ui/planted.ts',
      code: "import '../../server/config.ts';",
    },
    'features-are-islands': {
      file: 'src/client/features/chat/planted.ts',
      code: "import '../groups/planted-target.ts';",
    },
    'sync-has-one-door': {
      file: 'src/client/features/chat/planted-2.ts',
      code: "import '#client/sync/planted-target.ts';",
    },
    'no-node-core-outside-server': { file: 'src/protocol/planted.ts', code: "import 'node:fs';" },
    'product-never-imports-tests': {
      file: 'src/server/planted.ts',
      code: "import '../../tests/sim/planted-target.ts';",
    },
    'socket-behind-transport': { file: 'src/client/ui/planted-2.ts', code: "import 'socket.io-client';" },
  };
  const copy = mkdtempSync(join(tmpdir(), 'racha-arrows-'));
  try {
    cpSync(join(root, 'src'), join(copy, 'src'), { recursive: true });
    cpSync(join(root, 'package.json'), join(copy, 'package.json'));
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    for (const target of [
      'src/client/features/groups/planted-target.ts',
      'src/client/sync/planted-target.ts',
      'tests/sim/planted-target.ts',
    ]) {
      plant(join(copy, target), 'export const planted = 1;');
    }
    for (const { file, code } of Object.values(planted)) plant(join(copy, file), code);
    const { summary } = await check(copy);
    const caught = new Set(summary.violations.map(({ rule }) => rule.name));
    const missed = Object.keys(planted).filter((name) => !caught.has(name));
    if (missed.length > 0) fail(`planted violations went unseen: ${missed.join(', ')}`);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function plant(path: string, code: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${code}\n`);
}

async function check(baseDir: string): Promise<ICruiseResult> {
  const { forbidden = [], options = {} } = rules;
  const { output } = await cruise(
    ['src'],
    { ...options, baseDir, ruleSet: { forbidden }, validate: true },
    { ...options.enhancedResolveOptions },
  );
  if (typeof output === 'string') throw new Error(output);
  return output;
}

function fail(why: string): never {
  console.error(why);
  process.exit(1);
}
