/** An update of Yjs (v1), from its parts. */
import { writeVarUint } from 'lib0/encoding';
import * as Y from 'yjs';
import type { ClockRange } from './clock-ranges.ts';

export type Struct = Y.Item | Y.GC | Y.Skip;

/** As `Y.mergeUpdates` writes them: clients in descending order, each with its structs, then its deletions. */
export function writeUpdate(structs: readonly Struct[], deletions: readonly ClockRange[]): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const writeUint = (value: number): void => writeVarUint(encoder.restEncoder, value);
  const byClient = group(structs, ({ id }) => id.client);
  writeUint(byClient.length);
  for (const [client, own] of byClient) {
    writeUint(own.length);
    writeUint(client);
    writeUint(own[0]?.id.clock ?? 0);
    for (const struct of own) struct.write(encoder, 0);
  }
  const deleted = group(deletions, ({ client }) => client);
  writeUint(deleted.length);
  for (const [client, ranges] of deleted) {
    writeUint(client);
    writeUint(ranges.length);
    for (const { clock, len } of ranges) {
      writeUint(clock);
      writeUint(len);
    }
  }
  return encoder.toUint8Array();
}

function group<T>(all: readonly T[], clientOf: (one: T) => number): [number, T[]][] {
  const byClient = new Map<number, T[]>();
  for (const one of all) {
    const own = byClient.get(clientOf(one)) ?? [];
    own.push(one);
    byClient.set(clientOf(one), own);
  }
  return [...byClient].sort(([a], [b]) => b - a);
}
