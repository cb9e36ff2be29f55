/**
 * Secrets come in variables, or in files that variables name (`DATABASE_URL_FILE=/run/secrets/database`): a file is not
 * inherited by children, not listed by `docker inspect`, and can be replaced without a new environment.
 *
 * What is wrong is said with the variable's name and never with what it holds.
 */
import { readFileSync } from 'node:fs';
import { StartFailure } from './db/start-failure.ts';

/** Each of these may be given as `<NAME>_FILE` instead. */
export const SECRET_NAMES = [
  'DATABASE_URL',
  'REDIS_URL',
  'SMTP_URL',
  'AUTH_SECRET',
  'S3_SECRET_ACCESS_KEY',
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment with the files' contents in place. Empty variables are absent. Throws StartFailure. */
export function readSecrets(environment: Environment): Environment {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  for (const name of SECRET_NAMES) {
    const variable = `${name}_FILE`;
    const path = given[variable];
    if (path === undefined) continue;
    if (given[name] !== undefined)
      throw new StartFailure(`${variable}: ${name} is given too; keep one of them`);
    given[name] = readSecretFile(variable, path);
  }
  return given;
}

function readSecretFile(variable: string, path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new StartFailure(
      `${variable}: the file cannot be read (${(error as NodeJS.ErrnoException).code})`,
      {
        cause: error,
      },
    );
  }
  if (text === '') throw new StartFailure(`${variable}: the file is empty`);
  return text;
}

const KEY_MIN_CHARS = 32;
/** Of random base64 or hex there are more; of a word repeated, or of "changeme…", fewer. */
const KEY_MIN_DIFFERENT = 10;

/**
 * Keys that sign, newest first: the first makes signatures, a second is still believed while it is being replaced.
 * Separated by commas or line breaks. What is wrong with them as a sentence, or undefined.
 */
export function complainAboutKeys(text: string): string | undefined {
  const keys = splitKeys(text);
  if (keys.length === 0 || keys.length > 2) return 'must be one key, or a new and an old one';
  for (const key of keys) {
    if (key.length < KEY_MIN_CHARS) return `must have at least ${KEY_MIN_CHARS} characters`;
    if (new Set(key).size < KEY_MIN_DIFFERENT)
      return 'is easy to guess: take random bytes (openssl rand -base64 32)';
  }
  return keys[0] === keys[1] ? 'is the same key twice' : undefined;
}

export function splitKeys(text: string): string[] {
  return text.split(/[,\s]+/).filter((key) => key !== '');
}
