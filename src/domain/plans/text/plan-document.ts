/** A plan as a document: its text, and what was said about it and is not settled. */
import * as Y from 'yjs';
import type { RichDocument } from '../../documents/document.ts';
import { fromBase64url } from '../../ids.ts';
import type { CommentAnchor, PlanCommentRow } from '../plan-rows.ts';
import { PLAN_TEXT } from '../plan-text.ts';
import { readText } from './read-text.ts';

export interface PlanDocumentParts {
  readonly title: string;
  /** In the order they were said. */
  readonly comments: readonly PlanCommentRow[];
  readonly nameOf: (memberId: string) => string;
}

export function planDocument(doc: Y.Doc, { title, comments, nameOf }: PlanDocumentParts): RichDocument {
  const anchors = new Map(comments.map(({ id, anchor }) => [id, anchor]));
  const settled = new Set(comments.filter(({ resolvedAt }) => resolvedAt !== null).map(({ id }) => id));
  const open = comments.filter(
    ({ id, deletedBy, replyTo }) => deletedBy === null && !settled.has(id) && !settled.has(replyTo ?? ''),
  );
  return readText(
    doc.getXmlFragment(PLAN_TEXT),
    title,
    open.map(({ id, authorId, at, text, anchor, replyTo }) => ({
      id,
      author: nameOf(authorId),
      at,
      text,
      // An answer stands where what it answers does.
      ...placeOf(anchor ?? anchors.get(replyTo ?? '') ?? null),
    })),
  );
}

function placeOf(anchor: CommentAnchor | null): { from: unknown; to: unknown } {
  return { from: positionOf(anchor?.from), to: positionOf(anchor?.to) };
}

function positionOf(bytes: string | undefined): unknown {
  if (bytes === undefined) return null;
  try {
    return Y.relativePositionToJSON(Y.decodeRelativePosition(fromBase64url(bytes)));
  } catch {
    return null;
  }
}
