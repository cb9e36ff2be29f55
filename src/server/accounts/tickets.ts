/** What a proof is exchanged for: 256 bits that open the account once, within ten minutes, on whichever device brings them. */
import type { ProtectionStore } from '../db/protection-store.ts';
import type { Outcome } from './account-desk.ts';
import type { Proof } from './identity-proofs.ts';
import { hashSecret, newToken } from './secrets.ts';

export interface TicketOptions {
  readonly protections: ProtectionStore;
  readonly now: () => number;
}

export interface Ticket {
  readonly ticket: string;
}

const TICKET_MS = 10 * 60_000;

/** To the account as it is now: it may have been joined with another since. */
export async function issueTicket({ protections, now }: TicketOptions, accountId: string): Promise<Ticket> {
  const ticket = newToken();
  const present = await protections.resolveAccount(accountId);
  await protections.addTicket(hashSecret(ticket), present, now() + TICKET_MS);
  return { ticket };
}

export async function ticketOf(options: TicketOptions, proof: Proof): Promise<Outcome<Ticket>> {
  if (!proof.ok) return { error: proof.error };
  const { protections } = options;
  const accountId = await protections.getAccountOf(proof.userId);
  if (accountId !== undefined) return issueTicket(options, accountId);
  await protections.forgetUser(proof.userId);
  return { error: 'no-account' };
}
