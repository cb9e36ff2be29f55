/** What a plan said at a moment, and whose words it was made of. */
import { useCallback, useEffect, useState } from 'react';
import { usePlanTextDoor } from '#client/session/plan-texts.ts';
import type { RichDocument } from '#domain/documents/document.ts';
import type { MemberId } from '#domain/ids.ts';
import { PLAN_TEXT } from '#domain/plans/plan-text.ts';
import type { AuthorShare } from '#domain/plans/text/author-shares.ts';
import type { TextMoment } from './list-moments.ts';
import type { TextNow } from './use-text-now.ts';

export type MomentText =
  | { readonly state: 'reading' }
  /** Not on this device, and the server is not reached. */
  | { readonly state: 'not-here' }
  | {
      readonly state: 'here';
      readonly document: RichDocument;
      readonly shares: readonly AuthorShare<MemberId>[];
      /** null: it is the text of now. */
      readonly source: 'device' | 'server' | null;
      /** The moment itself is no longer kept: this is the nearest before it. */
      readonly isNearest: boolean;
    };

const READING: MomentText = { state: 'reading' };

export function useMomentText(
  { groupId, planId }: { readonly groupId: string; readonly planId: string },
  { version }: TextMoment,
  now: TextNow,
): { readonly text: MomentText; readonly again: () => void } {
  const { readAt } = usePlanTextDoor();
  const [text, setText] = useState<MomentText>(READING);
  const [tries, setTries] = useState(0);
  const present = version === null ? now : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try is another reading.
  useEffect(() => {
    let isOver = false;
    const read = async (): Promise<MomentText> => {
      const [{ readText }, { countByClient, sharesOf }] = await Promise.all([
        import('#domain/plans/text/read-text.ts'),
        import('#domain/plans/text/author-shares.ts'),
      ]);
      const past = version === null ? undefined : await readAt(groupId, planId, version);
      const found = past ?? present;
      if (!found) return { state: 'not-here' };
      const fragment = found.doc.getXmlFragment(PLAN_TEXT);
      return {
        state: 'here',
        document: readText(fragment, ''),
        shares: sharesOf(countByClient(fragment), (client) => found.authors.get(client)?.memberId),
        source: past?.source ?? null,
        isNearest: past !== undefined && past.version !== version,
      };
    };
    setText(READING);
    read().then(
      (found) => !isOver && setText(found),
      () => !isOver && setText({ state: 'not-here' }),
    );
    return () => {
      isOver = true;
    };
  }, [readAt, groupId, planId, version, present, tries]);
  return { text, again: useCallback(() => setTries((count) => count + 1), []) };
}
