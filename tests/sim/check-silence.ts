/** I14: nothing that people wrote, and no secret of theirs, is in what the product wrote down about itself. */
import type { Rest } from './final-check.ts';

/** Shorter ones stand in code and ids by chance. */
const SECRET_CHARACTERS_MIN = 6;
/** Of an op's body, what people wrote. */
const WRITTEN = ['text', 'name', 'memberName'];

export function checkSilence(rest: Rest): void {
  const { checker } = rest;
  if (checker.logLines.size === 0) return;
  const secrets = listSecrets(rest);
  for (const line of checker.logLines) {
    const leak = secrets.find(({ words }) => line.includes(words));
    if (leak) checker.fail('I14', `${leak.what} stands in a line of the log: ${line}`);
  }
}

function listSecrets({ ledger, devices }: Rest): { what: string; words: string }[] {
  const found: { what: string; value: unknown }[] = [];
  for (const { body } of ledger.promised.values()) {
    const fields = body === null ? {} : (JSON.parse(body) as Record<string, unknown>);
    for (const field of WRITTEN) found.push({ what: `the ${field} of an op`, value: fields[field] });
  }
  for (const { name, database, jar } of devices) {
    found.push({ what: `${name}'s cookie`, value: jar.cookie });
    for (const row of database.rows('memberships')) {
      found.push({ what: `${name}'s secret of an invite`, value: row.inviteSecret });
    }
    const identity = database.rows('meta').find((row) => row.name === 'device')?.value;
    const secret = (identity as { deviceSecret?: string } | undefined)?.deviceSecret;
    found.push({ what: `${name}'s secret`, value: secret });
  }
  return found.flatMap(({ what, value }) =>
    typeof value === 'string' && value.length >= SECRET_CHARACTERS_MIN
      ? [{ what, words: JSON.stringify(value).slice(1, -1) }]
      : [],
  );
}
