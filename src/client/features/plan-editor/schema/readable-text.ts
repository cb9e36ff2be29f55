/**
 * Can this editor show the whole of a text? The binding of ProseMirror to Yjs deletes from the shared text every element its
 * schema does not know, and every attribute: a newer app's words would be gone for everybody because an older app opened them.
 * So it is asked first, and before every change from elsewhere is shown (`guard-binding.ts`).
 */
import type { Schema } from '@tiptap/pm/model';
import * as Y from 'yjs';

/** Of nodes, and of marks: name → the attributes it may have. */
export interface Vocabulary {
  readonly nodes: ReadonlyMap<string, ReadonlySet<string>>;
  readonly marks: ReadonlyMap<string, ReadonlySet<string>>;
}

export function vocabularyOf(schema: Schema): Vocabulary {
  const listed = (types: Readonly<Record<string, { readonly spec: { attrs?: object } }>>) =>
    new Map(Object.entries(types).map(([name, { spec }]) => [name, new Set(Object.keys(spec.attrs ?? {}))]));
  return { nodes: listed(schema.nodes), marks: listed(schema.marks) };
}

/** The first thing in `type`, or below it, that has no place in `known`; null: all of it has. */
export function findUnknown(type: object, known: Vocabulary): string | null {
  if (type instanceof Y.XmlText) return unknownInText(type, known);
  if (!(type instanceof Y.XmlFragment)) return type.constructor.name;
  if (type instanceof Y.XmlElement) {
    const found = unknownOfElement(type, known);
    if (found !== null) return found;
  }
  for (const child of type.toArray()) {
    const found = findUnknown(child, known);
    if (found !== null) return found;
  }
  return null;
}

function unknownOfElement(element: Y.XmlElement, { nodes }: Vocabulary): string | null {
  const attributes = nodes.get(element.nodeName);
  if (!attributes || element.nodeName === 'doc' || element.nodeName === 'text') return element.nodeName;
  const odd = Object.keys(element.getAttributes()).find((name) => !attributes.has(name));
  return odd === undefined ? null : `${element.nodeName}.${odd}`;
}

function unknownInText(text: Y.XmlText, { marks }: Vocabulary): string | null {
  for (const piece of text.toDelta() as readonly {
    insert: unknown;
    attributes?: Record<string, unknown>;
  }[]) {
    if (typeof piece.insert !== 'string') return 'embed';
    for (const [name, value] of Object.entries(piece.attributes ?? {})) {
      const attributes = marks.get(name);
      if (!attributes) return name;
      const odd = Object.keys((value as object | null) ?? {}).find((key) => !attributes.has(key));
      if (odd !== undefined) return `${name}.${odd}`;
    }
  }
  return null;
}
