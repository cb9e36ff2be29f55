/**
 * What was erased in the log, or belongs to a group this person is out of, goes from the older copies too. The copy just made
 * has the present rows, and all that waits now; of the others the group's part goes whole, and what they held of it in
 * outbox, tray and drafts. A former member's own unsent words stay: they lie in the tray as well.
 */
import { utf8Bytes } from '#domain/text.ts';
import type { CopyManifest, CopyStore, PartRef } from './copy-store.ts';
import { checksumOf, groupOfPart, OWED_PARTS, planOfPart } from './device-copy.ts';

export interface Forgotten {
  readonly manifests: readonly CopyManifest[];
  /** Orders of those that are not as they were. */
  readonly changed: ReadonlySet<number>;
  readonly texts: readonly { readonly id: string; readonly text: string }[];
}

export async function forgetErased(
  copies: CopyStore,
  manifests: readonly CopyManifest[],
  { order, ended }: { readonly order: number; readonly ended: readonly string[] },
): Promise<Forgotten> {
  const newest = manifests.at(-1);
  const changed = new Set<number>();
  const texts: { id: string; text: string }[] = [];
  const next: CopyManifest[] = [];
  for (const manifest of manifests) {
    const erased = manifest === newest ? [] : listErased(manifest, newest);
    const out = ended.filter((groupId) => manifest !== newest && groupId in manifest.groups);
    if (erased.length === 0 && out.length === 0) next.push(manifest);
    else {
      const parts = manifest.parts.filter(({ name }) => !isOfGroups(name, [...erased, ...out]));
      const scrubbed = await scrub(copies, parts, {
        erased,
        out,
        idOf: () => `${order}.e${texts.length}`,
        texts,
      });
      const groups = Object.entries(manifest.groups).filter(
        ([id]) => !erased.includes(id) && !out.includes(id),
      );
      next.push({ ...manifest, parts: scrubbed, groups: Object.fromEntries(groups) });
      changed.add(manifest.order);
    }
  }
  return { manifests: next, changed, texts };
}

/** Groups of which something was erased since. */
function listErased({ groups }: CopyManifest, newest: CopyManifest | undefined): string[] {
  return Object.entries(groups).flatMap(([groupId, { erasedAt }]) => {
    return (newest?.groups[groupId]?.erasedAt ?? 0) > erasedAt ? [groupId] : [];
  });
}

const isOfGroups = (name: string, groupIds: readonly string[]): boolean =>
  groupIds.includes(groupOfPart(name) ?? planOfPart(name)?.groupId ?? '');

interface Scrubbing {
  readonly erased: readonly string[];
  readonly out: readonly string[];
  readonly idOf: () => string;
  readonly texts: { id: string; text: string }[];
}

async function scrub(
  copies: CopyStore,
  parts: readonly PartRef[],
  { erased, out, idOf, texts }: Scrubbing,
): Promise<PartRef[]> {
  const scrubbed: PartRef[] = [];
  for (const ref of parts) {
    const isOwed = OWED_PARTS.some((name) => name === ref.name);
    const from = ref.name === 'drafts' ? [...erased, ...out] : erased;
    const [text] = isOwed && from.length > 0 ? await copies.readTexts([ref.id]) : [];
    const rows = text === undefined ? undefined : readRows(text);
    const left = rows?.filter(({ groupId }) => !from.includes(String(groupId)));
    if (!rows || !left) {
      // One that cannot be read may hold anything.
      if (!isOwed || from.length === 0) scrubbed.push(ref);
    } else if (left.length === rows.length) scrubbed.push(ref);
    else {
      const next = JSON.stringify(left);
      const id = idOf();
      texts.push({ id, text: next });
      scrubbed.push({ ...ref, id, checksum: checksumOf(next), bytes: utf8Bytes(next) });
    }
  }
  return scrubbed;
}

function readRows(text: string): { readonly groupId?: unknown }[] | undefined {
  try {
    const rows: unknown = JSON.parse(text);
    return Array.isArray(rows) ? rows : undefined;
  } catch {
    return undefined;
  }
}
