/** The texts of plans: one open text per plan and tab, and texts as they were. Loaded, with Yjs, by whoever opens the first. */
import { reportError } from '#client/observability/report-error.ts';
import { createBrowserClock } from '#client/platform/browser-clock.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import { laterWhileWriting } from '#client/platform/later-while-writing.ts';
import { fetchPlanTextPage } from '#client/platform/plan-text-http.ts';
import { endWriting, noteWriting } from '#client/platform/writing.ts';
import { onBeforeLeaving } from '#client/session/before-leaving.ts';
import { LOG_ORIGIN, type OpenPlanText } from '#client/session/plan-text.ts';
import type { PastPlanText, PlanTextDoor } from '#client/session/plan-texts.ts';
import { observeChanges } from '#client/store/observe-changes.ts';
import type { PersonDatabase } from '#client/store/person-databases.ts';
import { ArrivingText } from '#client/sync/arriving-text.ts';
import { getMeta } from '#client/sync/device-meta.ts';
import type { Engine } from '#client/sync/engine-types.ts';
import { fetchOlderEdits } from '#client/sync/older-edits.ts';
import { openText } from '#client/sync/open-plan-text.ts';
import { type PackedText, unpackText } from '#domain/plans/packed-text.ts';
import { addAuthors, buildText, type MergedEdit } from '#domain/plans/text/merge-text.ts';

export interface PlanTextDoorParts {
  readonly engine: Engine;
  readonly database: PersonDatabase;
  readonly store: DeviceStore;
}

/** What a text is read from. */
const TABLES = ['planEdits', 'planTexts', 'outbox', 'memberships', 'cursors'];
/** An op of one's own is put, sent and comes home: read once. */
const WRITING_PAUSE_MS = 300;
/**
 * So many times as long as an op took: on a slow phone nearly all of the time is the keys'. Never longer than the turn without a
 * network: an op bears the time at which it was made, and by that one tells who wrote apart from whom (edited-apart.ts).
 */
const TURN = { times: 15, maxMs: 1_500 };
const PAGES_MAX = 2_000;
const PAGE_MAX_BYTES = 64 * 1024;

export function createPlanTextDoor({ engine, database, store }: PlanTextDoorParts): PlanTextDoor {
  const clock = createBrowserClock();
  const onFault = (error: unknown): void => void reportError(error, { place: 'engine' });
  const observe = (onChanged: () => void): (() => void) => {
    const later = laterWhileWriting(clock, WRITING_PAUSE_MS, onChanged);
    const stop = observeChanges(database, (tables) => {
      if (TABLES.some((table) => tables.has(table))) later.ask();
    });
    return () => {
      stop();
      later.stop();
    };
  };

  return {
    async open(groupId, planId) {
      const text = openText({ engine, observe, clock, turnMs, onFault }, { groupId, planId });
      text.doc.on('update', (_: Uint8Array, origin: unknown) => {
        if (origin !== LOG_ORIGIN) noteWriting();
      });
      return closingWithThePage(text);
    },
    async readAt(groupId, planId, version) {
      const held = await engine.planTexts.read({ groupId, planId, after: 0 });
      if (held?.isHere && held.reaches <= version && version <= held.version) {
        const edits = held.edits.filter((edit) => edit.version <= version);
        return readPast(held.state, edits, { version, source: 'device' });
      }
      const epoch = await readEpoch(store);
      if (epoch === undefined) return undefined;
      const text = new ArrivingText({ groupId, planId }, version);
      for (let pages = 0; pages < PAGES_MAX; pages++) {
        const asked = { epoch, groupId, planId, ...text.next(), maxBytes: PAGE_MAX_BYTES };
        const page = await fetchPlanTextPage(asked);
        if (!page || !('edits' in page)) return undefined;
        if (!text.take(page)) continue;
        const { state, edits, upTo } = text.fetched();
        return readPast(state?.data, edits, { version: upTo, source: 'server' });
      }
      return undefined;
    },
    async listOlder(groupId, planId, before) {
      const epoch = await readEpoch(store);
      if (epoch === undefined) return undefined;
      return fetchOlderEdits(before, async (asked) => {
        const page = await fetchPlanTextPage({ epoch, groupId, planId, ...asked });
        return page && 'edits' in page ? page : undefined;
      });
    },
  };
}

const readEpoch = (store: DeviceStore): Promise<string | undefined> =>
  store.read(['meta'], (tx) => getMeta(tx, 'epoch'));

const turnMs = (tookMs: number): number => Math.min(tookMs * TURN.times, TURN.maxMs);

/** A tab that is hidden may never be seen again: what was typed last becomes an op then, not in its turn. */
function closingWithThePage(text: OpenPlanText): OpenPlanText {
  const save = (): void => {
    if (document.visibilityState === 'hidden') void text.flush();
  };
  document.addEventListener('visibilitychange', save);
  // What one does elsewhere on the screen is seen at once.
  document.addEventListener('pointerdown', endWriting);
  const forget = onBeforeLeaving(() => text.flush());
  const close = text.close.bind(text);
  text.close = async () => {
    document.removeEventListener('visibilitychange', save);
    document.removeEventListener('pointerdown', endWriting);
    forget();
    endWriting();
    await close();
  };
  return text;
}

function readPast(
  state: Uint8Array | undefined,
  edits: readonly MergedEdit[],
  at: Pick<PastPlanText, 'version' | 'source'>,
): PastPlanText {
  const text: PackedText | undefined = state && unpackText(state);
  const { doc, keptFor } = buildText(text, edits);
  return { doc, ...at, authors: addAuthors(text?.authors ?? new Map(), edits, keptFor) };
}
