import helmet from '@fastify/helmet';
import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { securityHeaders } from './security-headers.ts';

async function policyOf(isSecure: boolean, reportsOrigin?: string) {
  const app = Fastify();
  await app.register(helmet, securityHeaders({ isSecure, reportsOrigin }));
  app.get('/', async () => 'oi');
  const { headers } = await app.inject({ url: '/' });
  await app.close();
  const directives = String(headers['content-security-policy']).split(';');
  return { headers, directives };
}

test('nothing is allowed by default, no inline script, no markup from strings, no frame around us', async () => {
  const { headers, directives } = await policyOf(false);
  expect(directives).toEqual(
    expect.arrayContaining([
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
    ]),
  );
  expect(directives.filter((line) => /unsafe-|\*|https?:/.test(line))).toEqual([
    "style-src-attr 'unsafe-inline'",
  ]);
  expect(headers['cross-origin-opener-policy']).toBe('same-origin');
});

test('https is insisted on only where the page is https', async () => {
  const plain = await policyOf(false);
  expect(plain.headers['strict-transport-security']).toBeUndefined();
  expect(plain.directives).not.toContain('upgrade-insecure-requests');
  const secure = await policyOf(true);
  expect(secure.headers['strict-transport-security']).toBe('max-age=31536000');
  expect(secure.directives).toContain('upgrade-insecure-requests');
});

test.each([false, true])(
  'csp_evaluator has nothing to say but what holds of any policy without hashes (https: %s)',
  async (isSecure) => {
    const { directives } = await policyOf(isSecure);
    const findings = new CspEvaluator(new CspParser(directives.join(';')).csp).evaluate();
    // It warns of 'self' wherever a host answers with JSONP or serves what people uploaded: ours does neither.
    expect(
      findings.map(({ directive, value, description }) => `${directive} ${value} ${description}`),
    ).toEqual([
      "script-src 'self' 'self' can be problematic if you host JSONP, AngularJS or user uploaded files.",
    ]);
  },
);

test('csp_evaluator would notice', () => {
  const loose = "script-src 'self' 'unsafe-inline' https:; object-src *";
  const findings = new CspEvaluator(new CspParser(loose).csp).evaluate();
  expect(findings.length).toBeGreaterThan(3);
});

test('other windows, other sites’ tags and guessed media types get nothing', async () => {
  const { headers } = await policyOf(true);
  expect(headers).toMatchObject({
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-frame-options': 'SAMEORIGIN',
  });
  expect(headers['x-powered-by']).toBeUndefined();
  expect(headers.server).toBeUndefined();
});

test('pages may speak to us alone, and to the receiver of error reports where there is one', async () => {
  const connect = ({ directives }: Awaited<ReturnType<typeof policyOf>>) =>
    directives.find((line) => line.startsWith('connect-src'));
  expect(connect(await policyOf(true))).toBe("connect-src 'self'");
  expect(connect(await policyOf(true, 'https://errors.example'))).toBe(
    "connect-src 'self' https://errors.example",
  );
});
