/** Frames as text and back, through the protocol's schemas on both sides, as on the real wire. */
import * as v from 'valibot';
import type { DownstreamTell, Reply } from '#client/platform/transport.ts';
import { ASKS, type AskName, DOWNSTREAM_TELLS, UPSTREAM_TELLS } from '#protocol/frames.ts';

export interface Wire {
  writeRequest(name: AskName, frame: unknown): string;
  writeTell(name: string, frame: unknown): string;
  readReply<N extends AskName>(name: N, text: string): Reply<N> | undefined;
  readTell(name: string, text: string): DownstreamTell | undefined;
}

/** `report`: a frame of our own that our own schema refuses is a bug of its sender. */
export function openWire(report: (what: string) => void): Wire {
  const check = <S extends v.GenericSchema>(schema: S, text: string, what: string) => {
    const parsed = v.safeParse(schema, JSON.parse(text));
    if (!parsed.success) report(`${what}: ${v.summarize(parsed.issues).slice(0, 200)}`);
    return parsed.success ? parsed.output : undefined;
  };
  return {
    writeRequest(name, frame) {
      const text = JSON.stringify(frame);
      check(ASKS[name].request, text, `the engine asked an ill-formed ${name}`);
      return text;
    },
    writeTell(name, frame) {
      const text = JSON.stringify(frame);
      const schema = UPSTREAM_TELLS[name as keyof typeof UPSTREAM_TELLS];
      check(schema, text, `the engine told an ill-formed ${name}`);
      return text;
    },
    readReply<N extends AskName>(name: N, text: string) {
      return check(ASKS[name].reply, text, `the server answered an ill-formed ${name}`) as
        | Reply<N>
        | undefined;
    },
    readTell(name, text) {
      const schema = DOWNSTREAM_TELLS[name as keyof typeof DOWNSTREAM_TELLS];
      const frame = check(schema, text, `the server told an ill-formed ${name}`);
      return frame === undefined ? undefined : ({ name, frame } as DownstreamTell);
    },
  };
}
