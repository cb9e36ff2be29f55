/** Markdown → nodes of the editor's schema, by way of the document model. Loaded when Markdown is pasted. */
import type { Node, Schema } from '@tiptap/pm/model';
import { yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { readMarkdown } from '#client/documents/markdown/read-markdown.ts';
import { PLAN_TEXT } from '#domain/plans/plan-text.ts';
import { writeText } from '#domain/plans/text/write-text.ts';
import type { Mentionable } from '../mention-source.ts';

export function readMarkdownNodes(
  text: string,
  schema: Schema,
  people: readonly Mentionable[],
): readonly Node[] {
  const { title, blocks } = readMarkdown(text, { people });
  const fragment = new Y.Doc().getXmlFragment(PLAN_TEXT);
  // What stands first as the name of a file is a heading here: the plan has its own name.
  const heading = { kind: 'heading', level: 1, inlines: [{ kind: 'text', text: title }] } as const;
  writeText(fragment, { title: '', blocks: title === '' ? blocks : [heading, ...blocks] });
  return yXmlFragmentToProseMirrorRootNode(fragment, schema).content.content;
}
