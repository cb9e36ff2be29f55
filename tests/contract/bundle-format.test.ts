/** Files that were made are out there: what is signed, and what is read as a bundle, is pinned. */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { JsonValue } from '#domain/json.ts';
import { type Bundle, bundleSchema, bundleText } from '#protocol/bundle.ts';
import { canonicalJson } from '#protocol/canonical.ts';
import { isSignedBy } from '#server/accounts/device-signature.ts';
import { describeBundle } from './describe-wire.ts';

const id = (letter: string): string => letter.repeat(21).concat('A');
const BUNDLE: Bundle = {
  racha: 'bundle',
  v: 1,
  push: {
    epoch: id('e'),
    deviceId: id('d'),
    groupId: id('g'),
    firstSeq: 7,
    ops: [
      {
        opId: id('o'),
        actorId: id('m'),
        at: 1_795_000_000_000,
        type: 'message.sent',
        v: 1,
        salt: id('s'),
        body: { messageId: id('n'), text: 'São 20, não 30 🙂' },
      },
    ],
  },
  signature: 'prncyejqBCz1jNFfygzrgR__NGl5cDpsjGzP5uN2xfVXzYLgvVUjPYtlTN4SfjVeoUsNHgvPnVLf51xAfoViJQ',
};
const PUBLIC_KEY = 'BEV8ZIhHAW54X9XXzeqheKe81Mo49ZgeaueuwGHCvwnc4E9OoMSQtTyNIjOvxPFylf3dp-EUAhtjJ_Dg11PIBog';

test('a file that was signed by the first release is read and believed', async () => {
  expect(v.parse(bundleSchema, BUNDLE)).toEqual(BUNDLE);
  expect(await isSignedBy(PUBLIC_KEY, bundleText(BUNDLE.push), BUNDLE.signature)).toBe(true);
});

test('the form of version 1 is the pinned one', () => {
  const form = canonicalJson(describeBundle().request as JsonValue);
  expect(createHash('sha256').update(form).digest('hex').slice(0, 16)).toBe('e120ebc110eb118c');
});
