/**
 * What differs between two versions of a text. That a line or a word came or went is said by a sign, by <ins> and <del> and by a
 * word for those who hear it; colour only repeats it. What stayed is folded away but for a line on each side.
 */
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparedLine, Run } from '#domain/documents/compare.ts';
import type { DocumentLine, LineSort } from '#domain/documents/document-lines.ts';

/** Around what changed. */
const CONTEXT_LINES = 1;
/** Folding fewer hides nothing worth a tap. */
const FOLDED_MIN = 4;

type Part =
  | { readonly kind: 'line'; readonly compared: ComparedLine }
  | { readonly kind: 'folded'; readonly lines: readonly ComparedLine[] };

export function ComparedLines({
  compared,
  label,
}: {
  readonly compared: readonly ComparedLine[];
  readonly label: string;
}) {
  return (
    <ul aria-label={label} className="flex flex-col wrap-anywhere">
      {foldSame(compared).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of two texts that stand still have no other identity.
        <li key={index}>
          {part.kind === 'line' ? <Line compared={part.compared} /> : <Folded lines={part.lines} />}
        </li>
      ))}
    </ul>
  );
}

export function foldSame(compared: readonly ComparedLine[]): readonly Part[] {
  const parts: Part[] = [];
  let same: ComparedLine[] = [];
  const close = (isEnd: boolean): void => {
    const before = parts.length === 0 ? 0 : CONTEXT_LINES;
    const behind = isEnd ? 0 : CONTEXT_LINES;
    const isFolded = same.length - before - behind >= FOLDED_MIN;
    const end = same.length - behind;
    const line = (one: ComparedLine): Part => ({ kind: 'line', compared: one });
    if (isFolded) {
      parts.push(...same.slice(0, before).map(line));
      parts.push({ kind: 'folded', lines: same.slice(before, end) });
      parts.push(...same.slice(end).map(line));
    } else parts.push(...same.map(line));
    same = [];
  };
  for (const one of compared) {
    if (one.what === 'same') same.push(one);
    else {
      close(false);
      parts.push({ kind: 'line', compared: one });
    }
  }
  close(true);
  return parts;
}

function Folded({ lines }: { readonly lines: readonly ComparedLine[] }) {
  const { t } = useTranslation('plans');
  const [isOpen, setIsOpen] = useState(false);
  if (isOpen) {
    return lines.map((compared, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above.
      <Line key={index} compared={compared} />
    ));
  }
  return (
    <button
      type="button"
      onClick={() => setIsOpen(true)}
      className="target w-full border-y border-dashed border-line px-3 text-start text-s text-muted"
    >
      {t('versions.hidden', { count: lines.length })}
    </button>
  );
}

const LOOKS = {
  same: { sign: '', tone: '' },
  added: { sign: '+', tone: 'bg-own text-own-ink' },
  removed: { sign: '−', tone: 'bg-bad-soft text-bad' },
  changed: { sign: '~', tone: 'bg-wait-soft text-ink' },
} as const;

function Line({ compared }: { readonly compared: ComparedLine }) {
  const { t } = useTranslation('plans');
  const { sign, tone } = LOOKS[compared.what];
  const line = compared.what === 'changed' ? compared.after : compared.line;
  return (
    <div className={`flex gap-2 px-3 py-1 ${tone}`}>
      <span aria-hidden="true" className="w-3 shrink-0 font-bold">
        {sign}
      </span>
      <div
        dir="auto"
        style={{ paddingInlineStart: `${line.depth}rem` }}
        className={`min-w-0 flex-1 whitespace-pre-wrap ${line.isQuoted ? 'border-s-4 border-line ps-2' : ''} ${lookOf(line.sort)}`}
      >
        {compared.what !== 'same' && (
          <span className="sr-only">
            {t(compared.what === 'changed' ? 'versions.changedLine' : `versions.${compared.what}`)}:{' '}
          </span>
        )}
        <Lead sort={line.sort} />
        <Words compared={compared} line={line} />
        {compared.what === 'changed' && (
          <Otherwise before={compared.before} after={compared.after} runs={compared.runs} />
        )}
      </div>
    </div>
  );
}

function lookOf(sort: LineSort): string {
  if (sort.kind === 'heading') return sort.level === 3 ? 'font-bold' : 'text-l font-bold';
  return sort.kind === 'code' ? 'font-mono text-s' : '';
}

function Lead({ sort }: { readonly sort: LineSort }) {
  const { t } = useTranslation('plans');
  switch (sort.kind) {
    case 'bullet':
      return <span aria-hidden="true">• </span>;
    case 'number':
      return <span className="tabular">{sort.number}. </span>;
    case 'check':
      return (
        <>
          <span role="img" aria-label={t(sort.checked ? 'versions.done' : 'versions.notDone')}>
            {sort.checked ? '☑' : '☐'}
          </span>{' '}
        </>
      );
    default:
      return null;
  }
}

function Words({ compared, line }: { readonly compared: ComparedLine; readonly line: DocumentLine }) {
  const text = useTextOf(line);
  switch (compared.what) {
    case 'added':
      return <ins className="no-underline">{text}</ins>;
    case 'removed':
      return <del>{text}</del>;
    case 'changed':
      return compared.runs.map((run, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above.
        <RunView key={index} run={run} />
      ));
    default:
      return text;
  }
}

function RunView({ run: { what, text } }: { readonly run: Run }): ReactNode {
  if (what === 'added') return <ins className="bg-own font-semibold text-own-ink">{text}</ins>;
  return what === 'removed' ? <del className="bg-bad-soft text-bad">{text}</del> : text;
}

function useTextOf({ sort, text }: DocumentLine): string {
  const { t } = useTranslation('plans');
  if (sort.kind === 'divider') return '———';
  if (sort.kind !== 'image') return text;
  return text === '' ? t('versions.photoPlain') : t('versions.photo', { text });
}

/** What no word of the line shows. */
function Otherwise({
  before,
  after,
  runs,
}: {
  readonly before: DocumentLine;
  readonly after: DocumentLine;
  readonly runs: readonly Run[];
}) {
  const { t } = useTranslation('plans');
  const isTicked =
    before.sort.kind === 'check' && after.sort.kind === 'check' && before.sort.checked !== after.sort.checked;
  const isSameText = runs.every(({ what }) => what === 'same');
  if (!isTicked && !isSameText) return null;
  const isChecked = after.sort.kind === 'check' && after.sort.checked;
  return (
    <span className="ms-2 text-xs font-semibold text-muted">
      {t(isTicked ? (isChecked ? 'versions.ticked' : 'versions.unticked') : 'versions.styled')}
    </span>
  );
}
