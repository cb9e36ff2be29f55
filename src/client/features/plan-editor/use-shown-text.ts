/**
 * Which document the editor stands on: the shared one for who writes; a copy that follows it for who only reads, so that nothing an
 * editor does by itself (mending a table) is ever written by somebody who may not write.
 */
import { useEffect, useMemo } from 'react';
import * as Y from 'yjs';
import { LOG_ORIGIN } from '#client/session/plan-text.ts';
import { PLAN_TEXT } from '#domain/plans/plan-text.ts';
import { newPlanDoc } from '#domain/plans/text/plan-doc.ts';

export function useShownText(doc: Y.Doc, isEditable: boolean): Y.XmlFragment {
  const shown = useMemo(() => (isEditable ? doc : copyOf(doc)), [doc, isEditable]);
  useEffect(() => {
    if (shown === doc) return;
    const follow = (update: Uint8Array): void => Y.applyUpdate(shown, update, LOG_ORIGIN);
    Y.applyUpdate(shown, Y.encodeStateAsUpdate(doc), LOG_ORIGIN);
    doc.on('update', follow);
    return () => doc.off('update', follow);
  }, [doc, shown]);
  return shown.getXmlFragment(PLAN_TEXT);
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = newPlanDoc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc), LOG_ORIGIN);
  return copy;
}
