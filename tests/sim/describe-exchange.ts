/** One ask and its answer in one line of a history. */
import type { AskName } from '#protocol/frames.ts';
import type { Hello } from '#protocol/hello.ts';
import type { Push } from '#protocol/push.ts';
import type { Session } from '#server/sync/session.ts';
import type { ServerAnswer } from './sim-server.ts';

export function describeExchange(
  { deviceId }: Session,
  name: AskName,
  asked: unknown,
  answer: ServerAnswer,
): string {
  return `${name} of ${brief(deviceId)}${describeAsked(name, asked)} → ${describeAnswer(answer)}`;
}

function describeAsked(name: AskName, asked: unknown): string {
  if (name === 'push') {
    const { groupId, firstSeq, ops } = asked as Push;
    return ` to ${brief(groupId)}: numbers ${firstSeq}–${firstSeq + ops.length - 1}`;
  }
  if (name === 'hello') {
    const { lanes, cursors } = asked as Hello;
    return `: cursors ${cursors.map(({ version }) => version)}, lanes from ${lanes.map(({ from }) => from)}`;
  }
  const { groupId, after } = asked as { groupId: string; after?: number };
  return ` of ${brief(groupId)}${after === undefined ? '' : ` after ${after}`}`;
}

function describeAnswer(answer: ServerAnswer): string {
  if ('wait' in answer) return `wait ${answer.wait}`;
  if ('gone' in answer && typeof answer.gone === 'string') return `gone, ${answer.gone}`;
  if ('verdicts' in answer) {
    return `${JSON.stringify(answer.verdicts)}${answer.stop ? ` stop ${JSON.stringify(answer.stop)}` : ''}`;
  }
  if ('groups' in answer) {
    const groups = answer.groups.map(
      ({ groupId, head, history, myLastSeq, settled }) =>
        `${brief(groupId)} head ${head} ${history} lastSeq ${myLastSeq} settled ${settled.length}`,
    );
    const others = [
      ...answer.gone.map(({ groupId }) => `gone ${brief(groupId)}`),
      ...answer.unknown.map((groupId) => `unknown ${brief(groupId)}`),
    ];
    return [...groups, ...others].join('; ') || 'nothing';
  }
  if ('outcome' in answer) {
    if (answer.outcome === 'incomparable') return `incomparable, ${answer.why}`;
    const { outcome } = answer;
    if (outcome === 'same') return outcome;
    return `differs: chain ${answer.chain}, state ${answer.state}, ranges ${JSON.stringify(answer.ranges)}`;
  }
  if ('ops' in answer)
    return `versions ${answer.from}–${answer.from + answer.ops.length - 1} of ${answer.head}`;
  if ('version' in answer) return `state at ${answer.version}`;
  if ('rows' in answer) return `${answer.rows.length} rows of the ledger as of ${answer.asOf}`;
  if ('edits' in answer) return `${answer.edits.length} edits of a text as of ${answer.asOf}`;
  if ('asOf' in answer) return `${answer.messages.length} rows as of ${answer.asOf}`;
  return '?';
}

const brief = (id: string): string => id.slice(0, 5);
