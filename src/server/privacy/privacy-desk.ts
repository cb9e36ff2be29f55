/** What people ask about their own data, as plain calls: what there is, what they agreed to, and to have it all erased. */
import { randomBytes } from 'node:crypto';
import type { AccountReply, AccountRequest } from '#protocol/account.ts';
import { isAllowed } from '#protocol/consents.ts';
import type { AccountDesk, Asker, Outcome } from '../accounts/account-desk.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Database } from '../db/open-database.ts';
import type { Eraser } from './eraser.ts';
import { readExportHead, readExportOps } from './read-export.ts';
import { type ClientReports, reportPlaceOf } from './report-place.ts';

export interface PrivacyDeskOptions {
  readonly database: Database;
  readonly desk: AccountDesk;
  readonly eraser: Eraser;
  readonly audit: AuditLog;
  /** Where apps may report what broke in them. */
  readonly clientReports: ClientReports | undefined;
  readonly now: () => number;
}

export class PrivacyDesk {
  readonly #options: PrivacyDeskOptions;

  constructor(options: PrivacyDeskOptions) {
    this.#options = options;
  }

  async readConsents({ session }: Asker): Promise<AccountReply<'account/consents/read'>> {
    return { consents: await this.#options.database.consents.list(session.accountId) };
  }

  async answer(
    { session }: Asker,
    { matter, version, given }: AccountRequest<'account/consents/answer'>,
  ): Promise<object> {
    const { database, audit, now } = this.#options;
    const { accountId } = session;
    await database.consents.answer(accountId, { matter, version, given, at: now() });
    await audit.record(given ? 'consent.given' : 'consent.withdrawn', { accountId, matter, version });
    return {};
  }

  /** What this device may report, and where: asked by apps whose person said yes, at each start. */
  async readReportPlace({ session }: Asker): Promise<AccountReply<'account/error-reports/read'>> {
    const { database, clientReports } = this.#options;
    const answers = await database.consents.list(session.accountId);
    if (!isAllowed(answers, 'error-reports')) return { isAllowed: false, place: null };
    if (!clientReports) return { isAllowed: true, place: null };
    const secret = await database.protections.ensureSecret(randomBytes(32).toString('base64url'));
    return { isAllowed: true, place: reportPlaceOf(session.accountId, clientReports, secret) };
  }

  async beginExport(asker: Asker): Promise<AccountReply<'account/export/begin'>> {
    const { database, desk, audit, now } = this.#options;
    const { accountId, deviceId } = asker.session;
    await audit.record('export.made', { accountId, deviceId });
    return readExportHead(database, await desk.read(asker), now());
  }

  async listPhotos({ session }: Asker): Promise<AccountReply<'account/export/photos'>> {
    const sent = await this.#options.database.blobs.listOfAccount(session.accountId);
    return {
      photos: sent.map(({ groupId, blobId, mime, madeAt }) => ({ groupId, blobId, mime, madeAt })),
    };
  }

  async readOps(
    { session }: Asker,
    page: AccountRequest<'account/export/ops'>,
  ): Promise<Outcome<AccountReply<'account/export/ops'>>> {
    const read = await readExportOps(this.#options.database, session.accountId, page);
    return read ?? { error: 'malformed' };
  }

  /** A protected account asks for its proof first: a phone that was left lying about must not end it. */
  async erase({ session }: Asker): Promise<Outcome<object>> {
    const { desk, eraser } = this.#options;
    if (await desk.needsProof(session)) return { error: 'needs-proof' };
    await eraser.erase(session.accountId);
    return {};
  }
}
