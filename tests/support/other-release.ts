/**
 * This build as another release: the same sources, with the protocols that one speaks and without the op types it has
 * never heard of. What the released wire is, word for word, is pinned in `tests/contract` (releases, golden frames); here
 * only the two files that say which release this is are read differently, by Node (`register-other-release.ts`) or by
 * Vite (`tests/e2e/older-build.ts`).
 *
 * Reactions were in the first release; they count as new here too, since every member may do them.
 */

export interface OtherRelease {
  /** Newest first. */
  readonly speaks: readonly number[];
  /** Op types it does not know. */
  readonly lacks: readonly string[];
  /** Its devices' database is of a later version: a table more, and every message rewritten on the way. */
  readonly migratesDevices?: true;
}

export const PREVIOUS: OtherRelease = {
  speaks: [4],
  lacks: [
    'reaction.added',
    'reaction.removed',
    'plan.created',
    'plan.renamed',
    'plan.moved',
    'plan.archived',
    'plan.restored',
    'plan.edited',
    'plan.comment-added',
    'plan.comment-edited',
    'plan.comment-resolved',
    'plan.comment-reopened',
    'plan.comment-deleted',
    'plan.version-named',
    'plan.erased',
  ],
};
/** Does not speak with PREVIOUS any more. */
export const NEXT: OtherRelease = { speaks: [6, 5], lacks: [] };
export const NEXT_WITH_MIGRATION: OtherRelease = { ...NEXT, migratesDevices: true };

/** While this is in localStorage, the next release's migration does not come to its end. */
export const HOLD_MIGRATION = 'racha-test.hold-migration';
const MIGRATION = `
  {
    version: 1_000,
    stores: { later: 'id' },
    upgrade: async (tx) => {
      await tx.table('messages').toCollection().modify((row) => { row.rewritten = true; });
      while (localStorage.getItem('${HOLD_MIGRATION}') !== null) await tx.table('messages').count();
    },
  },
];`;

/** `source` as that release has it; undefined: not one of the files that differ. Throws when a file changed its shape. */
export function asReleased(
  path: string,
  source: string,
  { speaks, lacks, migratesDevices }: OtherRelease,
): string | undefined {
  if (migratesDevices && path.endsWith('/src/client/store/migrations.ts')) {
    return replaced(source, /\n\];/, () => MIGRATION);
  }
  if (path.endsWith('/src/protocol/version.ts')) {
    const versioned = replaced(source, /(PROTOCOL_VERSION\s*=\s*)\d+/, `$1${speaks[0]}`);
    return replaced(versioned, /(SUPPORTED_PROTOCOLS\b[^=]*=\s*)\[[^\]]*\]/, `$1${JSON.stringify(speaks)}`);
  }
  if (path.endsWith('/src/domain/op-types.ts')) {
    const kept = `.filter(({ type }) => !${JSON.stringify(lacks)}.includes(type))`;
    return replaced(source, /(DEFINITIONS\b[^=]*=\s*\[[^\]]*\])/, `$1${kept}`);
  }
  return undefined;
}

function replaced(source: string, pattern: RegExp, by: string | (() => string)): string {
  const result = source.replace(pattern, by as string);
  if (result === source)
    throw new Error(`nothing like ${pattern} to replace: other-release.ts is out of date`);
  return result;
}
