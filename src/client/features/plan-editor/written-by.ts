/** Who wrote what stands at a place of the text: Yjs knows under which client id, the log whose that was. */
import type { EditorState } from '@tiptap/pm/state';
import type { OpenPlanText, TextAuthor } from '#client/session/plan-text.ts';
import { keepPlace } from './shared-places.ts';

/** undefined: nobody has, or it is older than what is known. */
export function writtenBy(text: OpenPlanText, state: EditorState): TextAuthor | undefined {
  const { from, $from } = state.selection;
  // A place holds on to what stands behind it: at the end of a block it is the letter before.
  const at = $from.parentOffset === $from.parent.content.size && $from.parentOffset > 0 ? from - 1 : from;
  const client = keepPlace(state, at)?.item?.client;
  return client === undefined ? undefined : text.authors().get(client);
}
