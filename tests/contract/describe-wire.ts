/** The whole wire of one release as plain JSON: what `docs/protocol.md` is made of and what the hash test pins. */
import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import type { JsonObject } from '#domain/json.ts';
import { opSchema } from '#domain/op.ts';
import { REJECTION_KINDS } from '#domain/op-definition.ts';
import { listDefinitions } from '#domain/op-types.ts';
import { bundleReplySchema, bundleSchema } from '#protocol/bundle.ts';
import { ASKS, DOWNSTREAM_TELLS, isTellOf, listAsks, UPSTREAM_TELLS } from '#protocol/frames.ts';
import { FRAME_ERRORS, GONE_REASONS, WAIT_KINDS } from '#protocol/kinds.ts';
import { LIMITS } from '#protocol/limits.ts';
import { replySchemaOf } from '#protocol/lower-reply.ts';
import { KINDS_4 } from '#protocol/protocol-4.ts';
import { sessionReplySchema, sessionRequestSchema } from '#protocol/session.ts';
import type { Release } from './releases.ts';

export interface WireDescription {
  readonly version: number;
  readonly asks: Readonly<Record<string, { readonly request: JsonObject; readonly reply: JsonObject }>>;
  readonly upstreamTells: Readonly<Record<string, JsonObject>>;
  readonly downstreamTells: Readonly<Record<string, JsonObject>>;
  readonly session: { readonly request: JsonObject; readonly reply: JsonObject };
  readonly op: JsonObject;
  readonly opBodies: Readonly<Record<string, JsonObject>>;
  readonly kinds: Readonly<Record<string, readonly string[]>>;
  readonly limits: Readonly<Record<string, number>>;
}

export function describeWire({ protocol, opTypes, lacksFields = {} }: Release): WireDescription {
  const asks = Object.fromEntries(
    listAsks(protocol).map((name) => [name, { ...ASKS[name], reply: replySchemaOf(protocol, name) }]),
  );
  const kinds =
    protocol === 4 ? KINDS_4 : { rejection: REJECTION_KINDS, wait: WAIT_KINDS, gone: GONE_REASONS };
  return {
    version: protocol,
    asks: mapValues(asks, ({ request, reply }) => ({ request: schemaOf(request), reply: schemaOf(reply) })),
    upstreamTells: mapValues(tellsOf(protocol, UPSTREAM_TELLS), schemaOf),
    downstreamTells: mapValues(tellsOf(protocol, DOWNSTREAM_TELLS), schemaOf),
    session: { request: schemaOf(sessionRequestSchema), reply: schemaOf(sessionReplySchema) },
    op: schemaOf(opSchema),
    opBodies: Object.fromEntries(
      listDefinitions().flatMap(({ type, v, body }) => {
        const name = `${type}@${v}`;
        return opTypes.includes(name) ? [[name, without(lacksFields[name] ?? [], schemaOf(body))]] : [];
      }),
    ),
    kinds: { ...kinds, frameError: FRAME_ERRORS },
    limits: LIMITS,
  };
}

function tellsOf(
  protocol: number,
  tells: Readonly<Record<string, GenericSchema>>,
): Record<string, GenericSchema> {
  return Object.fromEntries(
    Object.entries(tells).filter(([name]) => isTellOf(protocol, name as keyof typeof UPSTREAM_TELLS)),
  );
}

/** What one member's phone brings for another: beside the frames, with a version of its own. */
export function describeBundle(): { readonly request: JsonObject; readonly reply: JsonObject } {
  return { request: schemaOf(bundleSchema), reply: schemaOf(bundleReplySchema) };
}

/** Checks that JSON Schema can't say (lone surrogates, sizes in bytes) stand in the domain and have their own tests. */
function schemaOf(schema: GenericSchema): JsonObject {
  const { $schema: _, ...rest } = toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' });
  return JSON.parse(JSON.stringify(rest)) as JsonObject;
}

/** Optional fields that came later: who does not know them passes them by. */
function without(fields: readonly string[], { properties, ...schema }: JsonObject): JsonObject {
  const known = Object.entries(properties as JsonObject).filter(([field]) => !fields.includes(field));
  return { ...schema, properties: Object.fromEntries(known) };
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
