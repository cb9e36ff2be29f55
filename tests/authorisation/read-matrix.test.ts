/**
 * Every ask and every tell × every asker × every pipe, of one's own group and of one nobody of them is in: content goes
 * to its members and to nobody else, not even a word of it.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inviteHash } from '#protocol/canonical.ts';
import { listAsks, UPSTREAM_TELLS } from '#protocol/frames.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { newId } from '#tests/support/raw-device.ts';
import { startTestServer, type TestServer } from '#tests/support/test-server.ts';
import { ASKERS, type Asker, roleOf } from './askers.ts';
import { type GroupOfAll, makeGroupOfAll, SECRET_WORD } from './group-of-all.ts';
import { gatherPeople, type People } from './people.ts';
import { type AskLine, openLine } from './pipes.ts';
import {
  type Answer,
  expectForeignRead,
  expectRead,
  PIPES,
  READS,
  type ReadName,
  readAnswer,
} from './read-cells.ts';

const NAMES = Object.keys(READS) as ReadName[];
let running: TestServer;
let people: People;
let group: GroupOfAll;
const foreign = newId();
let cells = 0;
beforeAll(async () => {
  running = await startTestServer();
  people = await gatherPeople(running.origin, (cookie) =>
    running.server.revokeSession(cookie.slice(cookie.indexOf('=') + 1)),
  );
  group = await makeGroupOfAll(people);
  const body = { name: SECRET_WORD, picture: '🧪', memberName: 'Gente', inviteHash: inviteHash(newId()) };
  await people.stranger.act(foreign, 'group.created', body);
}, 240_000);
afterAll(async () => {
  console.log(`authorisation of asks and tells: ${cells} cells`);
  await running[Symbol.asyncDispose]();
});

test('every ask and every tell has its cells', () => {
  expect([...NAMES, 'push'].sort()).toEqual(listAsks(PROTOCOL_VERSION).sort());
  expect(Object.keys(UPSTREAM_TELLS).sort()).toEqual(['caret', 'mark', 'typing']);
});

describe.each(PIPES)('over %s', (pipe) => {
  test.each(ASKERS)('asked by %s', async (asker) => {
    const person = people.askers[asker];
    const line = await openLine(running.origin, pipe, person.device.cookie);
    const seen: Record<string, Answer> = {};
    const expected: Record<string, Answer> = {};
    for (const name of NAMES) {
      for (const groupId of [group.groupId, foreign]) {
        const cell = `${name} of ${groupId === foreign ? 'a group of others' : 'the group'}`;
        const frame = READS[name]({ epoch: people.epoch, groupId, person });
        seen[cell] = await told(line, name, frame, groupId);
        expected[cell] = (groupId === foreign ? expectForeignRead : expectRead)(name, asker, pipe);
      }
    }
    // In another device's name.
    const other = people.askers[asker === 'owner' ? 'admin' : 'owner'];
    const forged = READS.hello({ epoch: people.epoch, groupId: group.groupId, person: other });
    seen['hello as another device'] = await told(line, 'hello', forged, group.groupId);
    expected['hello as another device'] = asker === 'signed-out' && pipe === 'http' ? '401' : 'wait auth';
    line.close();
    cells += Object.keys(seen).length;
    expect(seen).toEqual(expected);
  });
});

async function told(line: AskLine, name: ReadName, frame: object, groupId: string): Promise<Answer> {
  const reply = await line.ask(name, frame);
  if ((reply as { wait?: string }).wait === 'door') return '401';
  const answer = readAnswer(reply, groupId);
  if (answer !== 'content' && JSON.stringify(reply).includes(SECRET_WORD)) throw new Error(`${name} tells`);
  return answer;
}

describe.each(['websocket', 'polling'] as const)('told over %s', (pipe) => {
  test('marks, typing and carets are those of members alone', async () => {
    const listener = await openLine(running.origin, 'websocket', people.askers.owner.device.cookie);
    const heard = new Set<string>();
    listener.socket?.on('presence', ({ typing }: { typing?: { memberId: string } }) => {
      if (typing) heard.add(`typing ${typing.memberId}`);
    });
    listener.socket?.on('marks', ({ marks }: { marks: readonly { memberId: string; read: number }[] }) => {
      for (const { memberId, read } of marks) if (read === MARKED[pipe]) heard.add(`mark ${memberId}`);
    });
    listener.socket?.on('carets', ({ memberId, caret }: { memberId: string; caret?: object | null }) => {
      if (caret) heard.add(`caret ${memberId}`);
    });
    await greet(listener, 'owner');
    listener.socket?.emit('caret', { ...caretOf(0), caret: undefined });
    const lines = new Map<Asker, AskLine>();
    for (const asker of ASKERS) {
      const line = await openLine(running.origin, pipe, people.askers[asker].device.cookie);
      lines.set(asker, line);
      await greet(line, asker);
      line.socket?.emit('typing', { groupId: group.groupId, typing: true });
      line.socket?.emit('caret', caretOf(ASKERS.indexOf(asker) + 1));
      const read = MARKED[pipe];
      line.socket?.emit('mark', { epoch: people.epoch, groupId: group.groupId, delivered: read, read });
      // Answered after what was told before it.
      await line.ask('catch-up', READS['catch-up']({ ...asking(asker) }));
    }
    const inside = ASKERS.filter((asker) => roleOf(asker) && asker !== 'owner');
    const wanted = inside.flatMap((asker) => {
      const { memberId } = people.askers[asker];
      return [`typing ${memberId}`, `mark ${memberId}`, `caret ${memberId}`];
    });
    await expect.poll(() => wanted.filter((one) => !heard.has(one)), { timeout: 10_000 }).toEqual([]);
    const members = new Set(['owner', ...inside].map((asker) => people.askers[asker as Asker].memberId));
    expect([...heard].filter((one) => !members.has(one.split(' ')[1] ?? ''))).toEqual([]);
    cells += 3 * ASKERS.length;
    for (const line of [...lines.values(), listener]) line.close();
  });
});

const PLAN = newId();
const caretOf = (clientId: number) => ({
  groupId: group.groupId,
  planId: PLAN,
  clientId,
  caret: { anchor: 'AAAA', head: 'AAAB' },
});
/** Versions read, another for each pipe: marks only grow. */
const MARKED = { websocket: 3, polling: 5 };
const asking = (asker: Asker) => ({
  epoch: people.epoch,
  groupId: group.groupId,
  person: people.askers[asker],
});
async function greet(line: AskLine, asker: Asker): Promise<void> {
  await line.ask('hello', READS.hello(asking(asker)));
}
