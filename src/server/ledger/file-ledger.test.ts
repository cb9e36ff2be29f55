import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '#domain/assert.ts';
import { idOf, left } from '#tests/support/ops.ts';
import type { LedgerLine } from '../sync/removal-ledger.ts';
import { FileLedger } from './file-ledger.ts';

let parent: string;
let directory: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'racha-ledger-test-'));
  directory = join(parent, 'ledger');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

function line(member: string, version: number, over: Partial<LedgerLine> = {}): LedgerLine {
  const op = left(member);
  const base = { groupId: op.groupId, memberId: op.actorId, epoch: idOf('epoch'), at: 1, left: op };
  return { ...base, version, ...over };
}
const openLedger = (failures: unknown[] = []) =>
  new FileLedger({ directory, onFailure: (error) => failures.push(error) });
const file = (): string => join(directory, must(readdirSync(directory)[0], 'a file'));

test('what was recorded is there after closing, and makes no directory before', async () => {
  const first = openLedger();
  expect(readdirSync(parent)).toEqual([]);
  const ana = line('ana', 4);
  await first.record([ana]);
  expect(JSON.parse(readFileSync(file(), 'utf8').trim())).toEqual(ana);
  await first[Symbol.asyncDispose]();
  expect(openLedger().list()).toEqual([ana]);
});

test('the last word of a member counts: by version in one epoch, by time across epochs, whichever file has it', async () => {
  const ledger = openLedger();
  const back = line('ana', 9, { left: null });
  await ledger.record([line('ana', 4), back, line('bia', 5)]);
  await ledger[Symbol.asyncDispose]();
  const later = line('bia', 2, { epoch: idOf('next'), at: 2, left: null });
  writeFileSync(
    join(directory, 'another-host.removals.jsonl'),
    `${JSON.stringify(later)}\n${JSON.stringify(line('ana', 6))}\n`,
  );
  expect(openLedger().list()).toEqual(expect.arrayContaining([back, later]));
});

test('a line torn by a crash costs itself only', async () => {
  const first = openLedger();
  await first.record([line('ana', 4)]);
  await first[Symbol.asyncDispose]();
  appendFileSync(file(), '{"groupId":"torn');
  const second = openLedger();
  await second.record([line('bia', 5)]);
  await second[Symbol.asyncDispose]();
  expect(
    openLedger()
      .list()
      .map(({ memberId }) => memberId),
  ).toEqual([idOf('ana'), idOf('bia')]);
});

test('lines that cannot be written are kept, told of, and written with the next', async () => {
  // A file where the directory should be: nobody, not even root, can write there.
  writeFileSync(directory, '');
  chmodSync(directory, 0o600);
  const failures: unknown[] = [];
  const blocked = new FileLedger({
    directory: join(directory, 'below'),
    onFailure: (error) => failures.push(error),
  });
  await blocked.record([line('ana', 4)]);
  expect(failures).toHaveLength(1);
  rmSync(directory);
  mkdirSync(directory);
  await blocked.record([line('bia', 5)]);
  await blocked[Symbol.asyncDispose]();
  const after = new FileLedger({ directory: join(directory, 'below'), onFailure: () => {} });
  expect(after.list()).toHaveLength(2);
});
