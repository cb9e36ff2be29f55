/** Edits of a plan's text, as an editor would make them. */
import * as Y from 'yjs';
import type { Attachment } from '#domain/attachments/attachment.ts';
import { base64url } from '#domain/ids.ts';
import { PLAN_TEXT } from '#domain/plans/plan-text.ts';

/** A paragraph typed into an empty text, as an op carries it. */
export function newEdit(words = 'oi'): string {
  const doc = new Y.Doc();
  typeParagraph(doc, words);
  return base64url(Y.encodeStateAsUpdate(doc));
}

/** A paragraph more, at the end. */
export function typeParagraph(doc: Y.Doc, words: string): void {
  const text = new Y.XmlText();
  const paragraph = new Y.XmlElement('paragraph');
  doc.transact(() => {
    const fragment = doc.getXmlFragment(PLAN_TEXT);
    fragment.insert(fragment.length, [paragraph]);
    paragraph.insert(0, [text]);
    text.insert(0, words);
  });
}

/** A picture more, at the end, as the editor's binding writes it. */
export function addPicture(doc: Y.Doc, photo: Attachment, alt = ''): void {
  // Yjs takes any value for an attribute, and its types only text.
  const image = new Y.XmlElement('image') as Y.XmlElement & {
    setAttribute(name: string, value: object): void;
  };
  doc.transact(() => {
    const fragment = doc.getXmlFragment(PLAN_TEXT);
    fragment.insert(fragment.length, [image]);
    image.setAttribute('photo', photo);
    image.setAttribute('alt', alt);
  });
}
