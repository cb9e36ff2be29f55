/** `Avatar`: a group's emoji on a soft square, or a person's initials. Decoration: the name stands beside it. */
import { classes } from './classes.ts';

export interface AvatarProps {
  /** An emoji. Absent: initials of `name`. */
  readonly picture?: string | undefined;
  readonly name: string;
  readonly size?: 's' | 'm' | 'l';
  /** A green dot: online now. The word for it stands elsewhere. */
  readonly online?: boolean;
}

const SIZES = {
  s: 'size-8 rounded-s text-s',
  m: 'size-10 rounded-m text-m',
  l: 'size-12 rounded-[16px] text-l',
} as const;

export function Avatar({ picture, name, size = 'l', online = false }: AvatarProps) {
  return (
    <span aria-hidden="true" className="relative inline-block shrink-0">
      <span
        className={classes(
          'grid place-items-center bg-own text-own-ink leading-none select-none',
          SIZES[size],
          picture === undefined && 'font-bold',
        )}
      >
        {picture ?? initialsOf(name)}
      </span>
      {online && (
        <span className="absolute -end-0.5 -bottom-0.5 size-3 rounded-full border-2 border-ground bg-brand" />
      )}
    </span>
  );
}

/** First letters of the first and the last word, whole graphemes, upper case. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0];
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last]
    .map((word) => (word ? firstGrapheme(word) : ''))
    .join('')
    .toLocaleUpperCase();
}

/** Firefox has had a segmenter only since 125; before, a code point will do. */
function firstGrapheme(word: string): string {
  if (typeof Intl.Segmenter !== 'function') return [...word][0] ?? '';
  const [first] = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word);
  return first?.segment ?? '';
}
