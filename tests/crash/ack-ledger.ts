/** Between an engine and its transport: notes every verdict the device was told, as it is told. */
import type { Connection, Reply, Request, Transport } from '#client/platform/transport.ts';

export interface AckLedger {
  /** opId → the version it was acked at. A second, other version for one op is a finding of its own. */
  readonly versionsByOpId: ReadonlyMap<string, number>;
  /** What contradicts an earlier ack. */
  readonly contradictions: readonly string[];
  wrap(transport: Transport): Transport;
}

export function createAckLedger(): AckLedger {
  const versionsByOpId = new Map<string, number>();
  const contradictions: string[] = [];

  const note = (request: Request<'push'>, reply: Reply<'push'>): void => {
    reply.verdicts.forEach((verdict, i) => {
      const opId = request.ops[i]?.opId;
      if (opId === undefined || typeof verdict !== 'number') return;
      const before = versionsByOpId.get(opId);
      if (before !== undefined && before !== verdict)
        contradictions.push(`${opId}: ${before}, then ${verdict}`);
      versionsByOpId.set(opId, verdict);
    });
  };

  const wrapConnection = (connection: Connection): Connection => ({
    ask: async (name, request, options) => {
      const answer = await connection.ask(name, request, options);
      if (name === 'push' && answer.ok) note(request as Request<'push'>, answer.value as Reply<'push'>);
      return answer;
    },
    tell: (name, frame) => connection.tell(name, frame),
    close: () => connection.close(),
  });

  return {
    versionsByOpId,
    contradictions,
    wrap: (transport) => ({
      openSession: (request, options) => transport.openSession(request, options),
      flush: (name, requests, options) =>
        transport.flush(name, requests, {
          ...options,
          onReply: (index, reply) => {
            const request = requests[index];
            if (name === 'push' && request) note(request as Request<'push'>, reply as Reply<'push'>);
            options.onReply(index, reply);
          },
        }),
      connect: async (events, options) => {
        const answer = await transport.connect(events, options);
        return answer.ok ? { ok: true, value: wrapConnection(answer.value) } : answer;
      },
    }),
  };
}
