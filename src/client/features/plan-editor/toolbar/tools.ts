/** What the toolbar offers: for each tool when it is on, when it can be used, and what it does. The order is that of the bar. */
import type { ChainedCommands, Editor } from '@tiptap/core';
import { yUndoPluginKey } from '@tiptap/y-tiptap';
import type { LucideIcon } from 'lucide-react';
import AtSign from 'lucide-react/icons/at-sign';
import Bold from 'lucide-react/icons/bold';
import Code from 'lucide-react/icons/code';
import Heading1 from 'lucide-react/icons/heading-1';
import Heading2 from 'lucide-react/icons/heading-2';
import Heading3 from 'lucide-react/icons/heading-3';
import Italic from 'lucide-react/icons/italic';
import List from 'lucide-react/icons/list';
import ListIndentDecrease from 'lucide-react/icons/list-indent-decrease';
import ListIndentIncrease from 'lucide-react/icons/list-indent-increase';
import ListOrdered from 'lucide-react/icons/list-ordered';
import ListTodo from 'lucide-react/icons/list-todo';
import Minus from 'lucide-react/icons/minus';
import Quote from 'lucide-react/icons/quote';
import Redo from 'lucide-react/icons/redo-2';
import SquareCode from 'lucide-react/icons/square-code';
import Strikethrough from 'lucide-react/icons/strikethrough';
import TableIcon from 'lucide-react/icons/table';
import Underline from 'lucide-react/icons/underline';
import Undo from 'lucide-react/icons/undo-2';

export interface Tool {
  readonly id: ToolId;
  readonly Icon: LucideIcon;
  /** Absent: it does something once, and is never on. */
  readonly isOn?: (editor: Editor) => boolean;
  readonly run: (chain: ChainedCommands) => ChainedCommands;
  /** Absent: always. Asked after each change, so it must cost nothing. */
  readonly isUsable?: (editor: Editor) => boolean;
  /** Only shown where it can be used. */
  readonly isContextual?: true;
}

export type ToolId =
  | 'undo'
  | 'redo'
  | 'heading1'
  | 'heading2'
  | 'heading3'
  | 'bold'
  | 'italic'
  | 'underline'
  | 'strike'
  | 'code'
  | 'bullets'
  | 'numbers'
  | 'checks'
  | 'deeper'
  | 'shallower'
  | 'quote'
  | 'codeBlock'
  | 'divider'
  | 'mention'
  | 'table';

const heading = (level: 1 | 2 | 3, Icon: LucideIcon): Tool => ({
  id: `heading${level}`,
  Icon,
  isOn: (editor) => editor.isActive('heading', { level }),
  run: (chain) => chain.toggleHeading({ level }),
});

const isInItem = (editor: Editor): boolean => editor.isActive('taskItem') || editor.isActive('listItem');

const itemType = (editor: Editor): 'taskItem' | 'listItem' =>
  editor.isActive('taskItem') ? 'taskItem' : 'listItem';

export const TOOLS: readonly Tool[] = [
  {
    id: 'undo',
    Icon: Undo,
    isUsable: (editor) => stackOf(editor, 'hasUndoOps'),
    run: (chain) => chain.undo(),
  },
  {
    id: 'redo',
    Icon: Redo,
    isUsable: (editor) => stackOf(editor, 'hasRedoOps'),
    run: (chain) => chain.redo(),
  },
  heading(1, Heading1),
  heading(2, Heading2),
  heading(3, Heading3),
  { id: 'bold', Icon: Bold, isOn: (editor) => editor.isActive('bold'), run: (chain) => chain.toggleBold() },
  {
    id: 'italic',
    Icon: Italic,
    isOn: (editor) => editor.isActive('italic'),
    run: (chain) => chain.toggleItalic(),
  },
  {
    id: 'underline',
    Icon: Underline,
    isOn: (editor) => editor.isActive('underline'),
    run: (chain) => chain.toggleUnderline(),
  },
  {
    id: 'strike',
    Icon: Strikethrough,
    isOn: (editor) => editor.isActive('strike'),
    run: (chain) => chain.toggleStrike(),
  },
  {
    id: 'checks',
    Icon: ListTodo,
    isOn: (editor) => editor.isActive('taskList'),
    run: (chain) => chain.toggleTaskList(),
  },
  {
    id: 'bullets',
    Icon: List,
    isOn: (editor) => editor.isActive('bulletList'),
    run: (chain) => chain.toggleBulletList(),
  },
  {
    id: 'numbers',
    Icon: ListOrdered,
    isOn: (editor) => editor.isActive('orderedList'),
    run: (chain) => chain.toggleOrderedList(),
  },
  {
    id: 'deeper',
    Icon: ListIndentIncrease,
    isContextual: true,
    isUsable: isInItem,
    run: (chain) =>
      chain.command(({ editor, commands }) => commands.sinkListItem(itemType(editor as Editor))),
  },
  {
    id: 'shallower',
    Icon: ListIndentDecrease,
    isContextual: true,
    isUsable: isInItem,
    run: (chain) =>
      chain.command(({ editor, commands }) => commands.liftListItem(itemType(editor as Editor))),
  },
  { id: 'mention', Icon: AtSign, run: (chain) => chain.command(beginMention) },
  {
    id: 'table',
    Icon: TableIcon,
    run: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: false }),
  },
  {
    id: 'quote',
    Icon: Quote,
    isOn: (editor) => editor.isActive('blockquote'),
    run: (chain) => chain.toggleBlockquote(),
  },
  { id: 'code', Icon: Code, isOn: (editor) => editor.isActive('code'), run: (chain) => chain.toggleCode() },
  {
    id: 'codeBlock',
    Icon: SquareCode,
    isOn: (editor) => editor.isActive('codeBlock'),
    run: (chain) => chain.toggleCodeBlock(),
  },
  { id: 'divider', Icon: Minus, run: (chain) => chain.setHorizontalRule() },
];

function stackOf(editor: Editor, stack: 'hasUndoOps' | 'hasRedoOps'): boolean {
  return yUndoPluginKey.getState(editor.state)?.[stack] === true;
}

/** An "@" with a space before it where a word ends: the list of people opens by itself. */
function beginMention({ tr, dispatch }: Parameters<Parameters<ChainedCommands['command']>[0]>[0]): boolean {
  const { $from } = tr.selection;
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, ' ').at(-1);
  if (dispatch) tr.insertText(before === undefined || /\s/.test(before) ? '@' : ' @');
  return true;
}
