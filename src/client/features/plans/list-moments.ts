/**
 * The moments of a plan's text that one can return to: edits taken together as one sat down and wrote, and the versions that
 * somebody named.
 *
 *   Ana · · ·   (a long pause)   Ana · ·   Rui · · ·        three moments
 *   Ana · Rui · Ana · Rui ·  (within a minute of each other)  one, by both
 *   Ana · · [“as agreed”] · ·                               two: a name ends a moment
 */
import type { MemberId } from '#domain/ids.ts';

export interface EditOfText {
  /** null: not in the log yet. */
  readonly version: number | null;
  readonly by: MemberId;
  /** Epoch ms, by the clock of who wrote it. */
  readonly at: number;
}

export interface NamedVersion {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly namedBy: MemberId;
  readonly at: number;
}

export interface TextMoment {
  /** The text right after this version of the log; null: as it is now, with what only this device has. */
  readonly version: number | null;
  readonly at: number;
  /** In the order they began to write. */
  readonly authors: readonly MemberId[];
  readonly edits: number;
  readonly named: NamedVersion | null;
}

/** Who stops for longer than this has stopped. */
const PAUSE_MS = 10 * 60_000;
/** Who writes within this of somebody else writes together with them. */
const TOGETHER_MS = 60_000;

/** `edits`: ascending, those of this device alone last. Newest first. */
export function listMoments(
  edits: readonly EditOfText[],
  named: readonly NamedVersion[],
): readonly TextMoment[] {
  const names = [...named].sort((a, b) => a.version - b.version);
  const moments: TextMoment[] = [];
  let open: TextMoment | undefined;
  const close = (): void => {
    if (open) moments.push(open);
    open = undefined;
  };
  for (const edit of edits) {
    for (let next = names[0]; next && edit.version !== null && next.version < edit.version; next = names[0]) {
      close();
      moments.push(momentOfName(next));
      names.shift();
    }
    if (open && !belongs(open, edit)) close();
    open = open
      ? join(open, edit)
      : { version: edit.version, at: edit.at, authors: [edit.by], edits: 1, named: null };
  }
  close();
  // What is only here comes after all the log has.
  const pending = moments.at(-1)?.version === null ? moments.pop() : undefined;
  moments.push(...names.map(momentOfName));
  if (pending) moments.push(pending);
  return moments.reverse();
}

function belongs({ version, at, authors }: TextMoment, edit: EditOfText): boolean {
  // Clocks differ: an edit may seem to be of before.
  const pause = Math.abs(edit.at - at);
  if ((version === null) !== (edit.version === null)) return false;
  return pause <= (authors.at(-1) === edit.by && authors.length === 1 ? PAUSE_MS : TOGETHER_MS);
}

function join(open: TextMoment, { version, at, by }: EditOfText): TextMoment {
  const authors = open.authors.includes(by) ? open.authors : [...open.authors, by];
  return { version, at, authors, edits: open.edits + 1, named: null };
}

const momentOfName = (named: NamedVersion): TextMoment => ({
  version: named.version,
  at: named.at,
  authors: [named.namedBy],
  edits: 0,
  named,
});
