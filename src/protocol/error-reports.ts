/** Where an app sends what broke in it, when its server has a place for that and its person has allowed it. */
import * as v from 'valibot';

/** `<scheme>://<public key>@<host>/<project>`: what Sentry and what speaks like it call a DSN. Never with a secret. */
const DSN =
  /^https?:\/\/[A-Za-z0-9]{1,64}@[A-Za-z0-9.-]{1,200}(?::\d{1,5})?(?:\/[\w-]{1,40}){0,4}\/\d{1,20}$/;

export const isDsn = (text: string): boolean => DSN.test(text);

export const ENVIRONMENT_PATTERN = /^[a-z][a-z0-9-]{0,31}$/;

export const reportPlaceSchema = v.object({
  dsn: v.pipe(v.string(), v.maxLength(300), v.check(isDsn, 'not a DSN')),
  environment: v.pipe(v.string(), v.regex(ENVIRONMENT_PATTERN)),
  /** Of a hundred errors, how many are told: 0 to 1. */
  sampleRate: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** Who it is, as a salted hash: the same person on two devices is one, and nobody outside the server knows who. */
  user: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
});
export type ReportPlace = v.InferOutput<typeof reportPlaceSchema>;
