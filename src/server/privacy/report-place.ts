/**
 * Where a person's apps report what broke. The receiver learns a salted hash in place of who it is: the same for all of
 * their devices, and the salt never leaves the database, so nobody who has only the reports can tell who wrote what.
 */
import { createHmac } from 'node:crypto';
import type { ReportPlace } from '#protocol/error-reports.ts';

export interface ClientReports {
  readonly dsn: string;
  readonly environment: string;
  readonly sampleRate: number;
}

/** `secret`: of the database. What it signs elsewhere is something else, hence the name in the message. */
export function reportPlaceOf(accountId: string, reports: ClientReports, secret: string): ReportPlace {
  const user = createHmac('sha256', secret).update(`error-reports:${accountId}`).digest('hex').slice(0, 32);
  return { ...reports, user };
}
