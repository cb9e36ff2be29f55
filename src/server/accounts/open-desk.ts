/**
 * The desk with what it stands on. better-auth and nodemailer are fetched when somebody first needs them: most starts
 * of a server need neither within the first hour, and the two together take longer to load than all the rest.
 */
import { randomBytes } from 'node:crypto';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Database } from '../db/open-database.ts';
import type { SessionKeeper } from '../gateway/session-keeper.ts';
import type { TakeSharing } from '../gateway/shared-buckets.ts';
import type { Eraser } from '../privacy/eraser.ts';
import { PrivacyDesk } from '../privacy/privacy-desk.ts';
import type { ClientReports } from '../privacy/report-place.ts';
import { AccountDesk } from './account-desk.ts';
import { createAttemptLimits } from './attempt-limits.ts';
import type { IdentityProofs } from './identity-proofs.ts';
import type { Mailer, MailLanguage, MailOptions } from './send-mail.ts';

export interface OpenDeskOptions {
  readonly database: Database;
  readonly sessions: SessionKeeper;
  readonly audit: AuditLog;
  readonly eraser: Eraser;
  readonly mail: MailOptions | undefined;
  /** Newest first. undefined: one is made and kept in the database. */
  readonly authSecrets: readonly string[] | undefined;
  readonly clientReports: ClientReports | undefined;
  /** Of attempts, with the other nodes. */
  readonly sharing: TakeSharing | undefined;
  readonly now: () => number;
  readonly newId: () => string;
}

export interface OpenDesk {
  readonly desk: AccountDesk;
  readonly privacy: PrivacyDesk;
  readonly proofsFor: (origin: string) => Promise<IdentityProofs>;
}

/** A server has one name, or a few where nobody gave it one: by its address in the house, by localhost. */
const ORIGINS_MAX = 8;

export function openDesk(options: OpenDeskOptions): OpenDesk {
  const { database, sessions, audit, mail, now, newId } = options;
  const { accounts, protections, tables } = database;
  const proofsByOrigin = new Map<string, Promise<IdentityProofs>>();
  /** Asked for just before better-auth makes the code, which knows no languages. */
  const languages = new Map<string, MailLanguage>();
  let mailer: Promise<Mailer> | undefined;

  const sendCode = async (email: string, code: string): Promise<void> => {
    if (!mail) return;
    mailer ??= import('./send-mail.ts').then(({ createMailer }) => createMailer(mail));
    const language = languages.get(email) ?? 'pt-BR';
    languages.delete(email);
    await (await mailer).sendCode(email, code, language);
  };
  const open = async (origin: string): Promise<IdentityProofs> => {
    const { createIdentityProofs } = await import('./identity-proofs.ts');
    const secrets = options.authSecrets ?? [
      await protections.ensureSecret(randomBytes(32).toString('base64url')),
    ];
    return createIdentityProofs({ db: tables, secrets, origin, sendCode });
  };
  const desk = new AccountDesk({
    accounts,
    protections,
    sessions,
    audit,
    limits: createAttemptLimits(() => performance.now(), options.sharing),
    mailTo: mail && ((email, language) => languages.set(email, language)),
    now,
    newId,
  });
  return {
    desk,
    privacy: new PrivacyDesk({
      database,
      desk,
      eraser: options.eraser,
      audit,
      clientReports: options.clientReports,
      now,
    }),
    proofsFor(origin) {
      const known = proofsByOrigin.get(origin);
      if (known) return known;
      if (proofsByOrigin.size >= ORIGINS_MAX) proofsByOrigin.clear();
      const opening = open(origin);
      proofsByOrigin.set(origin, opening);
      opening.catch(() => proofsByOrigin.delete(origin));
      return opening;
    },
  };
}
