import { expect, test } from 'vitest';
import type { InviteView } from '#client/store/read-types.ts';
import { listTrail, type TrailEntry, type TrailWords } from './trail-entries.ts';

const words: TrailWords = {
  linkMade: ({ maker }) => `${maker?.name} made`,
  linkOff: (entry, by) => `${entry}, off by ${by}`,
  firstLink: () => 'first',
};
const invite = (inviteId: string, createdAt: number, over: Partial<InviteView> = {}): InviteView => ({
  inviteId,
  hash: 'h',
  role: 'member',
  createdBy: 'ana',
  createdAt,
  expiresAt: null,
  maxUses: null,
  uses: 0,
  needsApproval: false,
  revokedBy: null,
  isFirst: false,
  maker: { name: 'Ana', status: 'active', role: 'owner' },
  own: false,
  secret: null,
  ...over,
});
const line = (at: number): TrailEntry => ({ id: `line ${at}`, at, text: `line ${at}` });
const textsOf = (entries: readonly TrailEntry[]): string[] => entries.map(({ text }) => text);

test('links stand among the lines where they were made, and say who ended them', () => {
  const invites = [
    invite('first', 10, { isFirst: true, revokedBy: 'bia' }),
    invite('a', 25),
    invite('b', 35, { revokedBy: 'bia' }),
  ];
  const shown = textsOf(listTrail([line(40), line(30), line(20), line(10)], invites, true, words));
  expect(shown).toEqual([
    'line 40',
    'Ana made, off by bia',
    'line 30',
    'Ana made',
    'line 20',
    'first, off by bia',
    'line 10',
  ]);
});

test('the first link is no news while it is on; older links wait for their page', () => {
  const invites = [invite('first', 1, { isFirst: true }), invite('a', 5), invite('b', 25)];
  expect(textsOf(listTrail([line(30), line(20)], invites, false, words))).toEqual([
    'line 30',
    'Ana made',
    'line 20',
  ]);
  expect(listTrail([], invites, false, words)).toEqual([]);
});

test('lines keep the order of the log, whatever the clock of who wrote them said', () => {
  expect(textsOf(listTrail([line(30), line(99), line(10)], [invite('a', 20)], true, words))).toEqual([
    'line 30',
    'line 99',
    'Ana made',
    'line 10',
  ]);
});
