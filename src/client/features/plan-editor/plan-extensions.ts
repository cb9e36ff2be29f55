/** The editor of one plan, put together: what the text may hold, the shared document behind it, and what the person sees on top. */
import type { AnyExtension } from '@tiptap/core';
import Collaboration from '@tiptap/extension-collaboration';
import { Placeholder } from '@tiptap/extensions';
import type * as Y from 'yjs';
import { CaretMarks, type CaretSource } from './carets/caret-marks.ts';
import { CommentMarks, type CommentSource } from './comments/comment-marks.ts';
import { FindInText } from './find/find-plugin.ts';
import type { MentionSource } from './mention-source.ts';
import { ApartMarks } from './merges/apart-marks.ts';
import { type PasteOptions, PasteWell } from './paste/paste-well.ts';
import { type PhotoPlaceOptions, photoIn } from './photos/photo-view.tsx';
import { CheckItem, type CheckItemOptions } from './schema/check-item.ts';
import { PlanMention } from './schema/mention-node.ts';
import { PLAN_NODES } from './schema/plan-nodes.ts';

export interface PlanExtensionsParts {
  readonly photos: PhotoPlaceOptions;
  readonly fragment: Y.XmlFragment;
  readonly mentions: MentionSource;
  readonly carets: CaretSource;
  readonly comments: CommentSource;
  readonly checks: CheckItemOptions;
  readonly paste: PasteOptions;
  readonly placeholder: string;
}

export function planExtensions(parts: PlanExtensionsParts): AnyExtension[] {
  return [
    ...PLAN_NODES,
    CheckItem.configure(parts.checks),
    PlanMention.configure({ suggestion: parts.mentions.suggestion }),
    photoIn(parts.photos),
    Collaboration.configure({ fragment: parts.fragment }),
    Placeholder.configure({ placeholder: parts.placeholder }),
    FindInText,
    PasteWell.configure(parts.paste),
    CaretMarks.configure({ source: parts.carets }),
    CommentMarks.configure({ source: parts.comments }),
    ApartMarks,
  ];
}
