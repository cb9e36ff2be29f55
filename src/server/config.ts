/** The configuration: environment in, one checked object out. A bad value stops the start with one line. */
import * as v from 'valibot';
import { ENVIRONMENT_PATTERN, isDsn } from '#protocol/error-reports.ts';
import { isSupportContact } from '#protocol/support.ts';
import type { PhotosConfig } from './blobs/open-photos.ts';
import type { DatabasePlace } from './db/open-database.ts';
import { StartFailure } from './db/start-failure.ts';
import { complainAboutKeys, readSecrets, splitKeys } from './read-secrets.ts';
import type { PastPolicy } from './sync/past-policy.ts';

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly database: DatabasePlace;
  /** Where what must outlive a restored backup is remembered: outside the database. */
  readonly ledgerDirectory: string;
  /** Where photos lie, and how many of them. */
  readonly photos: PhotosConfig;
  /** For how long one can return to what. */
  readonly past: PastPolicy;
  readonly redisUrl: string | undefined;
  readonly publicOrigin: string | undefined;
  /** Keys that sign, newest first; a second is believed while it is being replaced. Absent: the database keeps one. */
  readonly authSecrets: readonly string[] | undefined;
  /** Behind a reverse proxy that sets X-Forwarded-For: believe it. */
  readonly trustProxy: boolean;
  /** Codes by e-mail are offered only with it. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | undefined;
  /** Where errors are told besides the log: the server's own, and those of apps whose person allowed it. Both off by default. */
  readonly errorReports: {
    readonly serverDsn: string | undefined;
    readonly clientDsn: string | undefined;
    readonly environment: string;
    /** Of the apps' errors: 0 to 1. */
    readonly sampleRate: number;
  };
  /** Whom people may ask for help: an e-mail address or an https address; shown where errors are. */
  readonly supportContact: string | undefined;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Where the built app lies. */
  readonly clientDirectory: string;
  /** The kill switch is served as the service worker. */
  readonly isWorkerWithdrawn: boolean;
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

const wholeNumber = v.pipe(v.string(), v.regex(/^\d{1,5}$/, 'must be a whole number'), v.transform(Number));
const megabytes = v.pipe(
  v.string(),
  v.regex(/^[1-9]\d{0,6}$/, 'must be a whole number of megabytes'),
  v.transform((text) => Number(text) * 1024 * 1024),
);
const days = v.pipe(
  v.string(),
  v.regex(/^(\d{1,4}|forever)$/, 'must be a number of days, or forever'),
  v.transform((text) => (text === 'forever' ? Number.POSITIVE_INFINITY : Number(text))),
);
const urlOf = (...protocols: string[]) =>
  v.pipe(
    v.string(),
    v.check(
      (text) => protocols.includes(URL.parse(text)?.protocol ?? ''),
      `must be a URL: ${protocols.join(' or ')}`,
    ),
  );

const dsn = v.pipe(v.string(), v.check(isDsn, 'must be a DSN without a secret, like https://key@host/1'));

const environmentSchema = v.object({
  PORT: v.optional(v.pipe(wholeNumber, v.maxValue(65_535, 'must be at most 65535')), '3000'),
  HOST: v.optional(v.pipe(v.string(), v.nonEmpty('must not be empty')), '0.0.0.0'),
  DATA_DIR: v.optional(v.pipe(v.string(), v.nonEmpty('must not be empty')), './data'),
  LEDGER_DIR: v.optional(v.string()),
  BLOB_DIR: v.optional(v.string()),
  BLOB_GROUP_MAX_MB: v.optional(megabytes, '2000'),
  BLOB_DAY_MAX_MB: v.optional(megabytes, '300'),
  PAST_EVERY_VERSION_DAYS: v.optional(days, '90'),
  PAST_EVERY_DAY_DAYS: v.optional(days, '400'),
  S3_ENDPOINT: v.optional(urlOf('http:', 'https:')),
  S3_REGION: v.optional(v.string(), 'us-east-1'),
  S3_BUCKET: v.optional(v.string()),
  S3_ACCESS_KEY_ID: v.optional(v.string()),
  S3_SECRET_ACCESS_KEY: v.optional(v.string()),
  DATABASE_URL: v.optional(urlOf('postgres:', 'postgresql:')),
  REDIS_URL: v.optional(urlOf('redis:', 'rediss:')),
  PUBLIC_ORIGIN: v.optional(
    v.pipe(
      urlOf('http:', 'https:'),
      v.check((text) => new URL(text).origin === text, 'must be an origin, like https://racha.example'),
    ),
  ),
  AUTH_SECRET: v.optional(
    v.pipe(
      v.string(),
      v.check(
        (text) => complainAboutKeys(text) === undefined,
        ({ input }) => complainAboutKeys(input) ?? '',
      ),
    ),
  ),
  TRUST_PROXY: v.optional(v.picklist(['true', 'false'], 'must be true or false'), 'false'),
  SMTP_URL: v.optional(urlOf('smtp:', 'smtps:')),
  MAIL_FROM: v.optional(
    v.pipe(v.string(), v.includes('@', 'must be an address, like Racha <racha@example.org>')),
  ),
  SENTRY_DSN: v.optional(dsn),
  SENTRY_CLIENT_DSN: v.optional(dsn),
  SENTRY_ENVIRONMENT: v.optional(
    v.pipe(v.string(), v.regex(ENVIRONMENT_PATTERN, 'must be a short word, like production')),
    'production',
  ),
  SENTRY_SAMPLE_RATE: v.optional(
    v.pipe(v.string(), v.regex(/^(0|1|0?\.\d{1,4})$/, 'must be a number from 0 to 1'), v.transform(Number)),
    '1',
  ),
  SUPPORT_CONTACT: v.optional(
    v.pipe(
      v.string(),
      v.check(isSupportContact, 'must be an e-mail address, or an address that begins with https://'),
    ),
  ),
  LOG_LEVEL: v.optional(v.picklist(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`), 'info'),
  CLIENT_DIR: v.optional(v.string(), './dist/client'),
  WITHDRAW_WORKER: v.optional(v.picklist(['true', 'false'], 'must be true or false'), 'false'),
});

/** Throws StartFailure naming the variable, never its value. An empty variable counts as absent. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = v.safeParse(environmentSchema, readSecrets(environment));
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new StartFailure(`${v.getDotPath(issue) ?? 'configuration'}: ${issue.message}`);
  }
  const env = parsed.output;
  if (env.SMTP_URL !== undefined && env.MAIL_FROM === undefined) {
    throw new StartFailure('MAIL_FROM: needed with SMTP_URL, like Racha <racha@example.org>');
  }
  return {
    port: env.PORT,
    host: env.HOST,
    database: env.DATABASE_URL === undefined ? { dataDir: env.DATA_DIR } : { url: env.DATABASE_URL },
    // Beside the data, not in it: a backup of the directory must not take it back in time.
    ledgerDirectory: env.LEDGER_DIR ?? `${env.DATA_DIR.replace(/[/\\]+$/, '')}-ledger`,
    photos: {
      place: readBucket(env) ?? { directory: env.BLOB_DIR ?? `${env.DATA_DIR.replace(/[/\\]+$/, '')}/blobs` },
      groupMaxBytes: env.BLOB_GROUP_MAX_MB,
      dayMaxBytes: env.BLOB_DAY_MAX_MB,
    },
    past: readPolicy(env),
    redisUrl: env.REDIS_URL,
    publicOrigin: env.PUBLIC_ORIGIN,
    authSecrets: env.AUTH_SECRET === undefined ? undefined : splitKeys(env.AUTH_SECRET),
    trustProxy: env.TRUST_PROXY === 'true',
    mail:
      env.SMTP_URL === undefined || env.MAIL_FROM === undefined
        ? undefined
        : { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM },
    errorReports: {
      serverDsn: env.SENTRY_DSN,
      clientDsn: env.SENTRY_CLIENT_DSN,
      environment: env.SENTRY_ENVIRONMENT,
      sampleRate: env.SENTRY_SAMPLE_RATE,
    },
    supportContact: env.SUPPORT_CONTACT,
    logLevel: env.LOG_LEVEL,
    clientDirectory: env.CLIENT_DIR,
    isWorkerWithdrawn: env.WITHDRAW_WORKER === 'true',
  };
}

const DAY_MS = 86_400_000;
/** Devices bring back what a restored server lost for a week: until then the log has it whole. */
const EVERY_VERSION_MIN_DAYS = 14;

function readPolicy(env: v.InferOutput<typeof environmentSchema>): PastPolicy {
  const { PAST_EVERY_VERSION_DAYS: everyVersion, PAST_EVERY_DAY_DAYS: everyDay } = env;
  if (everyVersion < EVERY_VERSION_MIN_DAYS)
    throw new StartFailure(`PAST_EVERY_VERSION_DAYS: must be at least ${EVERY_VERSION_MIN_DAYS}`);
  if (everyDay < everyVersion)
    throw new StartFailure('PAST_EVERY_DAY_DAYS: must not be less than PAST_EVERY_VERSION_DAYS');
  return {
    everyVersionMs: everyVersion === Number.POSITIVE_INFINITY ? null : everyVersion * DAY_MS,
    everyDayMs: everyDay * DAY_MS,
  };
}

/** All of it or nothing of it. */
function readBucket(env: v.InferOutput<typeof environmentSchema>): PhotosConfig['place'] | undefined {
  const { S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = env;
  const given = { S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY };
  const missing = Object.entries(given).filter(([, value]) => value === undefined);
  if (missing.length === Object.keys(given).length) return undefined;
  if (env.BLOB_DIR !== undefined)
    throw new StartFailure('BLOB_DIR: S3_BUCKET is given too; keep one of them');
  if (!S3_ENDPOINT || !S3_BUCKET || !S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY) {
    throw new StartFailure(`${missing[0]?.[0]}: needed with the others that begin with S3_`);
  }
  return {
    endpoint: S3_ENDPOINT,
    region: env.S3_REGION,
    bucket: S3_BUCKET,
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
  };
}
