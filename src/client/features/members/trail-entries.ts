/**
 * The lines of the group's record: what stands in the conversation, and the links, which do not. A link tells when it was
 * made and who switched it off, so it has one line, where it was made; the first one has it once it is off.
 */
import type { InviteView } from '#client/store/read-types.ts';

export interface TrailEntry {
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
  readonly text: string;
}

export interface TrailWords {
  linkMade(invite: InviteView): string;
  /** `entry`: what is said of the link itself. */
  linkOff(entry: string, revokedBy: string): string;
  firstLink(): string;
}

/** Newest first. `isWhole`: there are no older lines than these; else links older than the oldest of them wait for it. */
export function listTrail(
  lines: readonly TrailEntry[],
  invites: readonly InviteView[],
  isWhole: boolean,
  words: TrailWords,
): TrailEntry[] {
  const oldest = isWhole ? Number.NEGATIVE_INFINITY : (lines.at(-1)?.at ?? Number.POSITIVE_INFINITY);
  const links = invites.flatMap((invite): TrailEntry[] => {
    const { inviteId, isFirst, createdAt, revokedBy } = invite;
    if (createdAt < oldest || (isFirst && revokedBy === null)) return [];
    const made = isFirst ? words.firstLink() : words.linkMade(invite);
    return [
      { id: inviteId, at: createdAt, text: revokedBy === null ? made : words.linkOff(made, revokedBy) },
    ];
  });
  // The lines keep their order, the log's: a phone whose clock was wrong does not move what others did.
  const entries = [...lines];
  for (const link of links) {
    const below = entries.findIndex(({ at }) => at <= link.at);
    entries.splice(below < 0 ? entries.length : below, 0, link);
  }
  return entries;
}
