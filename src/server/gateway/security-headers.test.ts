import helmet from '@fastify/helmet';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { securityHeaders } from './security-headers.ts';

async function policyOf(isSecure: boolean) {
  const app = Fastify();
  await app.register(helmet, securityHeaders(isSecure));
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
