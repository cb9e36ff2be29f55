/** I14: whatever an error, the SDK or a page hands in, nothing that somebody wrote goes out. */
import type { ErrorEvent } from '@sentry/react';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SAID_SHAPES } from './message-shape.ts';
import { scrubEvent } from './scrub.ts';

/** What no report may carry, one of each kind; none of it can be taken for a word of ours. */
const SECRETS = [
  'paguei 120 de pizza pra Ana',
  'R$ 1.234,56',
  'ana.souza@exemplo.com.br',
  '123e4567-e89b-12d3-a456-426614174000 pix',
  '01JGVN6ZQ4WXK3T5M8R2D7C9PE',
  'https://racha.example/entrar#k=Zm9vYmFyYmF6cXV4',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
  'Rafa Ação ❤️',
  '\n    at paguei (https://racha.example/pizza.js:1:1)',
];
const secret = fc.constantFrom(...SECRETS);
const said = fc.oneof(
  secret,
  fc.tuple(fc.string(), secret, fc.string()).map((parts) => parts.join('')),
);
const anything = fc.anything({ values: [said], key: said, maxDepth: 3 });
const frame = fc.record({
  filename: fc.oneof(
    said,
    secret.map((text) => `https://racha.example/g/${text}/app.js?${text}#${text}`),
  ),
  function: said,
  abs_path: said,
  module: said,
  context_line: said,
  vars: anything,
  lineno: fc.oneof(fc.integer(), anything),
  colno: fc.oneof(fc.integer(), anything),
});
const breadcrumb = fc.record({
  category: fc.oneof(fc.constantFrom('navigation', 'fault', 'connection', 'visibility', 'console'), said),
  message: fc.oneof(
    said,
    secret.map((text) => `/g/${text}/contas/${text}?${text}#${text}`),
  ),
  data: anything,
  timestamp: fc.oneof(fc.double(), anything),
});
const strange = fc.record({
  event_id: said,
  message: said,
  logentry: anything,
  timestamp: fc.oneof(fc.double(), anything),
  level: fc.oneof(fc.constant('error'), said),
  platform: said,
  logger: said,
  server_name: said,
  release: said,
  dist: said,
  environment: said,
  sdk: anything,
  request: fc.record({ url: said, headers: anything, cookies: anything, data: anything }),
  transaction: said,
  modules: anything,
  fingerprint: fc.array(said),
  exception: fc.record({
    values: fc.array(
      fc.record({
        type: said,
        value: said,
        module: said,
        thread_id: said,
        mechanism: fc.record({ type: said, handled: anything, data: anything }),
        stacktrace: fc.record({ frames: fc.array(frame) }),
      }),
    ),
  }),
  breadcrumbs: fc.array(breadcrumb),
  contexts: anything,
  tags: fc.dictionary(fc.constantFrom('place', 'code', 'route', 'language', 'group', '__proto__'), said),
  extra: anything,
  user: fc.record({ id: said, username: said, email: said, ip_address: said }),
  spans: fc.array(anything),
  debug_meta: fc.record({
    images: fc.array(fc.record({ type: fc.constant('sourcemap'), code_file: said, debug_id: said })),
  }),
  attachments: anything,
});

it('nothing of what somebody wrote is left, wherever it stood', () => {
  fc.assert(
    fc.property(strange, (event) => {
      const text = JSON.stringify(scrubEvent(event as unknown as ErrorEvent));
      for (const one of SECRETS) expect(text).not.toContain(JSON.stringify(one).slice(1, -1));
      for (const word of ['paguei', 'pizza', 'Ana', '1.234,56', 'exemplo', 'eyJ', 'Rafa', '01JGVN', 'Zm9v'])
        expect(text).not.toContain(word);
    }),
    { numRuns: 400 },
  );
});

it('every string that goes out is of a known form', () => {
  const known = [
    /^(?:NotAnError|Error|(?:React ErrorBoundary )?[A-Z][A-Za-z]*(?:Error|Failure|Exception))$/,
    /^(?:error|warning|fatal|generic|javascript|sourcemap|\?)$/,
    /^Minified React error #\d+$/,
    /^\/(?:[a-z]+|:id)?(?:\/(?:[a-z]+|:id))*$/,
    /^(?:navigation|fault|connection|visibility)$/,
    /^app:\/\/\/(?:assets\/[\w.-]+\.js|sw\.js|boot\.js)$/,
  ];
  const check = (value: unknown): void => {
    if (typeof value === 'string')
      expect(SAID_SHAPES.has(value) || known.some((pattern) => pattern.test(value)) ? '' : value).toBe('');
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(check);
  };
  fc.assert(
    fc.property(strange, (event) => check(scrubEvent(event as unknown as ErrorEvent))),
    { numRuns: 200 },
  );
});

it('what may be told is told', () => {
  const frames = [
    {
      filename: 'https://racha.example/assets/app-1a2b3c4d.js?x#y',
      function: 'sendMessage',
      lineno: 3,
      colno: 14,
      in_app: true,
    },
    { filename: 'https://other.example/lib.js', function: 'theirs', lineno: 1, colno: 1 },
  ];
  const event: ErrorEvent = {
    type: undefined,
    event_id: 'a'.repeat(32),
    timestamp: 1_760_000_000,
    level: 'error',
    platform: 'javascript',
    release: 'racha@0.5.0+1a2b3c4d',
    environment: 'production',
    user: { id: 'b'.repeat(32), ip_address: '10.0.0.1' },
    exception: {
      values: [
        {
          type: 'TypeError',
          value: "Cannot read properties of undefined (reading 'pizza')",
          mechanism: { type: 'x', handled: false },
          stacktrace: { frames },
        },
      ],
    },
    tags: {
      place: 'screen',
      code: 'E-1A2B3C',
      route: '/g/01JGVN6ZQ4/contas',
      language: 'pt-BR',
      online: 'no',
    },
    breadcrumbs: [
      { category: 'navigation', message: '/g/01JGVN6ZQ4?x=y#z', timestamp: 1 },
      { category: 'fault', message: 'E-1A2B3C' },
      { category: 'console', message: 'E-1A2B3C' },
    ],
  };
  expect(scrubEvent(event)).toEqual({
    type: undefined,
    event_id: 'a'.repeat(32),
    timestamp: 1_760_000_000,
    level: 'error',
    platform: 'javascript',
    release: 'racha@0.5.0+1a2b3c4d',
    environment: 'production',
    user: { id: 'b'.repeat(32) },
    exception: {
      values: [
        {
          type: 'TypeError',
          value: 'Cannot read properties of undefined',
          mechanism: { type: 'generic', handled: false },
          stacktrace: {
            frames: [
              {
                filename: 'app:///assets/app-1a2b3c4d.js',
                function: 'sendMessage',
                in_app: true,
                lineno: 3,
                colno: 14,
              },
            ],
          },
        },
      ],
    },
    tags: { place: 'screen', code: 'E-1A2B3C', route: '/g/:id/contas', language: 'pt-BR', online: 'no' },
    breadcrumbs: [
      { category: 'navigation', message: '/g/:id', timestamp: 1 },
      { category: 'fault', message: 'E-1A2B3C' },
    ],
  });
});
