/** A text to be read and nothing else: what a plan said at some moment. */
import { Fragment, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '#client/boundaries/lazy-part.tsx';
import { PartBoundary } from '#client/boundaries/part-boundary.tsx';
import { unreachable } from '#domain/assert.ts';
import type { Block, CheckItem, Inline, RichDocument, TextInline } from '#domain/documents/document.ts';

const PhotoStrip = lazyPart(() => import('#client/photos/photo-strip.tsx'));

export interface DocumentViewProps {
  readonly groupId: string;
  readonly document: Pick<RichDocument, 'blocks'>;
}

export function DocumentView({ groupId, document }: DocumentViewProps) {
  return (
    <div className="flex flex-col gap-3 wrap-anywhere">
      <Blocks groupId={groupId} blocks={document.blocks} />
    </div>
  );
}

function Blocks({ groupId, blocks }: { readonly groupId: string; readonly blocks: readonly Block[] }) {
  return blocks.map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: blocks of a text that stands still have no other identity.
    <BlockView key={index} groupId={groupId} block={block} />
  ));
}

const HEADINGS = {
  1: 'text-xl font-bold',
  2: 'text-l font-bold',
  3: 'font-bold',
} as const;

function BlockView({ groupId, block }: { readonly groupId: string; readonly block: Block }) {
  const inside = (blocks: readonly Block[]): ReactNode => <Blocks groupId={groupId} blocks={blocks} />;
  switch (block.kind) {
    case 'paragraph':
      return (
        <p dir="auto" className="whitespace-pre-wrap">
          <Inlines inlines={block.inlines} />
        </p>
      );
    case 'heading': {
      // The screen's own title is the first.
      const Heading = `h${block.level + 1}` as 'h2' | 'h3' | 'h4';
      return (
        <Heading dir="auto" className={HEADINGS[block.level]}>
          <Inlines inlines={block.inlines} />
        </Heading>
      );
    }
    case 'list': {
      const items = block.items.map(({ blocks }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above.
        <li key={index}>{inside(blocks)}</li>
      ));
      return block.ordered ? (
        <ol start={block.start} className="list-decimal ps-6">
          {items}
        </ol>
      ) : (
        <ul className="list-disc ps-6">{items}</ul>
      );
    }
    case 'check-list':
      return (
        <ul className="flex flex-col gap-1">
          {block.items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above.
            <li key={index} className="flex gap-2">
              <CheckMark item={item} />
              <div className="min-w-0 flex-1">
                {inside(item.blocks)}
                <CheckNote item={item} />
              </div>
            </li>
          ))}
        </ul>
      );
    case 'quote':
      return (
        <blockquote className="flex flex-col gap-2 border-s-4 border-line ps-3">
          {inside(block.blocks)}
        </blockquote>
      );
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        <pre tabIndex={0} className="overflow-x-auto rounded-m bg-line/40 p-3 text-s">
          <code>{block.text}</code>
        </pre>
      );
    case 'table':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: as above.
        <div tabIndex={0} className="overflow-x-auto">
          <table className="min-w-full border-collapse text-s">
            <tbody>
              {block.rows.map(({ cells }, row) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above.
                <tr key={row}>
                  {cells.map(({ header, columns, rows, blocks }, column) => {
                    const Cell = header ? 'th' : 'td';
                    return (
                      <Cell
                        // biome-ignore lint/suspicious/noArrayIndexKey: as above.
                        key={column}
                        colSpan={columns}
                        rowSpan={rows}
                        className="border border-line p-2 text-start align-top"
                      >
                        {inside(blocks)}
                      </Cell>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    case 'image':
      return (
        <figure>
          <PartBoundary place="card" resetKeys={[block.photo]}>
            <Suspense>
              <PhotoStrip groupId={groupId} photos={[block.photo]} author={null} isSending={false} />
            </Suspense>
          </PartBoundary>
          {block.alt !== '' && <figcaption className="text-s text-muted">{block.alt}</figcaption>}
        </figure>
      );
    case 'divider':
      return <hr className="border-line" />;
    default:
      return unreachable(block);
  }
}

function CheckMark({ item }: { readonly item: CheckItem }) {
  const { t } = useTranslation('plans');
  return (
    <span role="img" aria-label={t(item.checked ? 'versions.done' : 'versions.notDone')} className="shrink-0">
      {item.checked ? '☑' : '☐'}
    </span>
  );
}

function CheckNote({ item: { assignee, due } }: { readonly item: CheckItem }) {
  if (!assignee && due === undefined) return null;
  return (
    <p className="text-s text-muted">
      {assignee && <bdi>@{assignee.name}</bdi>} {due}
    </p>
  );
}

function Inlines({ inlines }: { readonly inlines: readonly Inline[] }) {
  return inlines.map((inline, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: as above.
    <Fragment key={index}>
      {inline.kind === 'break' ? (
        <br />
      ) : inline.kind === 'mention' ? (
        <bdi className="font-semibold text-brand">@{inline.name}</bdi>
      ) : (
        <Marked inline={inline} />
      )}
    </Fragment>
  ));
}

function Marked({ inline }: { readonly inline: TextInline }) {
  let shown: ReactNode = inline.text;
  if (inline.code) shown = <code className="rounded-s bg-line/40 px-1">{shown}</code>;
  if (inline.bold) shown = <strong>{shown}</strong>;
  if (inline.italic) shown = <em>{shown}</em>;
  if (inline.underline) shown = <u>{shown}</u>;
  if (inline.strike) shown = <s>{shown}</s>;
  if (inline.link === undefined) return shown;
  return (
    <a
      href={inline.link}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="text-read underline underline-offset-2"
    >
      {shown}
    </a>
  );
}
