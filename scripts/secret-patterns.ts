/** What a secret looks like in a file. Each pattern has a planted example: one that finds nothing any more is noticed. */
export interface SecretPattern {
  readonly what: string;
  readonly pattern: RegExp;
  /** Joined at run time, so that this very file is clean. */
  readonly planted: readonly string[];
}

export const SECRET_PATTERNS: readonly SecretPattern[] = [
  {
    what: 'a private key',
    pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
    planted: ['-----BEGIN EC PRIV', 'ATE KEY-----'],
  },
  { what: 'an AWS key', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, planted: ['AKIA', 'IOSFODNN7ABCDEFG'] },
  {
    what: 'a GitHub token',
    pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,})/,
    planted: ['ghp_', 'a1B2'.repeat(9)],
  },
  { what: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/, planted: ['npm_', 'a1B2'.repeat(9)] },
  { what: 'a Slack token', pattern: /\bxox[abprs]-[A-Za-z0-9-]{10,}/, planted: ['xoxb', '-1234567890-abc'] },
  {
    what: 'a key of a model provider',
    pattern: /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{32,}/,
    planted: ['sk-ant-', 'a1B2'.repeat(9)],
  },
  { what: 'a Google key', pattern: /\bAIza[\w-]{35}\b/, planted: ['AIza', 'a1B2c'.repeat(7)] },
  {
    what: 'a signed token',
    pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/,
    planted: ['eyJhbGciOiJIUzI1', 'NiJ9.eyJzdWIiOiIxMjM0In0.', 'a1B2'.repeat(6)],
  },
  {
    what: 'an address with a password',
    // Of a real host: examples are of example hosts, tests of the loopback.
    pattern:
      /\b(?:postgres(?:ql)?|rediss?|smtps?|amqps?|mongodb(?:\+srv)?):\/\/[^\s:@/'"`$<…]+:[^\s@/'"`$<…]{6,}@(?!localhost|127\.|h\b|[\w.-]*example)/,
    planted: ['postgres://racha:', 'Xy7zQ2mN@db.intern.net/racha'],
  },
];

export function findSecret(text: string): string | undefined {
  return SECRET_PATTERNS.find(({ pattern }) => pattern.test(text))?.what;
}
