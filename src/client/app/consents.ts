/** What the person allows: the server's record, and what follows from it on this device. See `session/account-door.ts`. */
import { postAccountCall } from '#client/platform/account-http.ts';
import type { AccountAnswer, Consents } from '#client/session/account-door.ts';
import { CONSENT_MATTERS, type ConsentMatter, isAllowed, NOTICE_VERSION } from '#protocol/consents.ts';
import { errorReports } from './error-reports.ts';

export async function readConsents(): Promise<Consents | undefined> {
  const reports = errorReports();
  // A no that the server has not heard comes before what it says.
  if ((await reports.state()) === 'withdrawn') await reports.refresh();
  const answer = await postAccountCall('account/consents/read', {});
  const state = await reports.state();
  if (!answer.ok) return state === 'given' ? { 'error-reports': { given: true } } : undefined;
  const { consents } = answer.value;
  const isWithdrawn = state === 'withdrawn';
  if (!isWithdrawn) void reports.noteAnswer(isAllowed(consents, 'error-reports'));
  return Object.fromEntries(
    CONSENT_MATTERS.map((matter) => {
      const last = consents.findLast((one) => one.matter === matter);
      const given = isAllowed(consents, matter) && !(isWithdrawn && matter === 'error-reports');
      // A yes to older words is no answer to these.
      const isAnswered = last !== undefined && last.given === given;
      return [matter, { given, ...(isAnswered && { at: last.at }) }];
    }),
  );
}

export async function answerConsent(
  matter: ConsentMatter,
  given: boolean,
): Promise<AccountAnswer<undefined>> {
  const isReports = matter === 'error-reports';
  if (isReports && !given) {
    await errorReports().withdraw();
    return { ok: true, value: undefined };
  }
  const answer = await postAccountCall('account/consents/answer', { matter, version: NOTICE_VERSION, given });
  if (!answer.ok) return answer;
  if (isReports) void errorReports().noteAnswer(true);
  return { ok: true, value: undefined };
}
