import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { Lockfile } from './lockfile.ts';
import { makeSbom, sbomSchema } from './sbom.ts';

const INTEGRITY = `sha512-${Buffer.alloc(64, 7).toString('base64')}`;
const lock: Lockfile = {
  name: 'racha',
  version: '1.0.0',
  lockfileVersion: 3,
  packages: {
    '': { dependencies: { a: '1.0.0' } },
    'node_modules/a': {
      version: '1.0.0',
      integrity: INTEGRITY,
      license: '(MIT OR Apache-2.0)',
      dependencies: { '@s/b': '^2.0.0', c: '*' },
      optionalDependencies: { 'not-here': '*' },
    },
    'node_modules/a/node_modules/@s/b': {
      version: '2.1.0',
      integrity: INTEGRITY,
      license: 'MIT',
      dependencies: { c: '*' },
    },
    'node_modules/@s/b': { version: '3.0.0', integrity: INTEGRITY, dev: true },
    'node_modules/c': { version: '4.0.0', integrity: INTEGRITY, license: 'SEE LICENSE IN x' },
  },
};

test('each package is found where Node would find it', () => {
  const { dependencies } = makeSbom(lock);
  expect(Object.fromEntries(dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]))).toEqual({
    racha: ['node_modules/a'],
    'node_modules/a': ['node_modules/a/node_modules/@s/b', 'node_modules/c'],
    'node_modules/a/node_modules/@s/b': ['node_modules/c'],
    'node_modules/@s/b': [],
    'node_modules/c': [],
  });
});

test('a component says where it is from, what it is by its hash, under which licence, and whether it ships', () => {
  const { components } = makeSbom(lock);
  expect(components[1]).toEqual({
    type: 'library',
    'bom-ref': 'node_modules/a/node_modules/@s/b',
    group: '@s',
    name: 'b',
    version: '2.1.0',
    purl: 'pkg:npm/%40s/b@2.1.0',
    scope: 'required',
    hashes: [{ alg: 'SHA-512', content: '07'.repeat(64) }],
    licenses: [{ license: { id: 'MIT' } }],
  });
  expect(components[0]?.licenses).toEqual([{ expression: 'MIT OR Apache-2.0' }]);
  expect(components.map(({ scope }) => scope)).toEqual(['required', 'required', 'excluded', 'required']);
});

test('the same lockfile gives the same bytes, another one another number', () => {
  expect(makeSbom(lock)).toEqual(makeSbom(lock));
  const { 'node_modules/c': _, ...fewer } = lock.packages;
  expect(makeSbom({ ...lock, packages: fewer }).serialNumber).not.toBe(makeSbom(lock).serialNumber);
});

test('a list that names what is not in it is none', () => {
  const bom = makeSbom(lock);
  expect(v.is(sbomSchema, bom)).toBe(true);
  expect(v.is(sbomSchema, { ...bom, components: bom.components.slice(1) })).toBe(false);
  expect(v.is(sbomSchema, { ...bom, specVersion: '1.4' })).toBe(false);
});

test('the list of this build holds every package of the lockfile', () => {
  const real = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile;
  const { components } = makeSbom(real);
  expect(components).toHaveLength(Object.keys(real.packages).length - 1);
  expect(components.length).toBeGreaterThan(300);
});
