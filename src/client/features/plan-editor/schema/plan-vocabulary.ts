import { getSchema } from '@tiptap/core';
import { CheckItem } from './check-item.ts';
import { PlanMention } from './mention-node.ts';
import { PhotoNode } from './photo-node.ts';
import { PLAN_NODES } from './plan-nodes.ts';
import { type Vocabulary, vocabularyOf } from './readable-text.ts';

/** All that this app's editor can show. */
export const PLAN_VOCABULARY: Vocabulary = vocabularyOf(
  getSchema([...PLAN_NODES, CheckItem, PlanMention, PhotoNode]),
);
