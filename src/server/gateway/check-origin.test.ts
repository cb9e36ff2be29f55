import { expect, test } from 'vitest';
import { isAllowedOrigin } from './check-origin.ts';

test.each([
  ['its own host', { origin: 'http://racha.example', host: 'racha.example' }, undefined, true],
  ['its own host by https', { origin: 'https://racha.example', host: 'racha.example' }, undefined, true],
  ['another host', { origin: 'https://evil.example', host: 'racha.example' }, undefined, false],
  [
    'a host that only begins alike',
    { origin: 'https://racha.example.evil', host: 'racha.example' },
    undefined,
    false,
  ],
  ['a sandboxed frame', { origin: 'null', host: 'racha.example' }, undefined, false],
  [
    'the public origin',
    { origin: 'https://racha.example', host: '10.0.0.7:3000' },
    'https://racha.example',
    true,
  ],
  [
    'its host, when another origin is the public one',
    { origin: 'http://10.0.0.7', host: '10.0.0.7' },
    'https://racha.example',
    false,
  ],
  ['a program without Origin', { host: 'racha.example' }, undefined, true],
  ['a same-origin GET', { host: 'racha.example', 'sec-fetch-site': 'same-origin' }, undefined, true],
  ['an image of another site', { host: 'racha.example', 'sec-fetch-site': 'cross-site' }, undefined, false],
])('%s', (_name, headers, publicOrigin, isAllowed) => {
  expect(isAllowedOrigin(headers, publicOrigin)).toBe(isAllowed);
});
