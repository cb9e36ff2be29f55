/**
 * Whether this device reports what breaks, and to whom. Nothing is asked, fetched or sent before its person has said yes
 * here, or has seen their yes here (`session/account-door.ts` `readConsents`).
 *
 *   nothing ──give / seen──→ given ──the server names a place──→ reporting
 *      ↑                       │ ↑ ──────withdraw, here or in another tab──────→ ended at once, what waited is dropped
 *      └── the server heard ── withdrawn (told now, or when there is a network)
 *
 * The place is remembered, so that what breaks without a network is kept for it, and asked anew at each start and hour: an
 * answer changed on another device is heard of, and a server that wants no reports any more gets none.
 */
import type { ReportPlace } from '#protocol/error-reports.ts';
import type { FaultListener } from './report-error.ts';
import type { Permission, PermissionNote } from './report-permission.ts';
import type { Reporter } from './sentry.ts';

export interface ErrorReportsParts {
  readonly note: PermissionNote;
  /** The server's word; undefined: it did not answer. */
  readonly ask: () => Promise<
    { readonly isAllowed: boolean; readonly place: ReportPlace | null } | undefined
  >;
  /** That the person does not allow it any more; false: it did not hear. */
  readonly tellWithdrawn: () => Promise<boolean>;
  /** Fetches what sends. Rejects when it is not to be had. */
  readonly open: (place: ReportPlace) => Promise<Reporter>;
  readonly emptyQueue: () => Promise<void>;
  readonly onReport: (listener: FaultListener) => () => void;
  /** Tells the reporter what the person is at. Returns what ends it. */
  readonly watchPage: (reporter: Reporter) => () => void;
  /** The other tabs look anew. */
  readonly tellTabs: () => void;
}

export interface ErrorReports {
  /** As the page starts. */
  start(): Promise<void>;
  /** The server's word is asked once more: it may have been changed elsewhere. */
  refresh(): Promise<void>;
  /** What the server says the person has answered, as they have just seen it. */
  noteAnswer(isAllowed: boolean): Promise<void>;
  /** Holds at once, whether or not the server can be told. */
  withdraw(): Promise<void>;
  /** Another tab changed it. */
  look(): Promise<void>;
  state(): Promise<'given' | 'withdrawn' | undefined>;
}

export function createErrorReports(parts: ErrorReportsParts): ErrorReports {
  const { note, ask, tellWithdrawn, open, emptyQueue, onReport, watchPage, tellTabs } = parts;
  /** Of the reporter that is open, or being fetched; a later one makes it worthless. */
  let current: { end: () => void } | undefined;
  /** Grows with each no: what was begun before it goes no further. */
  let noes = 0;

  /** `since` now: what broke before the yes is not told. */
  const begin = async (place: ReportPlace, since: 'start' | 'now' = 'start'): Promise<void> => {
    if (current) return;
    const mine = { end: () => {} };
    current = mine;
    const reporter = await open(place).catch(() => undefined);
    if (current !== mine) return reporter?.close();
    // Not to be had without a network: the next start tries again.
    if (!reporter) {
      current = undefined;
      return;
    }
    let isTold = since === 'start';
    const stop = onReport((report) => {
      if (isTold) reporter.report(report);
    });
    isTold = true;
    const ends = [watchPage(reporter), stop, reporter.close];
    mine.end = () => {
      for (const end of ends) end();
    };
  };
  const end = (): void => {
    current?.end();
    current = undefined;
  };
  const forget = async (): Promise<void> => {
    end();
    await emptyQueue();
  };
  const state = async (): Promise<Permission['state'] | undefined> => (await note.read())?.state;
  const tell = async (): Promise<void> => {
    const told = await tellWithdrawn();
    if (told && (await state()) === 'withdrawn') await note.write(undefined);
  };
  const refresh = async (since?: 'now'): Promise<void> => {
    const before = noes;
    const answer = await ask();
    if (!answer || (await state()) !== 'given' || noes !== before) return;
    if (!answer.isAllowed) {
      await note.write(undefined);
      return forget();
    }
    await note.write({ state: 'given', place: answer.place });
    if (noes !== before) return;
    if (answer.place) await begin(answer.place, since);
    else await forget();
  };

  return {
    async start() {
      const permission = await note.read();
      if (permission?.state === 'withdrawn') return tell();
      if (permission?.state !== 'given') return;
      if (permission.place) await begin(permission.place);
      await refresh();
    },
    async refresh() {
      const known = await state();
      if (known === 'withdrawn') await tell();
      else if (known === 'given') await refresh();
    },
    async noteAnswer(isAllowed) {
      const before = noes;
      const known = await state();
      if (noes !== before) return;
      if (isAllowed) {
        if (known === 'given') return;
        await note.write({ state: 'given', place: null });
        await refresh('now');
      } else if (known !== undefined) {
        await note.write(undefined);
        await forget();
      }
      tellTabs();
    },
    async withdraw() {
      noes += 1;
      end();
      await note.write({ state: 'withdrawn' });
      tellTabs();
      await forget();
      await tell();
    },
    async look() {
      const permission = await note.read();
      // That tab has emptied the queue; what this one put there a moment later goes too.
      if (permission?.state !== 'given') await forget();
      else if (permission.place) await begin(permission.place);
    },
    state,
  };
}
