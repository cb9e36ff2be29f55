/**
 * The text of a message, byte for byte: breaks and spaces kept, links and mentions marked, nothing interpreted. A plan's link alone
 * is shown by the plan's title.
 */
import { useMemo, useState } from 'react';
import { PlanLink, planAddressOf } from './plan-link.tsx';
import type { RowSense } from './row-sense.ts';
import { isFewEmoji, type Mentionable, splitText, type TextSegment } from './text-segments.ts';

/** About two screens of a phone. A longer text begins folded: 28 KB in one bubble would hold up the scrolling. */
const FOLDED_FROM = 1_600;
const SHOWN_WHILE_FOLDED = 1_200;

export function MessageText({
  text,
  mentions,
  sense,
}: {
  readonly text: string;
  readonly mentions: readonly Mentionable[];
  readonly sense: RowSense;
}) {
  return text.length > FOLDED_FROM ? (
    <FoldedText text={text} mentions={mentions} sense={sense} />
  ) : (
    <WholeText text={text} mentions={mentions} />
  );
}

function FoldedText({ text, mentions, sense }: Parameters<typeof MessageText>[0]) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <WholeText text={open ? text : `${cutBetweenCodePoints(text)}…`} mentions={mentions} />
      {!open && (
        <button
          type="button"
          onClick={() => setOpen(true)}
          className="target block font-semibold text-brand underline underline-offset-2"
        >
          {sense.t('message.showAll')}
        </button>
      )}
    </>
  );
}

function WholeText({ text, mentions }: { readonly text: string; readonly mentions: readonly Mentionable[] }) {
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
  const address = planAddressOf(segment.href);
  const link = (
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
  return address ? <PlanLink {...address}>{link}</PlanLink> : link;
}

function cutBetweenCodePoints(text: string): string {
  const cut = text.slice(0, SHOWN_WHILE_FOLDED);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
