/** The text of a plan for who may read the group: compacted as far as it is, and the edits after that; see `protocol/plan-text.ts`. */
import { base64url } from '#domain/ids.ts';
import { textEditOf } from '#domain/plans/edit-op.ts';
import { LIMITS } from '#protocol/limits.ts';
import type { PlanTextPage, PlanTextReply, PlanTextRequest, WireEdit } from '#protocol/plan-text.ts';
import type { LogEntry, LogView } from './log-store.ts';
import type { StoredText } from './plan-text-store.ts';
import { refuse } from './serve-reads.ts';
import type { Session } from './session.ts';

/** What a page weighs at most, whatever is asked for: a small one survives a link that is cut early. */
const PAGE_MAX_BYTES = LIMITS.catchUpPageMaxBytes;

export async function readPlanText(
  view: LogView,
  session: Session,
  asked: PlanTextRequest,
): Promise<PlanTextReply> {
  const refused = await refuse(view, session, asked);
  if (refused) return refused;
  const { groupId, planId } = asked;
  const key = { groupId, planId };
  const head = (await view.getHeads([groupId]))[0]?.head ?? 0;
  const { cleared } = await view.past.getReach(groupId);
  const wanted = Math.min(asked.upTo ?? head, head);
  const texts = (await view.plans.listTexts(key)).filter(({ version }) => version <= wanted);
  const base = texts.at(-1);
  // Before what the log still has the words of, the compacted texts are the only moments there are.
  const upTo = wanted >= cleared ? wanted : (base?.version ?? 0);
  const maxBytes = Math.min(asked.maxBytes, PAGE_MAX_BYTES);
  const state = await readState(view, key, { asked, base, texts, maxBytes });
  const left = state ? maxBytes - state.part.length : maxBytes;
  const isStateWhole = !state || state.offset + state.part.length >= state.bytes;
  // One that was begun and is kept no more is answered by an older one, or by none: its edits are asked for from there.
  const after = Math.max(asked.after, state?.version ?? 0);
  const entries =
    isStateWhole && left > 0
      ? await view.plans.listEdits(key, {
          after,
          upTo,
          maxEdits: LIMITS.catchUpPageMaxOps,
          maxBytes: left,
        })
      : [];
  const last = entries.at(-1)?.version ?? after;
  const isAll = isStateWhole && left > 0 && (await isEnd(view, key, last, upTo));
  const page: PlanTextPage = {
    epoch: view.epoch.epoch,
    ...key,
    asOf: head,
    upTo,
    state: state && {
      version: state.version,
      bytes: state.bytes,
      offset: state.offset,
      data: base64url(state.part),
    },
    edits: entries.flatMap(toWireEdit),
    isAll,
  };
  return page;
}

interface Part extends StoredText {
  readonly offset: number;
  readonly part: Uint8Array;
}

/** The part of a compacted text that this page brings; null: none is needed. */
async function readState(
  view: LogView,
  key: { readonly groupId: string; readonly planId: string },
  {
    asked,
    base,
    texts,
    maxBytes,
  }: {
    readonly asked: PlanTextRequest;
    readonly base: StoredText | undefined;
    readonly texts: readonly StoredText[];
    readonly maxBytes: number;
  },
): Promise<Part | null> {
  const begun = asked.state && texts.find(({ version }) => version === asked.state?.version);
  const text = begun ?? (base && base.version > asked.after ? base : undefined);
  if (!text) return null;
  const offset = begun ? (asked.state?.offset ?? 0) : 0;
  // Base64 is a third longer.
  const part = await view.plans.readText(
    { ...key, version: text.version },
    { offset, maxBytes: Math.floor((maxBytes * 3) / 4) },
  );
  return part ? { ...text, offset, part } : null;
}

async function isEnd(
  view: LogView,
  key: { readonly groupId: string; readonly planId: string },
  after: number,
  upTo: number,
): Promise<boolean> {
  return (await view.plans.listEdits(key, { after, upTo, maxEdits: 1, maxBytes: 1 })).length === 0;
}

function toWireEdit({ op, version }: LogEntry): WireEdit[] {
  const edit = textEditOf(op);
  if (!edit) return [];
  return [{ version, by: op.actorId, at: op.at, seen: edit.seen, update: edit.update }];
}
