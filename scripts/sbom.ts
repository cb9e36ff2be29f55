/**
 * What is in a build, as CycloneDX 1.6: from the lockfile, which says it all, so that the same lockfile gives the same
 * bytes. (`npm sbom` gives up where optional peers are absent.) Shipped packages are `required`; what only builds and
 * tests is `excluded`.
 */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { type LockedPackage, type Lockfile, listPackages, nameOf } from './lockfile.ts';

const hashSchema = v.strictObject({
  alg: v.literal('SHA-512'),
  content: v.pipe(v.string(), v.regex(/^[a-f0-9]{128}$/)),
});
const licenseSchema = v.array(
  v.union([
    v.strictObject({ license: v.strictObject({ id: v.string() }) }),
    v.strictObject({ license: v.strictObject({ name: v.string() }) }),
    v.strictObject({ expression: v.string() }),
  ]),
);
const refSchema = v.pipe(v.string(), v.minLength(1));
const componentSchema = v.strictObject({
  type: v.picklist(['application', 'library']),
  'bom-ref': refSchema,
  name: v.pipe(v.string(), v.minLength(1)),
  group: v.optional(v.string()),
  version: v.string(),
  purl: v.pipe(v.string(), v.regex(/^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@\d[\w.+-]*$/)),
  scope: v.optional(v.picklist(['required', 'optional', 'excluded'])),
  hashes: v.optional(v.array(hashSchema)),
  licenses: v.optional(licenseSchema),
});

/** What the standard requires of the parts we use, and nothing besides them. */
export const sbomSchema = v.pipe(
  v.strictObject({
    $schema: v.literal('http://cyclonedx.org/schema/bom-1.6.schema.json'),
    bomFormat: v.literal('CycloneDX'),
    specVersion: v.literal('1.6'),
    serialNumber: v.pipe(v.string(), v.regex(/^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)),
    version: v.pipe(v.number(), v.integer(), v.minValue(1)),
    metadata: v.strictObject({ component: componentSchema }),
    components: v.array(componentSchema),
    dependencies: v.array(v.strictObject({ ref: refSchema, dependsOn: v.array(refSchema) })),
  }),
  v.check((bom) => {
    const refs = [bom.metadata.component, ...bom.components].map((one) => one['bom-ref']);
    const known = new Set(refs);
    const named = bom.dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]);
    return known.size === refs.length && named.every((ref) => known.has(ref));
  }, 'a ref is used twice, or names nothing'),
);
export type Sbom = v.InferOutput<typeof sbomSchema>;

/** Throws when the lockfile gives something the standard does not take. */
export function makeSbom(lock: Lockfile): Sbom {
  const packages = listPackages(lock);
  return v.parse(sbomSchema, {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(lock.packages))}`,
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': ROOT,
        name: lock.name,
        version: lock.version,
        purl: `pkg:npm/${lock.name}@${lock.version}`,
      },
    },
    components: packages.map(([path, locked]) => toComponent(path, locked)),
    dependencies: [['', lock.packages[''] ?? {}] as const, ...packages].map(([path, locked]) => ({
      ref: path === '' ? ROOT : path,
      dependsOn: listDependencies(lock, path, locked),
    })),
  });
}

const ROOT = 'racha';

function toComponent(path: string, locked: LockedPackage) {
  const fullName = nameOf(path);
  const [scope, name] = fullName.startsWith('@') ? fullName.split('/') : [undefined, fullName];
  const { version = '0.0.0', integrity = '', license } = locked;
  return {
    type: 'library',
    // The path: one version may stand in several places.
    'bom-ref': path,
    name: name ?? fullName,
    ...(scope !== undefined && { group: scope }),
    version,
    purl: `pkg:npm/${fullName.replace('@', '%40')}@${version}`,
    scope: locked.dev || locked.devOptional ? 'excluded' : locked.optional ? 'optional' : 'required',
    hashes: [
      { alg: 'SHA-512', content: Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex') },
    ],
    ...(license !== undefined && { licenses: [toLicense(license)] }),
  };
}

function toLicense(license: string) {
  if (/ (AND|OR|WITH) /.test(license)) return { expression: license.replace(/^\((.*)\)$/, '$1') };
  return /^[A-Za-z0-9.+-]+$/.test(license) ? { license: { id: license } } : { license: { name: license } };
}

/** Where Node would find each: beside it, or farther up. Optional ones that are not here are left out. */
function listDependencies(lock: Lockfile, path: string, locked: LockedPackage): string[] {
  const { devDependencies = {} } = locked as { devDependencies?: Record<string, string> };
  const names = Object.keys({ ...locked.dependencies, ...locked.optionalDependencies, ...devDependencies });
  return names.flatMap((name) => findInstalled(lock, path, name) ?? []).sort();
}

function findInstalled(lock: Lockfile, from: string, name: string): string | undefined {
  const parents = from.split(/(?:^|\/)node_modules\//).filter((part) => part !== '');
  for (let depth = parents.length; depth >= 0; depth--) {
    const candidate = [...parents.slice(0, depth), name].map((part) => `node_modules/${part}`).join('/');
    if (lock.packages[candidate]) return candidate;
  }
  return undefined;
}

/** Version 8 (RFC 9562): of our own making, from a hash. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
