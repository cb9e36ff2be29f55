/**
 * Makes plans with a text in them, and writes into the text of those there are. A plan whose text could not be saved whole does not
 * stay half there: it is taken back, or put away where others know of it already.
 */
import { useMemo } from 'react';
import { type OpenPlanTextAt, useOpenPlanText } from '#client/session/plan-texts.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { CommitError, Engine } from '#client/sync/engine-types.ts';
import type { Block, RichDocument } from '#domain/documents/document.ts';
import { PLAN_TEXT } from '#domain/plans/plan-text.ts';

export interface NewPlan {
  readonly groupId: string;
  readonly title: string;
  readonly folder: string;
  readonly position: string;
  readonly icon?: string | undefined;
  /** Without any: an empty text. */
  readonly blocks: readonly Block[];
}

/** `not-here`: the text is not on this device, and the server is not reached. */
export type WriteError = CommitError | 'not-here';

export type Written =
  | { readonly ok: true; readonly planId: string }
  | { readonly ok: false; readonly error: WriteError };

interface Place {
  readonly groupId: string;
  readonly planId: string;
}

type Change = (present: RichDocument) => readonly Block[];

export interface PlanWriter {
  readonly create: (plan: NewPlan) => Promise<Written>;
  /** What the plan says now; undefined: `not-here`. */
  readonly read: (place: Place, title: string) => Promise<RichDocument | undefined>;
  /** As an edit of this person's; whoever writes in it meanwhile keeps what they wrote. */
  readonly change: (place: Place, change: Change) => Promise<Written>;
}

export function usePlanWriter(): PlanWriter {
  const engine = useEngine();
  const open = useOpenPlanText();
  return useMemo(
    () => ({
      create: (plan) => create(engine, open, plan),
      read: (place, title) => read(open, place, title),
      change: (place, change) => write(open, place, change),
    }),
    [engine, open],
  );
}

async function create(
  engine: Engine,
  open: OpenPlanTextAt,
  { groupId, title, folder, position, icon, blocks }: NewPlan,
): Promise<Written> {
  const planId = engine.newId();
  const body = { planId, title, folder, position, ...(icon !== undefined && { icon }) };
  const made = await engine.commit([{ type: 'plan.created', groupId, body }]);
  if (!made.ok) return made;
  if (blocks.length === 0) return { ok: true, planId };
  const written = await write(open, { groupId, planId }, () => blocks);
  const [opId = ''] = made.opIds;
  if (!written.ok && !(await engine.cancelQueued(opId))) {
    await engine.commit([{ type: 'plan.archived', groupId, body: { planId, title } }]);
  }
  return written;
}

async function read(
  open: OpenPlanTextAt,
  { groupId, planId }: Place,
  title: string,
): Promise<RichDocument | undefined> {
  const [text, { readText }] = await Promise.all([
    open(groupId, planId),
    import('#domain/plans/text/read-text.ts'),
  ]);
  try {
    if ((await text.whenLoaded) !== 'whole') return undefined;
    return readText(text.doc.getXmlFragment(PLAN_TEXT), title);
  } finally {
    await text.close();
  }
}

async function write(open: OpenPlanTextAt, { groupId, planId }: Place, change: Change): Promise<Written> {
  const [text, { readText }, { writeText }] = await Promise.all([
    open(groupId, planId),
    import('#domain/plans/text/read-text.ts'),
    import('#domain/plans/text/write-text.ts'),
  ]);
  try {
    if ((await text.whenLoaded) !== 'whole') return { ok: false, error: 'not-here' };
    const fragment = text.doc.getXmlFragment(PLAN_TEXT);
    const present = readText(fragment, '');
    writeText(fragment, { title: '', blocks: change(present) });
    if (await text.flush()) return { ok: true, planId };
    const state = text.saveState();
    return { ok: false, error: state.name === 'unsaved' ? state.error : 'storage-failed' };
  } finally {
    await text.close();
  }
}
