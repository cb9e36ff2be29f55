/** The configuration: environment in, one checked object out. A bad value stops the start with one line. */
import * as v from 'valibot';
import type { DatabasePlace } from './db/open-database.ts';
import { StartFailure } from './db/start-failure.ts';
import { complainAboutKeys, readSecrets, splitKeys } from './read-secrets.ts';

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly database: DatabasePlace;
  /** Where what must outlive a restored backup is remembered: outside the database. */
  readonly ledgerDirectory: string;
  readonly redisUrl: string | undefined;
  readonly publicOrigin: string | undefined;
  /** Keys that sign, newest first; a second is believed while it is being replaced. Absent: the database keeps one. */
  readonly authSecrets: readonly string[] | undefined;
  /** Behind a reverse proxy that sets X-Forwarded-For: believe it. */
  readonly trustProxy: boolean;
  /** Codes by e-mail are offered only with it. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | undefined;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Where the built app lies. */
  readonly clientDirectory: string;
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

const wholeNumber = v.pipe(v.string(), v.regex(/^\d{1,5}$/, 'must be a whole number'), v.transform(Number));
const urlOf = (...protocols: string[]) =>
  v.pipe(
    v.string(),
    v.check(
      (text) => protocols.includes(URL.parse(text)?.protocol ?? ''),
      `must be a URL: ${protocols.join(' or ')}`,
    ),
  );

const environmentSchema = v.object({
  PORT: v.optional(v.pipe(wholeNumber, v.maxValue(65_535, 'must be at most 65535')), '3000'),
  HOST: v.optional(v.pipe(v.string(), v.nonEmpty('must not be empty')), '0.0.0.0'),
  DATA_DIR: v.optional(v.pipe(v.string(), v.nonEmpty('must not be empty')), './data'),
  LEDGER_DIR: v.optional(v.string()),
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
  LOG_LEVEL: v.optional(v.picklist(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`), 'info'),
  CLIENT_DIR: v.optional(v.string(), './dist/client'),
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
    redisUrl: env.REDIS_URL,
    publicOrigin: env.PUBLIC_ORIGIN,
    authSecrets: env.AUTH_SECRET === undefined ? undefined : splitKeys(env.AUTH_SECRET),
    trustProxy: env.TRUST_PROXY === 'true',
    mail:
      env.SMTP_URL === undefined || env.MAIL_FROM === undefined
        ? undefined
        : { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM },
    logLevel: env.LOG_LEVEL,
    clientDirectory: env.CLIENT_DIR,
  };
}
