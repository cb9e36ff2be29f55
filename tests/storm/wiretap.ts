/**
 * Between an engine and its transport: notes every verdict the device was told, and every version of any group
 * that reached it, before the engine sees either. The measure of I2 and I8.
 */
import type { Connection, DownstreamTell, Reply, Request, Transport } from '#client/platform/transport.ts';

/** A verdict as it was told. */
export interface Ack {
  readonly epoch: string;
  readonly groupId: string;
  readonly opId: string;
  readonly verdict: number | string;
  /** Of `performance.now()`. */
  readonly atMs: number;
}

/** Some content of a group that reached the device. */
export interface Heard {
  readonly epoch: string;
  readonly groupId: string;
  /** The highest version it tells of. */
  readonly version: number;
  readonly by: string;
  /** How often this person had asked to come into a group by then; see `memberships`. */
  readonly joins: number;
}

export interface Wiretap {
  readonly acks: readonly Ack[];
  readonly heard: readonly Heard[];
  /** To be raised at each join the person asks for, before it is said. */
  joins: number;
  /** The socket's asks, where one is open: for questions no engine would ask. */
  connection(): Connection | undefined;
  wrap(transport: Transport): Transport;
}

type AnyReply = Reply<'hello' | 'push' | 'catch-up' | 'snapshot' | 'page'>;

export function createWiretap(): Wiretap {
  const acks: Ack[] = [];
  const heard: Heard[] = [];
  let open: Connection | undefined;

  const hear = (by: string, frame: { epoch: string; groupId: string }, version: number): void => {
    if (version < 1) return;
    const { epoch, groupId } = frame;
    heard.push({ epoch, groupId, version, by, joins: wiretap.joins });
  };

  const noteVerdicts = ({ ops }: Request<'push'>, { epoch, groupId, verdicts }: Reply<'push'>): void => {
    const atMs = performance.now();
    verdicts.forEach((verdict, i) => {
      const opId = ops[i]?.opId;
      if (opId !== undefined) acks.push({ epoch, groupId, opId, verdict, atMs });
    });
  };

  const noteReply = (name: string, request: object, reply: AnyReply): void => {
    if ('verdicts' in reply) noteVerdicts(request as Request<'push'>, reply);
    else if ('ops' in reply)
      hear(name, reply, reply.ops.length === 0 ? 0 : reply.from + reply.ops.length - 1);
    else if ('messages' in reply) {
      const rows = 'group' in reply ? [reply.group, ...reply.members, ...reply.messages] : reply.messages;
      hear(
        name,
        reply,
        rows.reduce((most, row) => Math.max(most, row.rowVersion), 0),
      );
    }
  };

  const noteTell = ({ name, frame }: DownstreamTell): void => {
    if (name === 'poke' && frame.ops && frame.from !== undefined)
      hear(name, frame, frame.from + frame.ops.length - 1);
  };

  const wrapConnection = (connection: Connection): Connection => ({
    ask: async (name, request, options) => {
      const answer = await connection.ask(name, request, options);
      if (answer.ok) noteReply(name, request, answer.value as AnyReply);
      return answer;
    },
    tell: (name, frame) => connection.tell(name, frame),
    close: () => connection.close(),
  });

  const wiretap: Wiretap = {
    acks,
    heard,
    joins: 0,
    connection: () => open,
    wrap: (transport) => ({
      openSession: (request, options) => transport.openSession(request, options),
      flush: (name, requests, options) =>
        transport.flush(name, requests, {
          ...options,
          onReply: (index, reply) => {
            noteReply(name, requests[index] ?? {}, reply as AnyReply);
            options.onReply(index, reply);
          },
        }),
      connect: async ({ onTell, onClose }, options) => {
        const events = {
          onTell: (tell: DownstreamTell) => {
            noteTell(tell);
            onTell(tell);
          },
          onClose: () => {
            open = undefined;
            onClose();
          },
        };
        const answer = await transport.connect(events, options);
        if (!answer.ok) return answer;
        open = wrapConnection(answer.value);
        return { ok: true, value: open };
      },
    }),
  };
  return wiretap;
}
