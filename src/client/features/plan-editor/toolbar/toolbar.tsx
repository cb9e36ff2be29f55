/**
 * The tools of the text: one row over the keyboard of a phone that is pushed sideways, several rows above the text where there is
 * room. One stop of the Tab key; arrows, Home and End go through it. Pressing a tool leaves the caret and the keyboard where they are.
 */
import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '#client/ui/classes.ts';
import { TOOLS, type Tool } from './tools.ts';

export interface ToolbarProps {
  readonly editor: Editor;
  readonly isWide: boolean;
  /** Tools of the place that the caret is in, before the others: on a phone the rest is pushed out of sight. */
  readonly first: ReactNode;
  /** What the caret is in that `first` is for; '': nothing. Another one brings its tools into sight. */
  readonly place: string;
  /** Tools that open something, after the others; each a `ToolButton`. */
  readonly children: ReactNode;
}

export function Toolbar({ editor, isWide, first, place, children }: ToolbarProps) {
  const { t } = useTranslation('editor');
  const bar = useRef<HTMLDivElement>(null);
  const states = useEditorState({
    editor,
    selector: ({ editor }) => TOOLS.map((tool) => stateOf(editor, tool)),
  });
  useEffect(() => {
    if (place !== '') bar.current?.scrollTo({ left: 0 });
  }, [place]);
  useEffect(() => {
    if (!bar.current) return;
    // Tools come and go with where the caret is; the one that Tab stops at may be one that went.
    const observer = new MutationObserver(() => mendStop(bar.current));
    observer.observe(bar.current, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={t('tools')}
      aria-orientation="horizontal"
      onKeyDown={(event) => rove(event, bar.current)}
      onFocus={(event) => keepStop(bar.current, event.target)}
      className={classes(
        'flex shrink-0 gap-0.5 border-line bg-surface px-2 py-1',
        isWide
          ? 'flex-wrap border-b'
          : 'snap-x overflow-x-auto overscroll-x-contain border-t pe-8 pb-[max(4px,env(safe-area-inset-bottom))] [mask-image:linear-gradient(to_right,black_calc(100%-2rem),transparent)] [scrollbar-width:none] rtl:[mask-image:none]',
      )}
    >
      {first}
      {TOOLS.map((tool, index) => {
        const state = states[index] ?? 'off';
        if (state === 'unusable' && tool.isContextual) return null;
        return (
          <ToolButton
            key={tool.id}
            label={t(`tool.${tool.id}`)}
            icon={<tool.Icon aria-hidden="true" size={20} />}
            isFirst={index === 0}
            {...(tool.isOn && { isOn: state === 'on' })}
            isUnusable={state === 'unusable'}
            onPress={() => tool.run(editor.chain().focus(undefined, { scrollIntoView: false })).run()}
          />
        );
      })}
      {children}
    </div>
  );
}

export interface ToolButtonProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly onPress: () => void;
  /** Absent: it has no state. */
  readonly isOn?: boolean;
  readonly isUnusable?: boolean;
  /** The toolbar's first stop. */
  readonly isFirst?: boolean;
  readonly opens?: 'dialog' | 'menu';
}

export function ToolButton({
  label,
  icon,
  onPress,
  isOn,
  isUnusable = false,
  isFirst = false,
  opens,
}: ToolButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-pressed={isOn}
      aria-haspopup={opens}
      // Not `disabled`: the focus must not fall off the bar when undo has nothing left.
      aria-disabled={isUnusable}
      tabIndex={isFirst ? 0 : -1}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        if (!isUnusable) onPress();
      }}
      className={classes(
        'target inline-grid shrink-0 snap-start place-items-center rounded-m',
        isOn ? 'bg-own text-own-ink' : 'text-ink hover:bg-line/60',
        isUnusable && 'opacity-40',
      )}
    >
      {icon}
    </button>
  );
}

type ToolState = 'on' | 'off' | 'unusable';

function stateOf(editor: Editor, { isOn, isUsable }: Tool): ToolState {
  if (isOn?.(editor)) return 'on';
  return isUsable?.(editor) === false ? 'unusable' : 'off';
}

const stopsOf = (bar: HTMLElement | null): HTMLElement[] => [...(bar?.querySelectorAll('button') ?? [])];

function rove(event: KeyboardEvent, bar: HTMLElement | null): void {
  const stops = stopsOf(bar);
  const at = stops.indexOf(event.target as HTMLElement);
  if (at === -1) return;
  const last = stops.length - 1;
  const next = {
    ArrowRight: at === last ? 0 : at + 1,
    ArrowLeft: at === 0 ? last : at - 1,
    Home: 0,
    End: last,
  }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  stops[next]?.focus();
}

/** The bar is one stop of the Tab key, whatever is in it. */
function mendStop(bar: HTMLElement | null): void {
  const stops = stopsOf(bar);
  if (stops[0] && stops.every(({ tabIndex }) => tabIndex !== 0)) stops[0].tabIndex = 0;
}

/** Tab comes back to the tool one was at. */
function keepStop(bar: HTMLElement | null, focused: Element): void {
  for (const stop of stopsOf(bar)) stop.tabIndex = stop === focused ? 0 : -1;
}
