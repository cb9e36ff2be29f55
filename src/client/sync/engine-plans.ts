/**
 * What the engine does for the plans that are open here: their texts, and where people write in them. Fetched with the rules of the
 * ops (acts.ts) when the first plan is opened.
 */
import type { Clock } from '#client/platform/clock.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { CaretUp } from '#protocol/carets.ts';
import { CaretBoard } from './carets.ts';
import type { CommitPorts } from './commit-intents.ts';
import { EditPace } from './edit-pace.ts';
import type { PlanTexts } from './engine-types.ts';
import { forgetLostText } from './lost-texts.ts';
import { compactHeldText, listUnkeptTexts, readHeldText } from './plan-texts.ts';
import { type SavedEdit, savePlanEdit } from './save-plan-edit.ts';
import { forgetTyped, noteTyped, saveOrPutAside, takeTyped } from './typed-edits.ts';

export interface EnginePlansPorts {
  readonly store: DeviceStore;
  readonly clock: Clock;
  readonly commitPorts: () => CommitPorts;
  /** It is on disk. */
  readonly onSaved: (saved: SavedEdit) => void;
  /** What waits of this group may go. */
  readonly send: (groupId: string) => void;
  readonly tellCaret: (caret: CaretUp) => void;
}

export interface EnginePlans {
  /** `fetch` needs nothing of this and is the engine's own. */
  readonly texts: Omit<PlanTexts, 'fetch'>;
  readonly carets: CaretBoard;
  stop(): void;
}

export function createEnginePlans(ports: EnginePlansPorts): EnginePlans {
  const { store, clock, commitPorts, onSaved, send, tellCaret } = ports;
  const pace = new EditPace(clock, send);
  const carets = new CaretBoard(clock, tellCaret);
  return {
    texts: {
      async save(input) {
        const save = input.typed ? saveOrPutAside : savePlanEdit;
        const result = await save(commitPorts(), input);
        if (!result.ok) return result;
        onSaved(result);
        pace.note(input.groupId);
        // What stays of it is said twice, which is nothing.
        if (input.typed) await forgetTyped(store, input.typed).catch(() => undefined);
        return { ok: true, opIds: result.opIds, isPutAside: result.putAside !== undefined };
      },
      async takeTyped() {
        if ((await store.read(['typed'], (tx) => tx.count('typed'))) === 0) return;
        const { mergeWaiting: merge, isTorn } = await import('#domain/plans/text/merge-text.ts');
        await takeTyped(commitPorts(), { merge, isTorn }, (groupId, saved) => {
          onSaved(saved);
          send(groupId);
        });
      },
      async note(typed) {
        await noteTyped(store, typed);
        return { ok: true, opIds: [] };
      },
      read: (of) => readHeldText(store, of),
      compact: ({ merge, keep, groupId, planId }) => compactHeldText(store, { groupId, planId }, merge, keep),
      forgetLost: (of) => forgetLostText(store, of),
      listUnkept: (groupIds) => listUnkeptTexts(store, groupIds),
    },
    carets,
    stop() {
      pace.stop();
      carets.stop();
    },
  };
}
