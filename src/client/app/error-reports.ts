/** Error reports on the browser: what `observability/error-reports.ts` decides, with the page's own means. One per page, loaded late. */
import { createErrorReports, type ErrorReports } from '#client/observability/error-reports.ts';
import { onReport } from '#client/observability/report-error.ts';
import { createPermissionNote } from '#client/observability/report-permission.ts';
import { emptyReportQueue } from '#client/observability/report-queue.ts';
import { watchPage } from '#client/observability/watch-page.ts';
import { postAccountCall } from '#client/platform/account-http.ts';
import { readPresentPerson } from '#client/platform/present-person.ts';
import { NOTICE_VERSION } from '#protocol/consents.ts';

const ASK_EVERY_MS = 3_600_000;

let running: ErrorReports | undefined;

export function errorReports(): ErrorReports {
  running ??= run();
  return running;
}

function run(): ErrorReports {
  const tabs = new BroadcastChannel('racha.error-reports');
  const reports = createErrorReports({
    note: createPermissionNote(readPresentPerson()),
    async ask() {
      const answer = await postAccountCall('account/error-reports/read', {});
      return answer.ok ? answer.value : undefined;
    },
    async tellWithdrawn() {
      const refusal = { matter: 'error-reports', version: NOTICE_VERSION, given: false } as const;
      return (await postAccountCall('account/consents/answer', refusal)).ok;
    },
    async open(place) {
      const { openReporter } = await import('#client/observability/sentry.ts');
      const release = `racha@${__RACHA_VERSION__}+${__RACHA_BUILD__}`;
      return openReporter({ place, release, tags: describePage, now: () => performance.now() });
    },
    emptyQueue: emptyReportQueue,
    onReport,
    watchPage,
    tellTabs: () => tabs.postMessage('changed'),
  });
  tabs.onmessage = () => void reports.look();
  addEventListener('online', () => void reports.refresh());
  setInterval(() => void reports.refresh(), ASK_EVERY_MS);
  return reports;
}

function describePage(): Readonly<Record<string, string>> {
  return {
    route: location.pathname,
    language: document.documentElement.lang,
    online: navigator.onLine ? 'yes' : 'no',
    screen: matchMedia('(min-width: 900px)').matches ? 'wide' : 'narrow',
  };
}
