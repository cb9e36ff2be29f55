import { useEffect, useState } from 'react';
import type { InvitePreview, PreviewRequest } from '#protocol/invite-preview.ts';

/** undefined: nobody answered. */
export type PreviewInvite = (link: PreviewRequest) => Promise<InvitePreview | undefined>;

/** What the link leads to, asked once it is known that this person is not in the group; undefined until then. */
export function usePreview(
  preview: PreviewInvite,
  { groupId, secret }: PreviewRequest,
  isWanted: boolean,
): InvitePreview | undefined {
  const [found, setFound] = useState<InvitePreview>();
  useEffect(() => {
    if (!isWanted) return;
    let isOver = false;
    void preview({ groupId, secret }).then((answer) => {
      if (!isOver) setFound(answer);
    });
    return () => {
      isOver = true;
    };
  }, [preview, groupId, secret, isWanted]);
  return found;
}
