/** Brings the catalogue, its words and whom to ask for help, after the first paint, and again when somebody needs them and they did not come. */
import { loadErrorSlice } from '#client/i18n/start-i18n.ts';

export type Catalogue = Pick<typeof import('./error-kinds.ts'), 'codeOf' | 'keptOf'>;

let catalogue: Catalogue | undefined;

/** undefined: not here yet. */
export function getCatalogue(): Catalogue | undefined {
  return catalogue;
}

/** Never rejects: without them a plain sentence stands for all. */
export async function loadErrorWords(): Promise<void> {
  try {
    // The words come last: screens look again when they do.
    catalogue ??= await import('./error-kinds.ts');
    await loadErrorSlice();
  } catch {
    // No network, or a release that is gone: the next one who needs them asks again.
  }
}

/** Never rejects. */
export async function prepareForErrors(): Promise<void> {
  await loadErrorWords();
  await import('./fetch-support-contact.ts').then(
    ({ fetchSupportContact }) => fetchSupportContact(),
    () => undefined,
  );
}
