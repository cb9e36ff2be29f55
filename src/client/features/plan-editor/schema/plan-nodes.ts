/**
 * What a plan's text is made of, as Tiptap knows it: names and attributes are those of the stored text, no more and no less
 * (`readable-text.ts` compares). Where Tiptap would keep more (a link's class, a cell's alignment) it is left out here.
 *
 * Containers take blocks in any order. A stricter rule (an item begins with a paragraph) reads well until two people change one
 * item apart: what no longer fits the rule would be deleted from the shared text by the binding, with somebody's sentence in it.
 */

import Link from '@tiptap/extension-link';
import { ListItem, ListKeymap, OrderedList, TaskList } from '@tiptap/extension-list';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import StarterKit from '@tiptap/starter-kit';
import { safeLink } from './safe-link.ts';

export const ANY_BLOCKS = 'block+';

export const PlanLink = Link.extend({
  addAttributes() {
    return {
      href: { default: null, parseHTML: (element) => safeLink(element.getAttribute('href') ?? '') },
    };
  },
  renderHTML({ HTMLAttributes }) {
    const href = safeLink(String(HTMLAttributes.href ?? ''));
    if (href === null) return ['span', 0];
    return ['a', { href, target: '_blank', rel: 'noopener noreferrer nofollow' }, 0];
  },
}).configure({
  openOnClick: false,
  linkOnPaste: true,
  autolink: true,
  defaultProtocol: 'https',
  isAllowedUri: (uri) => safeLink(uri) !== null,
  shouldAutoLink: (uri) => safeLink(uri) !== null,
});

const PlanOrderedList = OrderedList.extend({
  addAttributes() {
    return {
      start: {
        default: 1,
        parseHTML: (element) => Number.parseInt(element.getAttribute('start') ?? '1', 10) || 1,
      },
    };
  },
});

const cellAttributes = {
  colspan: { default: 1 },
  rowspan: { default: 1 },
  colwidth: { default: null, parseHTML: () => null },
};

/** Everything but what needs words or people: check items, mentions and photos have files of their own. */
export const PLAN_NODES = [
  StarterKit.configure({
    heading: { levels: [1, 2, 3] },
    listItem: false,
    listKeymap: false,
    orderedList: false,
    link: false,
    // Undo is the shared text's, and only of one's own; a paragraph at the end would be written by everyone who opens it.
    undoRedo: false,
    trailingNode: false,
    dropcursor: { color: 'var(--brand)', width: 2 },
  }),
  ListItem.extend({ content: ANY_BLOCKS }),
  PlanOrderedList,
  TaskList,
  ListKeymap.configure({
    listTypes: [
      { itemName: 'listItem', wrapperNames: ['bulletList', 'orderedList'] },
      { itemName: 'taskItem', wrapperNames: ['taskList'] },
    ],
  }),
  PlanLink,
  Table.configure({ resizable: false, allowTableNodeSelection: false }),
  TableRow,
  TableCell.extend({ addAttributes: () => cellAttributes }),
  TableHeader.extend({ addAttributes: () => cellAttributes }),
];
