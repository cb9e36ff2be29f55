/** `docs/errors.md`: every code a person may quote, and what they were told, from the catalogue and the locales. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  codeOf,
  ERROR_KINDS,
  type ErrorFamily,
  type ErrorKind,
  keptOf,
} from '../src/client/errors/error-kinds.ts';
import { RETRIES, type RetryCue, type RetryRule } from '../src/client/sync/retry-policy.ts';

const TITLES: Readonly<Record<ErrorFamily, string>> = {
  wait: 'The server has one wait: nothing is lost, it goes by itself',
  rejected: 'Refused: it lies in the tray',
  commit: 'Not saved on the device',
  frame: 'The server could not read the app',
  gone: 'Why somebody is not in a group any more',
  transport: 'No way to the server',
  server: 'The server answered with a failure',
  storage: 'The storage of the device',
  account: 'Accounts',
  lock: 'App lock',
  photo: 'Photos',
  pix: 'Pix codes',
  invite: 'Invitations',
  import: 'Importing a file',
  export: 'Exporting, sharing, copying',
  copies: 'Backups on the device',
  carry: 'The file for another device',
  bundle: 'The queue carried by somebody else',
  history: 'A group as it was',
  update: 'Updates',
  render: 'A part of the screen broke',
  unknown: 'Anything else',
  plan: 'A plan’s text, and a file that becomes one',
  search: 'The search on the device',
};

type Words = Readonly<Record<string, Readonly<Record<string, never>>>>;
interface Said {
  readonly title: string;
  readonly cause: string;
  readonly next: string;
}

export function renderErrorsPage(localesDir: string): string {
  const read = (language: string): Words =>
    JSON.parse(readFileSync(join(localesDir, language, 'errors.json'), 'utf8'));
  const [portuguese, english] = [read('pt-BR'), read('en')];
  const lines = [
    '# Codes',
    '',
    '<!-- Made by `npm run docs` from src/client/errors and locales/. Do not edit; a stale page fails the checks. -->',
    '',
    'For whoever helps people: the code somebody quotes, what their screen said, and what it means. A code of the form `E-1A2B3C` is of',
    'a bug, the same for the same place in the program; it is in the reports of errors, and in “copy details”.',
  ];
  for (const family of Object.keys(ERROR_KINDS) as ErrorFamily[]) {
    lines.push(
      '',
      `## ${TITLES[family]}`,
      '',
      '| code | kind | on the screen | what happened | kept | next |',
    );
    lines.push('|---|---|---|---|---|---|');
    for (const name of ERROR_KINDS[family]) {
      const kind = `${family}.${name}` as ErrorKind;
      const shown = saidOf(portuguese, family, name);
      const { cause, next } = saidOf(english, family, name);
      const kept = english.kept?.[keptOf(kind)];
      lines.push(`| ${codeOf(kind)} | \`${name}\` | ${shown.title} | ${cause} | ${kept} | ${next} |`);
    }
  }
  lines.push('', '## When it is tried again', '');
  lines.push(
    'From `src/client/sync/retry-policy.ts`, which the engine goes by. What the server says goes before these.',
  );
  lines.push('', '| what | ends by | pause |', '|---|---|---|');
  for (const [kind, rule] of Object.entries(RETRIES))
    lines.push(`| ${kind} | ${CUES[rule.cue]} | ${paceOf(rule)} |`);
  return `${lines.join('\n')}\n`;
}

const CUES: Readonly<Record<RetryCue, string>> = {
  now: 'itself, at once',
  backoff: 'itself',
  'sign-in': 'signing in',
  update: 'an update',
  approval: 'an admin’s answer',
  space: 'room on the device',
  tray: 'the person, from the tray',
};

function paceOf({ cue, firstMs, maxMs, atOnceMax }: RetryRule): string {
  if (cue === 'tray') return 'none';
  const pause =
    firstMs === maxMs ? `${maxMs / 1_000} s` : `up to ${firstMs / 1_000} s, doubling to ${maxMs / 1_000} s`;
  return atOnceMax === undefined ? pause : `none ${atOnceMax} times in a row, then ${pause}`;
}

function saidOf(words: Words, family: string, name: string): Said {
  const said: Said | undefined = words[family]?.[name];
  if (!said) throw new Error(`no words for ${family}.${name}`);
  return said;
}
