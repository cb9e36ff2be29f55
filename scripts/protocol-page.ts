/** `docs/protocol.md`, made from the schemas. */
import type { JsonObject, JsonValue } from '#domain/json.ts';
import { BUNDLE_REFUSALS, BUNDLE_VERSION } from '#protocol/bundle.ts';
import { ASKS, type AskName } from '#protocol/frames.ts';
import { BUNDLE_LIMITS } from '#protocol/limits.ts';
import { SUPPORTED_PROTOCOLS } from '#protocol/version.ts';
import { describeBundle, describeWire } from '#tests/contract/describe-wire.ts';
import { CURRENT } from '#tests/contract/releases.ts';

const EXPLAINED: Readonly<Record<string, string>> = {
  hello: 'First frame of every connection: what the device holds, what there is.',
  push: 'A run of one lane, in order. The reply leaves after COMMIT.',
  'catch-up':
    'The log after a version, a page at a time. Over HTTP one request is answered by as many pages as there are.',
  snapshot: "A group's state for a device that holds nothing of it, newest messages first.",
  page: 'Older message rows.',
  mark: 'How far this device has received and read. Registers that only grow.',
  typing: 'Volatile: never stored, never queued.',
  poke: 'New ops, after their commit, in version order; without `ops` only word of the head.',
  marks: "Members' marks, gathered.",
  presence: 'Who is connected, who is typing.',
};

export function renderProtocolPage(): string {
  const wire = describeWire(CURRENT);
  const lines: string[] = [
    '# The wire',
    '',
    '<!-- Made by `npm run docs` from src/protocol and src/domain. Do not edit; a stale page fails the checks. -->',
    '',
    `Protocol version ${wire.version}; spoken: ${SUPPORTED_PROTOCOLS.join(' and ')}. A device begins each connection with its newest version and`,
    'speaks the one before it with a server that answers `unsupported`; a name that version does not have is unknown on it.',
    '',
    `Over the socket (socket.io, event name = frame name) an *ask* is answered through its ack;`,
    'a *tell* is not answered. Over HTTP the asks go to `POST /sync/<name>` as `application/x-ndjson`: a request a line,',
    'read and carried out as the lines arrive, a reply a line. Both directions carry the header `racha-protocol`.',
    '',
    'A field followed by `?` may be absent. `id` is 22 base64url characters (128 bits), `hash` 43 (SHA-256).',
    '',
    '## Asks',
  ];
  for (const [name, { request, reply }] of Object.entries(wire.asks)) {
    lines.push(
      '',
      `### ${name}`,
      '',
      `${EXPLAINED[name] ?? ''}${since(name)}`,
      '',
      '```',
      `→ ${show(request)}`,
      `← ${show(reply)}`,
      '```',
    );
  }
  lines.push('', '## Tells, device → server');
  for (const [name, frame] of Object.entries(wire.upstreamTells)) lines.push(...tell(name, frame));
  lines.push('', '## Tells, server → device');
  for (const [name, frame] of Object.entries(wire.downstreamTells)) lines.push(...tell(name, frame));
  lines.push('', '## First contact', '', '`POST /api/session`', '', '```');
  lines.push(`→ ${show(wire.session.request)}`, `← ${show(wire.session.reply)}`, '```');
  const bundle = describeBundle();
  lines.push(
    '',
    '## A bundle, brought by another member',
    '',
    '`POST /api/bundle`: ops of one lane in a file, signed by the device that queued them and posted by anybody in the group;',
    `judged as that device's own push. \`signature\` is ECDSA P-256 over SHA-256 of \`racha bundle ${BUNDLE_VERSION}\\n\` followed by \`push\` in`,
    'canonical form, r ‖ s in base64url; by which key a device signs it says once, at `POST /api/account/device/key`.',
    `At most ${BUNDLE_LIMITS.maxOps} ops and ${BUNDLE_LIMITS.maxBytes} bytes. Refused whole: ${BUNDLE_REFUSALS.map((kind) => `\`${kind}\``).join(' ')}.`,
    '',
    '```',
    `→ ${show(bundle.request)}`,
    `← ${show(bundle.reply)}`,
    '```',
  );
  lines.push(
    '',
    '## Op',
    '',
    'On the wire without `groupId`, which the frame carries.',
    '',
    '```',
    show(wire.op),
    '```',
  );
  lines.push('', '### Bodies by type', '', '```');
  for (const [type, body] of Object.entries(wire.opBodies)) lines.push(`${type}  ${show(body)}`);
  lines.push('```', '', '## Kinds', '', '| kind | words |', '|---|---|');
  for (const [kind, words] of Object.entries(wire.kinds))
    lines.push(`| ${kind} | ${words.map((w) => `\`${w}\``).join(' ')} |`);
  lines.push('', '## Limits', '', '| limit | value |', '|---|---|');
  for (const [limit, value] of Object.entries(wire.limits)) lines.push(`| ${limit} | ${value} |`);
  return `${lines.join('\n')}\n`;
}

function since(name: string): string {
  const first = ASKS[name as AskName].since;
  return first > 1 ? ` Since protocol ${first}.` : '';
}

function tell(name: string, frame: JsonObject): string[] {
  return ['', `### ${name}`, '', EXPLAINED[name] ?? '', '', '```', show(frame), '```'];
}

/** JSON Schema in one short notation. */
function show(schema: JsonValue | undefined): string {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return 'any';
  const node = schema as JsonObject;
  const options = node.anyOf ?? node.oneOf;
  if (Array.isArray(options)) return options.map(show).join(' | ');
  if (Array.isArray(node.enum)) return node.enum.map((word) => JSON.stringify(word)).join(' | ');
  if ('const' in node) return JSON.stringify(node.const);
  if (node.type === 'array') return `[${show(node.items)}…]`;
  if (node.type === 'object') return showObject(node);
  if (node.type === 'string') return showString(node);
  if (node.type === 'integer' || node.type === 'number') return 'integer';
  return typeof node.type === 'string' ? node.type : 'json';
}

function showObject(node: JsonObject): string {
  const properties = (node.properties ?? {}) as JsonObject;
  const required = new Set((node.required ?? []) as readonly string[]);
  const fields = Object.entries(properties).map(
    ([name, value]) => `${name}${required.has(name) ? '' : '?'}: ${show(value)}`,
  );
  if (fields.length === 0 && node.additionalProperties)
    return `{ [key]: ${show(node.additionalProperties)} }`;
  return `{ ${fields.join(', ')} }`;
}

function showString(node: JsonObject): string {
  const pattern = String(node.pattern ?? '');
  if (pattern.includes('{21}')) return 'id';
  if (pattern.includes('{43}')) return 'hash';
  return 'text';
}
