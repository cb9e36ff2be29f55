/** A photo in a plan: a block that names an Attachment; its bytes are elsewhere (decision 0036). */
import { Node } from '@tiptap/core';
import * as v from 'valibot';
import { type Attachment, attachmentSchema } from '#domain/attachments/attachment.ts';

export interface PhotoNodeOptions {
  /** Whose photos these are: pasted into another group's plan, one would name what is not there. */
  readonly groupId: string;
}

export const PhotoNode = Node.create<PhotoNodeOptions>({
  name: 'image',
  group: 'block',
  atom: true,
  draggable: true,
  addOptions: () => ({ groupId: '' }),
  addAttributes() {
    return {
      photo: { default: null, rendered: false, parseHTML: parsePhoto },
      alt: { default: '', parseHTML: (element) => element.getAttribute('alt') ?? '' },
    };
  },
  // Only what was copied out of a plan: a picture of some other page has no bytes here.
  parseHTML() {
    const { groupId } = this.options;
    const isOurs = (element: HTMLElement): boolean =>
      element.dataset.group === groupId && parsePhoto(element) !== null;
    return [{ tag: 'img[data-photo]', getAttrs: (element) => (isOurs(element) ? null : false) }];
  },
  renderHTML({ node }) {
    const { alt, photo } = node.attrs;
    return ['img', { alt, 'data-group': this.options.groupId, 'data-photo': JSON.stringify(photo) }];
  },
});

/** The photo of a node whose attributes came from wherever: undefined when they name none. */
export function photoOf(attrs: Readonly<Record<string, unknown>>): Attachment | undefined {
  const parsed = v.safeParse(attachmentSchema, attrs.photo);
  return parsed.success ? parsed.output : undefined;
}

function parsePhoto(element: HTMLElement): Attachment | null {
  try {
    return photoOf({ photo: JSON.parse(element.getAttribute('data-photo') ?? '') }) ?? null;
  } catch {
    return null;
  }
}
