/**
 * What people do with their accounts, as plain calls: protect, come in, let a device in, sign one out. No HTTP.
 *
 *   passkey │ code by e-mail │ recovery code │ another device's yes  ──→  ticket (256 bits, ten minutes, once)
 *   ticket + device  ──redeem──→  a new session of the account; the device's own account, if unprotected, joins it
 *
 * Expected outcomes are refusals; what throws is the database, SMTP, or a bug.
 */
import type { AccountReply, AccountRequest, AccountView, LinkOffer } from '#protocol/account.ts';
import type { AccountRefusal } from '#protocol/account-refusals.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { AccountStore, SessionRecord } from '../db/account-store.ts';
import type { ProtectionStore } from '../db/protection-store.ts';
import { SESSION_MAX_SECONDS, type SessionKeeper } from '../gateway/session-keeper.ts';
import type { AttemptLimits } from './attempt-limits.ts';
import { isDeviceKey } from './device-signature.ts';
import type { IdentityProofs, Proof } from './identity-proofs.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { hashSecret, newCode, newNumber, newToken, readCode } from './secrets.ts';
import type { MailLanguage } from './send-mail.ts';
import { issueTicket, ticketOf } from './tickets.ts';

export interface Refusal {
  readonly error: AccountRefusal;
  readonly retryAfterMs?: number;
}
export type Outcome<R> = R | Refusal;

/** Somebody signed in. */
export interface Asker {
  readonly session: SessionRecord;
  readonly proofs: () => Promise<IdentityProofs>;
  readonly address: string;
}
/** Somebody at the door. */
export interface Visitor {
  readonly proofs: () => Promise<IdentityProofs>;
  readonly address: string;
}

export interface DeskOptions {
  readonly accounts: AccountStore;
  readonly protections: ProtectionStore;
  readonly sessions: SessionKeeper;
  readonly limits: AttemptLimits;
  readonly audit: AuditLog;
  /** Notes in which language the code to this address is to be written; undefined: there is no SMTP. */
  readonly mailTo: ((email: string, language: MailLanguage) => void) | undefined;
  readonly now: () => number;
  readonly newId: () => string;
}

const LINK_MS = 10 * 60_000;
/** Removing a protection, or adding one more, asks for a proof this fresh. */
const PROOF_MS = 10 * 60_000;
/** 40 bits, for ten minutes, behind a limit per account. */
const LINK_LETTERS = 8;
/** 140 bits: written on paper, valid until used. */
const RECOVERY_LETTERS = 28;

const DONE = {} as const;

export class AccountDesk {
  readonly #codeTries = new OneAtATime();
  readonly #options: DeskOptions;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  async read({ session }: Asker): Promise<AccountView> {
    const { accounts, protections, mailTo } = this.#options;
    const { accountId, deviceId } = session;
    const [held, devices] = await Promise.all([
      protections.listProtections(accountId),
      accounts.listDevices(accountId),
    ]);
    return {
      accountId,
      isProven: this.#isProven(session),
      passkeys: held.passkeys.map((one) => ({ ...one })),
      email: held.email,
      recoveryMadeAt: held.recoveryMadeAt,
      devices: devices.map((device) => ({ ...device, isThis: device.deviceId === deviceId })),
      offersEmail: mailTo !== undefined,
    };
  }

  // --- protecting ---------------------------------------------------------------------------------

  async beginPasskey({ session, proofs }: Asker): Promise<Outcome<AccountReply<'account/passkey/begin'>>> {
    if (await this.needsProof(session)) return { error: 'needs-proof' };
    const { protections, now, newId } = this.#options;
    const { accountId } = session;
    const userId = await protections.ensurePasskeyLogin(accountId, newId(), now());
    return (await proofs()).beginPasskey(userId, 'Racha');
  }

  async addPasskey(
    { session, proofs }: Asker,
    answer: AccountRequest<'account/passkey/add'>,
  ): Promise<Outcome<object>> {
    if (await this.needsProof(session)) return { error: 'needs-proof' };
    const userId = await this.#options.protections.getLogin(session.accountId, 'passkey');
    if (userId === undefined) return { error: 'expired' };
    const proof = await (await proofs()).addPasskey(userId, answer);
    if (!proof.ok) return { error: proof.error };
    await this.#protected(session, 'passkey');
    return DONE;
  }

  async removePasskey(
    { session }: Asker,
    { passkeyId }: AccountRequest<'account/passkey/remove'>,
  ): Promise<Outcome<object>> {
    if (!this.#isProven(session)) return { error: 'needs-proof' };
    const isRemoved = await this.#options.protections.removePasskey(session.accountId, passkeyId);
    return isRemoved ? DONE : { error: 'malformed' };
  }

  async beginEmail(
    asker: Asker,
    { email, language }: AccountRequest<'account/email/begin'>,
  ): Promise<Outcome<object>> {
    if (await this.needsProof(asker.session)) return { error: 'needs-proof' };
    return this.#sendCode(asker, email, language);
  }

  async addEmail(
    { session, proofs }: Asker,
    { email, code }: AccountRequest<'account/email/add'>,
  ): Promise<Outcome<object>> {
    if (await this.needsProof(session)) return { error: 'needs-proof' };
    const proof = await this.#proveByCode(proofs, email, code);
    if (!proof.ok) return { error: proof.error };
    const { protections, now } = this.#options;
    const isBound = await protections.bindEmailLogin(session.accountId, proof.userId, now());
    if (!isBound) return { error: 'taken' };
    await this.#protected(session, 'email');
    return DONE;
  }

  async removeEmail({ session }: Asker): Promise<Outcome<object>> {
    if (!this.#isProven(session)) return { error: 'needs-proof' };
    await this.#options.protections.removeEmailLogin(session.accountId);
    return DONE;
  }

  /** Told once; the one before opens nothing any more. */
  async renewRecoveryCode({ session }: Asker): Promise<Outcome<{ code: string }>> {
    if (await this.needsProof(session)) return { error: 'needs-proof' };
    const { protections, now } = this.#options;
    const code = newCode(RECOVERY_LETTERS);
    await protections.putRecoveryCode(session.accountId, hashSecret(readCode(code)), now());
    await this.#protected(session, 'recovery-code');
    return { code };
  }

  async removeRecoveryCode({ session }: Asker): Promise<Outcome<object>> {
    if (!this.#isProven(session)) return { error: 'needs-proof' };
    await this.#options.protections.removeRecoveryCode(session.accountId);
    return DONE;
  }

  // --- devices ------------------------------------------------------------------------------------

  async endDevice(
    { session }: Asker,
    { deviceId }: AccountRequest<'account/device/end'>,
  ): Promise<Outcome<object>> {
    if (await this.needsProof(session)) return { error: 'needs-proof' };
    return (await this.#endDevice(session.accountId, deviceId)) ? DONE : { error: 'malformed' };
  }

  /** A session can do nothing by it that it cannot do without: it pushes as this account already. */
  async bindDeviceKey(
    { session }: Asker,
    { publicKey }: AccountRequest<'account/device/key'>,
  ): Promise<Outcome<object>> {
    const { accounts, audit } = this.#options;
    const { accountId, deviceId } = session;
    if (!(await isDeviceKey(publicKey))) return { error: 'malformed' };
    const before = await accounts.getDeviceKey(deviceId);
    if (before?.publicKey === publicKey) return DONE;
    if (!(await accounts.putDeviceKey({ deviceId, accountId, publicKey }))) return { error: 'signed-out' };
    await audit.record('device.key-bound', { accountId, deviceId });
    return DONE;
  }

  /** Signing out, on this device: it needs no proof. */
  async leave(session: SessionRecord): Promise<void> {
    await this.#endDevice(session.accountId, session.deviceId);
  }

  async #endDevice(accountId: string, deviceId: string): Promise<boolean> {
    const { accounts, sessions, audit, now } = this.#options;
    if (!(await accounts.endDevice(accountId, deviceId, now()))) return false;
    sessions.noteEnded((session) => session.deviceId === deviceId);
    await audit.record('device.removed', { accountId, deviceId });
    return true;
  }

  // --- letting a device in ------------------------------------------------------------------------

  async lookAtLink(
    { session }: Asker,
    { code }: AccountRequest<'account/link/look'>,
  ): Promise<Outcome<AccountReply<'account/link/look'>>> {
    const retryAfterMs = this.#options.limits.code(session.accountId);
    if (retryAfterMs > 0) return { error: 'too-many', retryAfterMs };
    const { protections, now } = this.#options;
    return (await protections.getLinkRequest(hashSecret(readCode(code)), now())) ?? { error: 'wrong-code' };
  }

  async answerLink(
    { session }: Asker,
    { code, isApproved }: AccountRequest<'account/link/answer'>,
  ): Promise<Outcome<object>> {
    const { limits, protections, now } = this.#options;
    const retryAfterMs = limits.code(session.accountId);
    if (retryAfterMs > 0) return { error: 'too-many', retryAfterMs };
    const accountId = isApproved ? session.accountId : undefined;
    const isAnswered = await protections.answerLinkRequest(hashSecret(readCode(code)), accountId, now());
    if (!isAnswered) return { error: 'wrong-code' };
    if (isApproved) {
      await this.#options.audit.record('device.approved', {
        accountId: session.accountId,
        deviceId: session.deviceId,
      });
    }
    return DONE;
  }

  // --- at the door --------------------------------------------------------------------------------

  async beginPasskeyEntry({
    proofs,
    address,
  }: Visitor): Promise<Outcome<AccountReply<'entry/passkey/begin'>>> {
    const retryAfterMs = this.#options.limits.entry(address);
    if (retryAfterMs > 0) return { error: 'too-many', retryAfterMs };
    return (await proofs()).beginPasskeyEntry();
  }

  async enterByPasskey(
    { proofs, address }: Visitor,
    answer: AccountRequest<'entry/passkey/finish'>,
  ): Promise<Outcome<{ ticket: string }>> {
    const retryAfterMs = this.#options.limits.entry(address);
    if (retryAfterMs > 0) return { error: 'too-many', retryAfterMs };
    return ticketOf(this.#options, await (await proofs()).proveByPasskey(answer));
  }

  async beginEmailEntry(
    visitor: Visitor,
    { email, language }: AccountRequest<'entry/email/begin'>,
  ): Promise<Outcome<object>> {
    return this.#sendCode(visitor, email, language);
  }

  async enterByEmail(
    { proofs, address }: Visitor,
    { email, code }: AccountRequest<'entry/email/finish'>,
  ): Promise<Outcome<{ ticket: string }>> {
    const retryAfterMs = this.#options.limits.entry(address);
    if (retryAfterMs > 0) return { error: 'too-many', retryAfterMs };
    return ticketOf(this.#options, await this.#proveByCode(proofs, email, code));
  }

  async #proveByCode(proofs: Visitor['proofs'], email: string, code: string): Promise<Proof> {
    if (this.#options.limits.guess(email) > 0) return { ok: false, error: 'too-many' };
    return this.#codeTries.run(email.toLowerCase(), async () =>
      (await proofs()).proveByCode(email, code.trim()),
    );
  }

  async enterByRecoveryCode(
    { address }: Visitor,
    { code }: AccountRequest<'entry/recovery'>,
  ): Promise<Outcome<{ ticket: string }>> {
    const retryAfterMs = this.#options.limits.entry(address);
    if (retryAfterMs > 0) return { error: 'too-many', retryAfterMs };
    const accountId = await this.#options.protections.takeRecoveryCode(hashSecret(readCode(code)));
    return accountId === undefined ? { error: 'wrong-code' } : issueTicket(this.#options, accountId);
  }

  async beginLink(
    { address }: Visitor,
    { deviceName }: AccountRequest<'entry/link/begin'>,
  ): Promise<Outcome<LinkOffer>> {
    const { protections, limits, now, newId } = this.#options;
    const retryAfterMs = limits.entry(address);
    if (retryAfterMs > 0) return { error: 'too-many', retryAfterMs };
    const offer: LinkOffer = {
      requestId: newId(),
      secret: newToken(),
      code: newCode(LINK_LETTERS),
      number: newNumber(),
      expiresAt: now() + LINK_MS,
    };
    await protections.addLinkRequest({
      requestId: offer.requestId,
      secretHash: hashSecret(offer.secret),
      codeHash: hashSecret(readCode(offer.code)),
      deviceName,
      number: offer.number,
      expiresAt: offer.expiresAt,
    });
    return offer;
  }

  async awaitLink(
    { address }: Visitor,
    { requestId, secret }: AccountRequest<'entry/link/wait'>,
  ): Promise<Outcome<AccountReply<'entry/link/wait'>>> {
    const { protections, limits, now } = this.#options;
    const retryAfterMs = limits.wait(address);
    if (retryAfterMs > 0) return { error: 'too-many', retryAfterMs };
    const answer = await protections.takeLinkAnswer(requestId, hashSecret(secret), now());
    if (answer.state === 'approved') return issueTicket(this.#options, answer.accountId);
    return answer.state === 'expired' ? { error: 'expired' } : { state: answer.state };
  }

  /** `token`: the cookie to set. */
  async redeem(
    request: AccountRequest<'entry/redeem'>,
    isNamedByHost: boolean,
  ): Promise<Outcome<{ readonly accountId: string; readonly token: string }>> {
    const { protections, sessions, audit, now } = this.#options;
    const { ticket, deviceId, deviceSecret, deviceName, join } = request;
    const token = newToken();
    const tokenHash = hashSecret(token);
    const redeemed = await protections.redeem({
      ticketHash: hashSecret(ticket),
      deviceId,
      secretHash: hashSecret(deviceSecret),
      deviceName,
      join,
      tokenHash,
      isNamedByHost,
      expiresAt: now() + SESSION_MAX_SECONDS * 1000,
      now: now(),
    });
    if (redeemed.kind !== 'bound') return { error: redeemed.kind };
    const { accountId, merged } = redeemed;
    sessions.noteEnded((session) => session.deviceId === deviceId || session.accountId === merged);
    // No cookie is given that the audit log does not know of.
    if (merged !== undefined) await audit.record('account.merged', { accountId, merged, deviceId });
    await audit.record('account.recovered', { accountId, deviceId });
    return { accountId, token };
  }

  // --- inside -------------------------------------------------------------------------------------

  async #sendCode(
    { proofs, address }: Visitor,
    email: string,
    language: MailLanguage,
  ): Promise<Outcome<object>> {
    const { mailTo, limits } = this.#options;
    if (!mailTo) return { error: 'unavailable' };
    const retryAfterMs = limits.mail(email, address);
    if (retryAfterMs > 0) return { error: 'too-many', retryAfterMs };
    mailTo(email, language);
    await (await proofs()).sendCode(email);
    return DONE;
  }

  #protected({ accountId, deviceId }: SessionRecord, by: string): Promise<void> {
    return this.#options.audit.record('account.protected', { accountId, deviceId, by });
  }

  /** The account is protected, and its person has not proven themself lately. The first protection asks for no proof. */
  async needsProof(session: SessionRecord): Promise<boolean> {
    if (this.#isProven(session)) return false;
    const { passkeys, email, recoveryMadeAt } = await this.#options.protections.listProtections(
      session.accountId,
    );
    return passkeys.length > 0 || email !== null || recoveryMadeAt !== null;
  }

  #isProven({ provenAt }: SessionRecord): boolean {
    return provenAt !== null && this.#options.now() - provenAt < PROOF_MS;
  }
}
