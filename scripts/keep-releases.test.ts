import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepReleases } from './keep-releases.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'racha-releases-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** As a build does it: the folder is emptied first. */
function build(...chunks: string[]): void {
  const assets = join(root, 'client/assets');
  rmSync(join(root, 'client'), { recursive: true, force: true });
  mkdirSync(assets, { recursive: true });
  for (const chunk of chunks) writeFileSync(join(assets, chunk), chunk);
  keepReleases(join(root, 'client'));
}

const served = (): string[] => readdirSync(join(root, 'client/assets')).sort();

test('fault 42: three releases after it a chunk is still served; after the fourth it is gone', () => {
  build('app-a.js', 'same.js');
  for (const name of ['b', 'c', 'd']) build(`app-${name}.js`, 'same.js');
  expect(served()).toEqual(['app-a.js', 'app-b.js', 'app-c.js', 'app-d.js', 'same.js']);
  build('app-e.js', 'same.js');
  expect(served()).toEqual(['app-b.js', 'app-c.js', 'app-d.js', 'app-e.js', 'same.js']);
});

test('the same build again is no release', () => {
  build('app-a.js');
  for (let i = 0; i < 6; i++) build('app-b.js');
  expect(served()).toEqual(['app-a.js', 'app-b.js']);
  expect(existsSync(join(root, 'client.releases/3'))).toBe(false);
});
