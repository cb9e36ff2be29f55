/** What the naive model's rows look like: written from the product's words, not from its types. */
import type { Op } from '#domain/op.ts';
import type { NaiveAccounts } from './naive-ledger.ts';
import type { NaivePlans } from './naive-plans.ts';

export interface NaiveMember {
  name: string;
  role: string;
  active: boolean;
  joinedAt: number;
  /** Of who is not active. */
  out: 'left' | 'removed' | 'named' | 'waiting' | 'refused';
  nameHidden: boolean;
  claimedBy: string | null;
  /** The link they named. */
  cameBy?: unknown;
  firstVersion: number;
  lastVersion: number;
}

export interface NaiveMessage {
  author: string;
  at: number;
  text: string;
  photos: readonly unknown[];
  replyTo: string | null;
  mentions: readonly string[];
  editedAt: number | null;
  deletedBy: string | null;
  reactions: Map<string, string[]>;
  notice: Record<string, string> | null;
  firstVersion: number;
  lastVersion: number;
}

export interface NaiveLink {
  readonly hash: string;
  readonly role: string;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly maxUses: number | null;
  uses: number;
  readonly needsApproval: boolean;
  readonly revokedBy: string | null;
}

export interface NaiveGroup {
  readonly accounts: NaiveAccounts;
  readonly plans: NaivePlans;
  deletedAt: number | null;
  /** By what they are called; the first one is here once it is over. */
  readonly links: Map<string, NaiveLink>;
  name: string;
  picture: string;
  createdBy: string;
  createdAt: number;
  inviteHash: string;
  version: number;
  lastVersion: number;
  readonly members: Map<string, NaiveMember>;
  /** In version order. */
  readonly messages: Map<string, NaiveMessage>;
  /** What should never have been let into this log, with its version. */
  readonly offences: { version: number; what: string }[];
  /** Ops that came before the message they are about: only a server that lost history may let them in. */
  readonly early: { version: number; what: string }[];
  /** Those of them that change a message, until it comes: then they do what they may, in log order. */
  parked: { readonly version: number; readonly op: Op }[];
  /** chain(n) at n; chain(0) first. */
  readonly chains: string[];
  /** Of the last op folded. */
  lastHash: string;
}

export function makeMember(op: Op, name: string, role: string, version: number): NaiveMember {
  return {
    name,
    role,
    active: true,
    out: 'left',
    nameHidden: false,
    claimedBy: null,
    joinedAt: op.at,
    firstVersion: version,
    lastVersion: version,
  };
}

export function makeMessage(
  op: Op,
  version: number,
  text: string,
  notice: Record<string, string> | null,
): NaiveMessage {
  return {
    author: op.actorId,
    at: op.at,
    text,
    photos: [],
    replyTo: null,
    mentions: [],
    editedAt: null,
    deletedBy: null,
    reactions: new Map(),
    notice,
    firstVersion: version,
    lastVersion: version,
  };
}
