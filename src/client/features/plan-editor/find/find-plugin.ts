/**
 * Finding in the text: accents and case don't count. Every place is marked, the one looked at is marked more. Nothing of it is in
 * the text: marks are decorations, made anew when the text or what is sought changes.
 */
import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { fold, foldWithOrigins } from './fold-text.ts';

export interface Found {
  readonly from: number;
  readonly to: number;
}

export interface FindState {
  readonly query: string;
  readonly found: readonly Found[];
  /** Index of the one looked at; -1: none. */
  readonly active: number;
  readonly marks: DecorationSet;
}

/** More marks than this are no help to anybody, and drawing them would be felt. */
const FOUND_MAX = 500;
const NOTHING: FindState = { query: '', found: [], active: -1, marks: DecorationSet.empty };

const key = new PluginKey<FindState>('plan-find');

type Meta = { readonly query: string; readonly near: number } | { readonly active: number };

export const FindInText = Extension.create({
  name: 'findInText',
  addProseMirrorPlugins: () => [
    new Plugin<FindState>({
      key,
      state: {
        init: () => NOTHING,
        apply: (tr, before, _old, { doc }) => {
          const meta = tr.getMeta(key) as Meta | undefined;
          if (meta && 'query' in meta) return search(doc, meta.query, ({ from }) => from >= meta.near);
          if (meta) return mark(doc, { ...before, active: meta.active });
          if (!tr.docChanged || before.query === '') return before;
          const looked = before.found[before.active];
          const at = looked ? tr.mapping.map(looked.from) : 0;
          return search(doc, before.query, ({ from }) => from >= at);
        },
      },
      props: { decorations: (state) => key.getState(state)?.marks },
    }),
  ],
});

export function getFound(state: EditorState): FindState {
  return key.getState(state) ?? NOTHING;
}

/** What to dispatch to seek `query`, looking first at what stands at the selection or after it; '' ends it. */
export function seek(state: EditorState, query: string) {
  return seekAt(state, query, state.selection.from);
}

/** The same from `near` on, wherever the selection is. */
export function seekAt(state: EditorState, query: string, near: number) {
  return state.tr.setMeta(key, { query, near } satisfies Meta);
}

/** What to dispatch to look at the next place, or the one before; round the ends. */
export function look(state: EditorState, by: 1 | -1) {
  const { found, active } = getFound(state);
  const next = found.length === 0 ? -1 : (active + by + found.length) % found.length;
  return state.tr.setMeta(key, { active: next } satisfies Meta);
}

function search(doc: Node, query: string, isFirst: (found: Found) => boolean): FindState {
  const found = findAll(doc, query);
  const first = found.findIndex(isFirst);
  return mark(doc, { query, found, active: first === -1 ? Math.min(0, found.length - 1) : first });
}

function mark(doc: Node, state: Omit<FindState, 'marks'>): FindState {
  const marks = state.found.map(({ from, to }, index) =>
    Decoration.inline(from, to, { class: index === state.active ? 'plan-found-here' : 'plan-found' }),
  );
  return { ...state, marks: DecorationSet.create(doc, marks) };
}

/** In each block by itself: what is sought does not reach over a paragraph's end. */
export function findAll(doc: Node, query: string): Found[] {
  const wanted = fold(query);
  const found: Found[] = [];
  if (wanted.trim() === '') return found;
  doc.descendants((block, pos) => {
    if (found.length >= FOUND_MAX) return false;
    if (!block.isTextblock) return true;
    // What is no text counts as one character, as its place does.
    const { text, origins } = foldWithOrigins(block.textBetween(0, block.content.size, undefined, '\ufffc'));
    for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) {
      const from = origins[at] ?? 0;
      const to = origins[at + wanted.length] ?? from;
      found.push({ from: pos + 1 + from, to: pos + 1 + to });
      if (found.length >= FOUND_MAX) break;
    }
    return false;
  });
  return found;
}
