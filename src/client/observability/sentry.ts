/**
 * The one home of Sentry in the app. A client of its own without the SDK's defaults: nothing of the page is wrapped,
 * listened to or collected but what is handed in here, and every event passes `scrub.ts` on its way out.
 *
 *   report ──→ not the same one over and over ──→ described ──→ sampled, scrubbed ──→ link ──→ the receiver
 *                                                                                      └─ waits in IndexedDB, at most 30
 *
 * What is reported without a network is sent when there is one, also by a later start of the app. A page killed while
 * it sends may lose that one report; saved words never depend on any of this.
 */
import {
  BrowserClient,
  defaultStackParser,
  makeBrowserOfflineTransport,
  makeFetchTransport,
  Scope,
} from '@sentry/react';
import type { ReportPlace } from '#protocol/error-reports.ts';
import { describeReport } from './describe-report.ts';
import type { FaultReport } from './report-error.ts';
import { createReportLimit } from './report-limit.ts';
import { createReportLink } from './report-link.ts';
import { REPORT_QUEUE } from './report-queue.ts';
import { scrubEvent } from './scrub.ts';

const WAITING_MAX = 30;
const BREADCRUMBS_MAX = 30;

export type Breadcrumb = 'navigation' | 'fault' | 'connection' | 'visibility';

export interface Reporter {
  report(report: FaultReport): void;
  /** What went before: `navigation` with the address, the others with their one word. */
  note(kind: Breadcrumb, message: string): void;
  /** At once and for good: what waits is not sent by this page any more. */
  close(): void;
}

export interface ReporterOptions {
  readonly place: ReportPlace;
  /** Like `racha@0.5.0+1a2b3c4d`. */
  readonly release: string;
  /** The page as it is at the moment of a report. */
  readonly tags: () => Readonly<Record<string, string>>;
  readonly now: () => number;
}

type Envelope = Parameters<NonNullable<BrowserOfflineOptions['shouldSend']>>[0];
type BrowserOfflineOptions = Parameters<ReturnType<typeof makeBrowserOfflineTransport>>[0];

const idOf = ([{ event_id }]: Envelope): string => String(event_id);

export function openReporter({ place, release, tags, now }: ReporterOptions): Reporter {
  const link = createReportLink({
    fetch: (...request) => fetch(...request),
    now,
    isOnline: () => navigator.onLine !== false,
  });
  const isAllowed = createReportLimit();
  /**
   * The SDK's transport goes on looking into the queue after its client is closed. What it finds there then is another
   * reporter's and is put back; what this one had in its hands is dropped.
   */
  const touched = new Set<string>();
  const withLink: typeof makeFetchTransport = (options) => makeFetchTransport(options, link.fetch);
  const client = new BrowserClient({
    dsn: place.dsn,
    environment: place.environment,
    release,
    sampleRate: place.sampleRate,
    integrations: [],
    stackParser: defaultStackParser,
    transport: (options) =>
      makeBrowserOfflineTransport(withLink)({
        ...options,
        ...REPORT_QUEUE,
        maxQueueSize: WAITING_MAX,
        flushAtStartup: true,
        shouldSend: (envelope) => {
          if (!link.isOpen()) return false;
          touched.add(idOf(envelope));
          return true;
        },
        shouldStore: (envelope) => !link.isClosed || !touched.has(idOf(envelope)),
      }),
    beforeSend(event) {
      if (link.isClosed) return null;
      const scrubbed = scrubEvent(event);
      touched.add(String(scrubbed.event_id));
      return scrubbed;
    },
    maxBreadcrumbs: BREADCRUMBS_MAX,
    // Nothing but errors: no counts of what was dropped, nobody's address asked of the receiver.
    sendClientReports: false,
    dataCollection: { userInfo: false },
  });
  const scope = new Scope();
  scope.setClient(client);
  scope.setUser({ id: place.user });
  client.init();

  const note = (kind: Breadcrumb, message: string): void => {
    scope.addBreadcrumb({ category: kind, message, timestamp: Date.now() / 1_000 }, BREADCRUMBS_MAX);
  };
  return {
    report(report) {
      if (link.isClosed || !isAllowed(report.code)) return;
      const parse = (stack: string) => defaultStackParser(stack);
      client.captureEvent(describeReport(report, { release, parse, tags: tags() }), {}, scope);
      note('fault', report.code);
    },
    note,
    close() {
      link.close();
      void client.close(1);
    },
  };
}
