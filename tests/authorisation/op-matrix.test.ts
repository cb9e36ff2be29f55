/**
 * Every op type × every asker × whom or what it is about × every forgery, pushed to a real server: each is taken or
 * refused as the permissions table says, and what is refused leaves no trace in any log.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '#domain/assert.ts';
import { listDefinitions } from '#domain/op-types.ts';
import { PERMISSIONS, type PermittedOpType } from '#domain/permissions.ts';
import { inviteHash } from '#protocol/canonical.ts';
import { newId } from '#tests/support/raw-device.ts';
import { startTestServer, type TestServer } from '#tests/support/test-server.ts';
import { ASKERS, type Asker, type Expected } from './askers.ts';
import { type GroupOfAll, makeGroupOfAll } from './group-of-all.ts';
import {
  expectForged,
  expectOp,
  FORGERIES,
  type Forgery,
  listVariants,
  OP_CELLS,
  type Variant,
} from './op-cells.ts';
import { gatherPeople, type People, type Person } from './people.ts';

const TYPES = Object.keys(PERMISSIONS) as PermittedOpType[];
const tokenOf = (cookie: string): string => cookie.slice(cookie.indexOf('=') + 1);

let running: TestServer;
let people: People;
/** Of it nothing may ever change: what is refused is pushed here. */
let untouched: GroupOfAll;
let foreign: string;
let cells = 0;
beforeAll(async () => {
  running = await startTestServer();
  people = await gatherPeople(running.origin, (cookie) => running.server.revokeSession(tokenOf(cookie)));
  untouched = await makeGroupOfAll(people);
  foreign = newId();
  await people.stranger.act(foreign, 'group.created', groupBody());
  await people.askers.neighbour.act(newId(), 'group.created', groupBody());
}, 240_000);
afterAll(async () => {
  console.log(`authorisation of ops: ${cells} cells`);
  await running[Symbol.asyncDispose]();
});

const groupBody = () => ({
  name: 'De outra gente',
  picture: '🧪',
  memberName: 'Gente',
  inviteHash: inviteHash(newId()),
});

test('every op type has its row in the table and its cells here', () => {
  const types = [...new Set(listDefinitions().map(({ type }) => type))].sort();
  expect(Object.keys(PERMISSIONS).sort()).toEqual(types);
  expect(Object.keys(OP_CELLS).sort()).toEqual(types);
});

describe.each(TYPES)('%s', (type) => {
  test('in everybody’s hands', async () => {
    const seen: Cell[] = [];
    for (const asker of ASKERS) {
      for (const variant of listVariants(type, asker)) {
        const expected = expectOp(type, asker, variant);
        // What is taken changes its group: it gets one of its own.
        const group = expected === 'committed' && !variant.isNew ? await makeGroupOfAll(people) : untouched;
        seen.push({ asker, ...variant, expected, said: await ask(type, asker, variant, group) });
      }
    }
    expectAsTold(seen);
  }, 240_000);

  test('forged', async () => {
    const seen: Cell[] = [];
    for (const asker of ASKERS) {
      for (const forgery of Object.keys(FORGERIES) as Forgery[]) {
        const said = await askForged(type, asker, forgery);
        seen.push({ asker, forgery, expected: expectForged(forgery, type, asker), said });
      }
    }
    expectAsTold(seen);
  }, 240_000);
});

describe.each(TYPES)('%s, brought by another member', (type) => {
  test('is judged as from its author, who hears the same', async () => {
    const seen: object[] = [];
    const expected: object[] = [];
    for (const asker of CARRIED) {
      const variants = listVariants(type, asker).filter(({ isNew }) => !isNew);
      const variant = variants.find((one) => expectOp(type, asker, one) === 'committed') ?? variants[0] ?? {};
      const verdict = expectOp(type, asker, variant);
      const group = verdict === 'committed' ? await makeGroupOfAll(people) : untouched;
      const person = people.askers[asker];
      const op = person.newOp(type, OP_CELLS[type].body(group, asker, variant));
      const carried = await person.carry(group.groupId, op, nextCarrier());
      const isEntry = PERMISSIONS[type].roles === 'anyone';
      // Nothing of it was looked at, and its author can still bring it with its secret.
      const said = isEntry ? undefined : await person.push(group.groupId, op);
      seen.push({ asker, carried, said });
      const told = isEntry ? 'error not-carriable' : toldOf(verdict);
      expected.push({ asker, carried: told, said: isEntry ? undefined : verdict });
    }
    cells += seen.length;
    expect(seen).toEqual(expected);
  }, 240_000);
});

test('nothing that was refused is in a log', async () => {
  const before = await makeGroupOfAll(people);
  const lengthOf = async ({ groupId }: GroupOfAll) =>
    (await people.askers.owner.device.readLog(groupId)).length;
  expect(await lengthOf(untouched)).toBe(await lengthOf(before));
  expect(await people.stranger.device.readLog(foreign)).toHaveLength(1);
  expect(cells).toBeGreaterThan(1_000);
}, 60_000);

/** One of each kind of answer: by whom it comes changes nothing of what the other roles may. */
const CARRIED = ['owner', 'guest', 'removed', 'waiting', 'neighbour'] as const satisfies readonly Asker[];

/** Each may bring so many at once. */
let carriers = 0;
function nextCarrier(): Person {
  const all = [people.askers.owner, people.askers.admin, people.askers.member];
  for (const role of ['admin', 'member', 'guest'] as const) {
    const subject = people.subjects.get(`active ${role}`);
    if (subject) all.push(subject);
  }
  return must(all[carriers++ % all.length], 'a carrier');
}

function toldOf(verdict: Expected): string {
  if (verdict === 'committed') return 'accepted';
  if (verdict.startsWith('rejected')) return 'refused';
  return verdict === 'wait auth' ? 'stop unproven' : 'stop later';
}

interface Cell extends Variant {
  readonly asker: Asker;
  readonly forgery?: Forgery;
  readonly expected: Expected;
  readonly said: Expected;
}

function ask(type: PermittedOpType, asker: Asker, variant: Variant, group: GroupOfAll): Promise<Expected> {
  const person = people.askers[asker];
  const { body, proof } = OP_CELLS[type];
  const op = person.newOp(type, body(group, asker, variant));
  return person.push(variant.isNew ? newId() : group.groupId, op, { proof: proof && group.link.secret });
}

function askForged(type: PermittedOpType, asker: Asker, forgery: Forgery): Promise<Expected> {
  const person = people.askers[asker];
  const { body, proof } = OP_CELLS[type];
  // The most powerful way of asking it.
  const ways = listVariants(type, asker).filter(({ isNew }) => !isNew);
  const variant = ways.find((one) => expectOp(type, asker, one) === 'committed') ?? {};
  const op = person.newOp(type, body(untouched, asker, variant));
  const { owner, admin } = people.askers;
  const other = asker === 'owner' || asker === 'signed-out' ? admin : owner;
  const forged = {
    ...op,
    ...(forgery === 'actor' && { actorId: other.memberId }),
    ...(forgery === 'op id' && { opId: untouched.knownOpId }),
  };
  return person.push(forgery === 'group' ? foreign : untouched.groupId, forged, {
    proof: proof && untouched.link.secret,
    deviceId: forgery === 'device' ? other.device.deviceId : undefined,
  });
}

/** All of a type's cells at once: one that is wrong is seen beside those that are right. */
function expectAsTold(seen: readonly Cell[]): void {
  cells += seen.length;
  const told = seen.map(({ said, expected: _, ...cell }) => ({ ...cell, said }));
  expect(told).toEqual(seen.map(({ said: _, expected, ...cell }) => ({ ...cell, said: expected })));
}
