/**
 * This build as the release before it: the same sources, with the protocol it spoke and without the op types that came
 * later. What the older wire was, word for word, is pinned in `tests/contract` (releases, golden frames); here only the
 * two files that say which release this is are read differently, by Node (`register-older-release.ts`) or by Vite
 * (`tests/e2e/older-build.ts`).
 *
 * Every op type that exists was in the first release. So that there is one the older app does not know, reactions
 * count as new here.
 */
import type { Release } from '#tests/contract/releases.ts';

const NEW_HERE = ['reaction.added', 'reaction.removed'] as const;

export type OlderRelease = Pick<Release, 'protocol'> & { readonly lacks: readonly string[] };

/** One release behind, and the one nobody speaks with any more. */
export const PREVIOUS: OlderRelease = { protocol: 1, lacks: NEW_HERE };
export const FORGOTTEN: OlderRelease = { protocol: 0, lacks: NEW_HERE };

/** `source` as that release had it; undefined: not one of the files that differ. Throws when a file changed its shape. */
export function asReleased(
  path: string,
  source: string,
  { protocol, lacks }: OlderRelease,
): string | undefined {
  if (path.endsWith('/src/protocol/version.ts')) {
    const versioned = replaced(source, /(PROTOCOL_VERSION\s*=\s*)\d+/, `$1${protocol}`);
    return replaced(versioned, /(SUPPORTED_PROTOCOLS\b[^=]*=\s*)\[[^\]]*\]/, `$1[${protocol}]`);
  }
  if (path.endsWith('/src/domain/op-types.ts')) {
    const kept = `.filter(({ type }) => !${JSON.stringify(lacks)}.includes(type))`;
    return replaced(source, /(DEFINITIONS\b[^=]*=\s*\[[^\]]*\])/, `$1${kept}`);
  }
  return undefined;
}

function replaced(source: string, pattern: RegExp, by: string): string {
  const result = source.replace(pattern, by);
  if (result === source)
    throw new Error(`nothing like ${pattern} to replace: older-release.ts is out of date`);
  return result;
}
