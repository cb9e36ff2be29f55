/** The text of a message, byte for byte: breaks and spaces kept, links and mentions marked, nothing interpreted. */
import { useMemo } from 'react';
import { isFewEmoji, type Mentionable, splitText, type TextSegment } from './text-segments.ts';

export function MessageText({
  text,
  mentions,
}: {
  readonly text: string;
  readonly mentions: readonly Mentionable[];
}) {
  const segments = useMemo(() => splitText(text, mentions), [text, mentions]);
  const large = isFewEmoji(text);
  // `isolate` and `dir="auto"`: a right-to-left override in the text ends with the text.
  return (
    <span
      dir="auto"
      className={`[unicode-bidi:isolate] whitespace-pre-wrap wrap-anywhere ${large ? 'text-xl leading-tight [font-variant-emoji:emoji]' : ''}`}
    >
      {segments.map((segment, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity.
        <Piece key={index} segment={segment} />
      ))}
    </span>
  );
}

function Piece({ segment }: { readonly segment: TextSegment }) {
  if (segment.kind === 'text') return segment.text;
  if (segment.kind === 'mention') return <bdi className="font-semibold text-brand">{segment.text}</bdi>;
  return (
    <bdi>
      <a
        href={segment.href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="text-read underline underline-offset-2"
      >
        {segment.text}
      </a>
    </bdi>
  );
}
