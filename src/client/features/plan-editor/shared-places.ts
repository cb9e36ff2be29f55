/**
 * Places in the shared text: they move with what stands there, whoever writes before them, and mean the same on every device.
 * ProseMirror's own positions are counted from the beginning of what this screen shows.
 */
import type { EditorState } from '@tiptap/pm/state';
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { base64url, fromBase64url } from '#domain/ids.ts';

export type Place = Y.RelativePosition;

/** null: the text is not bound yet. */
export function keepPlace(state: EditorState, pos: number): Place | null {
  const sync = ySyncPluginKey.getState(state);
  return sync?.binding ? absolutePositionToRelativePosition(pos, sync.type, sync.binding.mapping) : null;
}

/** Where it is now; null: what stood there is gone. */
export function placeNow(state: EditorState, place: Place): number | null {
  const sync = ySyncPluginKey.getState(state);
  if (!sync?.binding) return null;
  const pos = relativePositionToAbsolutePosition(sync.doc, sync.type, place, sync.binding.mapping);
  return pos === null || pos < 0 || pos > state.doc.content.size ? null : pos;
}

export const placeToText = (place: Place): string => base64url(Y.encodeRelativePosition(place));

/** undefined: no place was written there. */
export function placeFromText(text: string): Place | undefined {
  try {
    return Y.decodeRelativePosition(fromBase64url(text));
  } catch {
    return undefined;
  }
}
