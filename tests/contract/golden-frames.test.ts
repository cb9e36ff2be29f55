/**
 * Golden frames: real examples of every frame, kept for each protocol version this build speaks. A frame that
 * stops parsing, or that loses a field on the way through its schema, breaks devices that are out there.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { GenericSchema } from 'valibot';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  ASKS,
  DOWNSTREAM_TELLS,
  type DownstreamTellName,
  isTellOf,
  listAsks,
  UPSTREAM_TELLS,
  type UpstreamTellName,
} from '#protocol/frames.ts';
import { replySchemaOf } from '#protocol/lower-reply.ts';
import { sessionReplySchema, sessionRequestSchema } from '#protocol/session.ts';
import { SUPPORTED_PROTOCOLS } from '#protocol/version.ts';

function schemasOf(protocol: number): Readonly<Record<string, GenericSchema>> {
  const asks = listAsks(protocol);
  const tells = Object.entries({ ...UPSTREAM_TELLS, ...DOWNSTREAM_TELLS }) as [
    UpstreamTellName | DownstreamTellName,
    GenericSchema,
  ][];
  return {
    ...Object.fromEntries(asks.map((name) => [`${name}.request`, ASKS[name].request])),
    ...Object.fromEntries(asks.map((name) => [`${name}.reply`, replySchemaOf(protocol, name)])),
    ...Object.fromEntries(tells.filter(([name]) => isTellOf(protocol, name))),
    'session.request': sessionRequestSchema,
    'session.reply': sessionReplySchema,
  };
}

for (const version of SUPPORTED_PROTOCOLS) {
  const schemas = schemasOf(version);
  const folder = new URL(`golden/${version}/`, import.meta.url);

  test(`protocol ${version}: every frame has its golden file, and no other`, () => {
    const files = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
    expect(files.sort()).toEqual(Object.keys(schemas).sort());
  });

  describe.each(Object.entries(schemas))(`protocol ${version}: %s`, (name, schema) => {
    const examples = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as unknown[];

    test('parses, and nothing is lost on the way', () => {
      for (const example of examples) {
        const parsed = v.safeParse(schema, example);
        expect(parsed.issues, JSON.stringify(example)).toBeUndefined();
        expect(parsed.output).toEqual(example);
      }
    });

    test('is refused with any field missing, of another kind, or unknown', () => {
      for (const example of examples.filter(isObject)) {
        for (const key of Object.keys(example)) {
          const { [key]: _, ...without } = example;
          // Dropping an optional field leaves a valid frame; a wrong kind never does.
          expect(
            v.safeParse(schema, { ...without, [key]: { strange: [0.5] } }).success,
            `${name}.${key}`,
          ).toBe(false);
        }
        expect(v.safeParse(schema, { ...example, unknownField: 1 }).success).toBe(false);
        expect(v.safeParse(schema, {}).success).toBe(false);
      }
      for (const bad of [null, undefined, 7, '', [], 'x'.repeat(100)])
        expect(v.safeParse(schema, bad).success).toBe(false);
    });
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
