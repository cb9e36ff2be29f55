/** An item of a check list: done or not, whose it is, and by when. The box and the chip are no text: the caret passes them by. */
import { TaskItem } from '@tiptap/extension-list';
import type { Node } from '@tiptap/pm/model';
import type { EditorView } from '@tiptap/pm/view';
import { ANY_BLOCKS } from './plan-nodes.ts';

export interface CheckDetails {
  readonly assigneeId: string | null;
  readonly assigneeName: string | null;
  /** `2026-11-22`. */
  readonly due: string | null;
}

export interface CheckItemWords {
  /** Of the box. */
  readonly box: (text: string) => string;
  /** Of the chip, as it is read out. */
  readonly details: (text: string) => string;
  /** What stands in the chip; '' for an item that is nobody's. */
  readonly chip: (details: CheckDetails) => string;
}

export interface CheckItemOptions {
  readonly words: CheckItemWords;
  /** The chip was pressed. */
  readonly onDetails: (pos: number) => void;
}

const WORDLESS: CheckItemWords = { box: () => '', details: () => '', chip: () => '' };

export const CheckItem = TaskItem.extend<CheckItemOptions & { nested: boolean; taskListTypeName: string }>({
  content: ANY_BLOCKS,
  addOptions: () => ({
    nested: true,
    taskListTypeName: 'taskList',
    words: WORDLESS,
    onDetails: () => undefined,
  }),
  addAttributes() {
    const attribute = (name: string) => ({
      default: null,
      keepOnSplit: false,
      parseHTML: (element: HTMLElement) => element.getAttribute(`data-${name}`),
      renderHTML: (attrs: Record<string, unknown>) => ({ [`data-${name}`]: attrs[name] }),
    });
    return {
      checked: {
        default: false,
        keepOnSplit: false,
        parseHTML: (element) => element.getAttribute('data-checked') === 'true',
        renderHTML: ({ checked }) => ({ 'data-checked': checked }),
      },
      assigneeId: attribute('assigneeId'),
      assigneeName: attribute('assigneeName'),
      due: attribute('due'),
    };
  },
  addNodeView() {
    const { words, onDetails } = this.options;
    return ({ node, view, getPos }) => new CheckItemView({ node, view, getPos, words, onDetails });
  },
});

export function detailsOf({ attrs }: Node): CheckDetails {
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  return {
    assigneeId: text(attrs.assigneeId),
    assigneeName: text(attrs.assigneeName),
    due: text(attrs.due),
  };
}

interface ViewParts extends CheckItemOptions {
  readonly node: Node;
  readonly view: EditorView;
  readonly getPos: () => number | undefined;
}

class CheckItemView {
  readonly dom = document.createElement('li');
  readonly contentDOM = document.createElement('div');
  readonly #box = document.createElement('input');
  readonly #chip = document.createElement('button');
  readonly #parts: ViewParts;

  constructor(parts: ViewParts) {
    this.#parts = parts;
    const label = document.createElement('label');
    label.contentEditable = 'false';
    this.#box.type = 'checkbox';
    this.#box.addEventListener('change', () => this.#check());
    label.append(this.#box);
    this.#chip.type = 'button';
    this.#chip.contentEditable = 'false';
    this.#chip.className = 'plan-chip';
    // Taking the focus would close the keyboard before the sheet opens.
    this.#chip.addEventListener('mousedown', (event) => event.preventDefault());
    this.#chip.addEventListener('click', () => {
      const pos = parts.getPos();
      if (pos !== undefined && parts.view.editable) parts.onDetails(pos);
    });
    this.dom.append(label, this.contentDOM, this.#chip);
    this.#show(parts.node);
  }

  update(node: Node): boolean {
    if (node.type !== this.#parts.node.type) return false;
    this.#show(node);
    return true;
  }

  ignoreMutation(mutation: { readonly type: string; readonly target: globalThis.Node }): boolean {
    return mutation.type !== 'selection' && !this.contentDOM.contains(mutation.target);
  }

  stopEvent(event: Event): boolean {
    return event.target === this.#box || event.target === this.#chip;
  }

  #show(node: Node): void {
    const { words, view } = this.#parts;
    const text = (node.firstChild?.textContent ?? '').slice(0, 80);
    const chip = words.chip(detailsOf(node));
    this.dom.dataset.checked = String(node.attrs.checked === true);
    this.#box.checked = node.attrs.checked === true;
    this.#box.disabled = !view.editable;
    this.#box.setAttribute('aria-label', words.box(text));
    this.#chip.textContent = chip === '' ? '⋯' : chip;
    this.#chip.hidden = chip === '' && !view.editable;
    this.#chip.disabled = !view.editable;
    this.#chip.setAttribute('aria-label', [words.details(text), chip].filter(Boolean).join(': '));
  }

  #check(): void {
    const { view, getPos } = this.#parts;
    const pos = getPos();
    const checked = this.#box.checked;
    if (pos === undefined || !view.editable) return;
    view.dispatch(view.state.tr.setNodeAttribute(pos, 'checked', checked));
  }
}
