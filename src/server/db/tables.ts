/**
 * The database as Kysely sees it. Every table's meaning stands in `sync/log-store.ts`, `account-store.ts` and
 * `audit/audit-entry.ts`.
 */
import type { ColumnType } from 'kysely';

export interface Tables {
  current_epoch: CurrentEpochTable;
  group_heads: GroupHeadsTable;
  ops: OpsTable;
  parked: ParkedTable;
  past_points: PastPointsTable;
  past_rows: PastRowsTable;
  plan_edits: PlanEditTable;
  plan_texts: PlanTextTable;
  verdicts: VerdictsTable;
  access: AccessTable;
  rows: RowsTable;
  marks: MarksTable;
  accounts: AccountsTable;
  devices: DevicesTable;
  sessions: SessionsTable;
  consents: ConsentsTable;
  audit: AuditTable;
  audit_head: AuditHeadTable;
  auth_users: AuthUsersTable;
  auth_passkeys: AuthPasskeysTable;
  auth_secret: AuthSecretTable;
  logins: LoginsTable;
  recovery_codes: RecoveryCodesTable;
  tickets: TicketsTable;
  link_requests: LinkRequestsTable;
  blobs: BlobTable;
}

/** One row. `begun_at` and `healing_until` are epoch ms by the server's clock. */
interface CurrentEpochTable {
  is_current: boolean;
  epoch: string;
  begun_at: number;
  healing_until: number | null;
  /** Of PostgreSQL, eight hexadecimal digits; see `follow-timeline.ts`. */
  timeline: ColumnType<string | null, string | undefined, string>;
}

interface GroupHeadsTable {
  group_id: string;
  head: number;
  chain: string;
  parked_bytes: ColumnType<number, number | undefined, number>;
  folded: ColumnType<number, number | undefined, number>;
  cleared: ColumnType<number, number | undefined, number>;
}

interface PastPointsTable {
  group_id: string;
  version: number;
  at: number;
  /** JSON, nearly always `[]`. */
  parked: string;
}

interface PastRowsTable {
  group_id: string;
  table_name: string;
  id: string;
  row_version: number;
  json: string;
}

interface ParkedTable {
  group_id: string;
  version: number;
  target_id: string;
  bytes: number;
}

interface OpsTable {
  group_id: string;
  version: number;
  op_id: string;
  actor_id: string;
  at: number;
  type: string;
  v: number;
  salt: string;
  /** Canonical JSON as text: NUL escapes and key order survive byte for byte, which jsonb would not allow. */
  body: string;
  hash: string;
  chain: string;
  /** Lost its words because it is old, not because they were erased. */
  is_cleared: ColumnType<boolean, boolean | undefined, boolean>;
}

interface VerdictsTable {
  group_id: string;
  device_id: string;
  seq: number;
  op_id: string;
  hash: string;
  /** Committed at this version, or null and `rejection` says why. */
  version: number | null;
  rejection: string | null;
  first: boolean;
}

interface AccessTable {
  group_id: string;
  member_id: string;
  account_id: string;
  role: string;
  active: boolean;
  version: number;
}

interface RowsTable {
  group_id: string;
  table_name: string;
  id: string;
  version: number;
  row_version: number;
  json: string;
}

interface MarksTable {
  group_id: string;
  member_id: string;
  epoch: string;
  delivered: number;
  read: number;
}

interface AccountsTable {
  account_id: string;
  made_at: number;
  /** The account this one went to when its person signed in; nothing is bound to it any more. */
  merged_into: ColumnType<string | null, undefined, string>;
}

interface DevicesTable {
  device_id: string;
  account_id: string;
  /** SHA-256 of the device's secret, base64url; empty once the device was signed out: no secret opens it then. */
  secret_hash: string;
  made_at: number;
  /** As the device calls itself: 'Chrome · Android'. */
  name: ColumnType<string, string | undefined, string>;
  seen_at: ColumnType<number | null, number | undefined, number>;
  revoked_at: ColumnType<number | null, undefined, number | null>;
  /** See `protocol/bundle.ts`. */
  public_key: ColumnType<string | null, undefined, string | null>;
}

interface SessionsTable {
  /** SHA-256 of the cookie's token, base64url. */
  token_hash: string;
  account_id: string;
  device_id: string;
  made_at: number;
  expires_at: number;
  revoked: ColumnType<boolean, boolean | undefined, boolean>;
  /** When the person last proved who they are, by what protects the account. */
  proven_at: ColumnType<number | null, number | null | undefined, number>;
  /** Made by a release whose cookie no other host can set; see `gateway/session-cookie.ts`. */
  is_named_by_host: ColumnType<boolean, boolean | undefined, boolean>;
}

/** better-auth's, as are `auth_verifications` (never read here) and `auth_passkeys`. */
interface AuthUsersTable {
  id: string;
  name: string;
  email: string;
  email_verified: boolean;
  created_at: Date;
  updated_at: Date;
}

interface AuthPasskeysTable {
  id: string;
  name: string | null;
  user_id: string;
  created_at: Date | null;
}

interface AuthSecretTable {
  is_current: ColumnType<boolean, undefined, never>;
  secret: string;
}

/** What better-auth calls a user is for us one way into an account: all its passkeys, or its e-mail address. */
interface LoginsTable {
  user_id: string;
  account_id: string;
  kind: 'passkey' | 'email';
  made_at: number;
}

interface RecoveryCodesTable {
  account_id: string;
  code_hash: string;
  made_at: number;
}

interface TicketsTable {
  ticket_hash: string;
  account_id: string;
  expires_at: number;
}

interface LinkRequestsTable {
  request_id: string;
  secret_hash: string;
  code_hash: string;
  device_name: string;
  number: string;
  expires_at: number;
  /** Of the person who let it in; null: nobody has yet. */
  account_id: ColumnType<string | null, undefined, string>;
  refused: ColumnType<boolean, undefined, boolean>;
}

interface ConsentsTable {
  account_id: string;
  matter: string;
  /** Of the words that were on the screen. */
  version: number;
  given: boolean;
  /** Epoch ms, server clock. */
  at: number;
}

interface AuditTable {
  seq: number;
  /** Epoch ms, server clock. */
  at: number;
  kind: string;
  /** Canonical JSON: it is hashed. */
  about: string;
  hash: string;
}

interface AuditHeadTable {
  seq: number;
  hash: string;
}

export interface BlobTable {
  group_id: string;
  blob_id: string;
  account_id: string;
  mime: string;
  bytes: number;
  sent_bytes: number;
  width: number;
  height: number;
  made_at: number;
  named: boolean;
  /** Epoch ms; null: a row names it, or nothing ever did. */
  unnamed_since: number | null;
}

/** Where in the log the edits of a plan's text stand. */
export interface PlanEditTable {
  group_id: string;
  plan_id: string;
  version: number;
  /** Of the update, as its op carries it. */
  bytes: number;
}

export interface PlanTextTable {
  group_id: string;
  plan_id: string;
  /** Every edit up to it. */
  version: number;
  /** Epoch ms: of its last edit. */
  at: number;
  bytes: number;
  data: Uint8Array;
}
