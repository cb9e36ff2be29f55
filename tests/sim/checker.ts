/**
 * Watches a run and knows what may never happen. What can be seen at once is checked at once (each commit of the
 * server, each frame it says, each transaction of a device); the rest at the end, when all is at rest.
 *
 * It believes only the committed log, folded by `naive-model.ts`.
 */
import type { Op } from '#domain/op.ts';
import type { AskName } from '#protocol/frames.ts';
import type { Push } from '#protocol/push.ts';
import type { PushWrites } from '#server/sync/log-store.ts';
import type { Session, Tell } from '#server/sync/session.ts';
import type { CommittedChange } from '#tests/support/memory-device-store.ts';
import type { MemoryLogDatabase } from '#tests/support/memory-log-store.ts';

import { EPOCH_START_MS } from './device-ports.ts';

import { isOfAccounts, listImbalances } from './naive-ledger.ts';

import { emptyNaiveGroup, foldNaively, naiveJson } from './naive-model.ts';
import type { NaiveGroup } from './naive-rows.ts';
import { isPoisoned } from './poison.ts';
import type { Scheduler } from './scheduler.ts';
import type { ServerAnswer } from './sim-server.ts';
import type { Invariant, Violation } from './violation.ts';

/** From the judgement of an op to its commit: waits for locks and a slow database included. */
const COMMIT_MAX_MS = 40_000;

interface WatchedGroup {
  readonly naive: NaiveGroup;
  readonly log: Op[];
  readonly versionsByOp: Map<string, number>;
  /** Versions at which a member came and went, ascending. */
  readonly presence: Map<string, { version: number; active: boolean }[]>;
}

export class Checker {
  readonly violations: Violation[] = [];
  readonly #scheduler: Scheduler;
  #groups = new Map<string, WatchedGroup>();
  #database: MemoryLogDatabase | undefined;
  #isPhotoThere: (groupId: string, blobId: string) => boolean = () => true;
  readonly #forbidden = new Set<string>();
  readonly #damaged = new Set<string>();
  opsCommitted = 0;
  /** Whatever the product would have written to a log or a report, each line once. */
  readonly logLines = new Set<string>();
  /** Something went bad on a disk that is looked for when the app is opened again. */
  isToOpenAnew = false;
  /** How many histories the server has had. */
  epochs = 1;
  /** What lies beside the database has it that this link was revoked, in whichever history. */
  isRevokedOutside: (groupId: string, linkId: string) => boolean = () => false;
  readonly #serverClock = { offsetMs: 0, jumpedAt: Number.NEGATIVE_INFINITY };

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  watch(database: MemoryLogDatabase): void {
    this.#database = database;
  }

  fail(invariant: Invariant, detail: string, about: { opId?: string; groupId?: string } = {}): void {
    // The first one tells; its consequences only repeat it.
    if (this.violations.length >= 5) return;
    this.violations.push({ invariant, detail, time: this.#scheduler.now, ...about });
  }

  group(groupId: string): WatchedGroup | undefined {
    return this.#groups.get(groupId);
  }

  get groupIds(): string[] {
    return [...this.#groups.keys()];
  }

  /** Of the server's present history. */
  get epoch(): string | undefined {
    return this.#database?.image.epoch.epoch;
  }

  /** The server went back in time: what is believed is folded again from its log. */
  forgetLogs(): void {
    this.epochs += 1;
    this.#groups = new Map();
    for (const [, state] of this.#database?.image.groups ?? []) {
      for (const entry of state.entries) this.#fold(entry.op, entry.version);
    }
  }

  /** The servers' wall clock goes wrong by so much. */
  noteServerClock(offsetMs: number): void {
    Object.assign(this.#serverClock, { offsetMs, jumpedAt: this.#scheduler.now });
  }

  /** Nobody who may write this ever did. */
  forbid(opId: string): void {
    this.#forbidden.add(opId);
  }

  /** A line for the server's log, or for a device's report. */
  noteLogLine(line: object): void {
    this.logLines.add(JSON.stringify(line));
  }

  /** Whether the server has a photo: asked when an op that names it is committed. */
  watchPhotos(isThere: (groupId: string, blobId: string) => boolean): void {
    this.#isPhotoThere = isThere;
  }

  // --- the server -----------------------------------------------------------

  serverCommits(writes: PushWrites): void {
    for (const { op, version, hash, chain } of writes.entries) {
      this.opsCommitted += 1;
      const { groupId, opId } = op;
      this.#checkEntrance(op);
      for (const { blobId } of (op.body.photos ?? []) as { blobId: string }[]) {
        if (this.#isPhotoThere(groupId, blobId)) continue;
        this.fail('I15', 'an op is in the log before the photo it names', { groupId, opId });
      }
      const group = this.#fold(op, version);
      if (this.#forbidden.has(opId))
        this.fail('I8', `the log took ${op.type} from a stranger`, { groupId, opId });
      if (hash !== group.naive.lastHash)
        this.fail('I5', `version ${version} is stored with another hash`, { groupId, opId });
      if (chain !== group.naive.chains[version]) {
        this.fail('I5', `the chain at version ${version} is not that of the log`, { groupId, opId });
      }
    }
  }

  serverAnswers(session: Session, name: AskName, asked: unknown, answer: ServerAnswer): void {
    if ('verdicts' in answer) this.#checkAck(asked as Push, answer);
    if ('ops' in answer) {
      this.#checkReach(session, answer.groupId, answer.from + answer.ops.length - 1, name);
      this.#checkOps(answer.groupId, answer.from, answer.ops);
    }
    if ('messages' in answer) {
      const rows =
        'group' in answer ? [answer.group, ...answer.members, ...answer.messages] : answer.messages;
      const last = rows.reduce((most, row) => Math.max(most, row.rowVersion), 0);
      this.#checkReach(session, answer.groupId, last, name);
    }
    if ('edits' in answer) {
      const last = answer.edits.reduce((most, { version }) => Math.max(most, version), 0);
      this.#checkReach(session, answer.groupId, Math.max(last, answer.state?.version ?? 0), name);
    }
    if ('rows' in answer) {
      const last = answer.rows.reduce((most, { row }) => Math.max(most, row.rowVersion), 0);
      this.#checkReach(session, answer.groupId, last, name);
    }
    if ('outcome' in answer && answer.outcome === 'differs' && !this.#damaged.has(answer.groupId)) {
      const { groupId, chain, state, ranges } = answer;
      const parts = `chain ${chain}, state ${state}, ranges ${ranges}`;
      this.fail('I6', `${session.deviceId} differs from the log (${parts}), and nothing damaged it`, {
        groupId,
      });
    }
    if ('groups' in answer) {
      for (const { groupId } of answer.groups) this.#checkReach(session, groupId, 1, name);
    }
  }

  serverTells(session: Session, { name, frame }: Tell): void {
    if (name !== 'poke' || frame.ops === undefined || frame.from === undefined) return;
    this.#checkReach(session, frame.groupId, frame.from + frame.ops.length - 1, 'poke');
    this.#checkOps(frame.groupId, frame.from, frame.ops);
  }

  /** A device's rows of this group were damaged: they may differ until they are repaired. */
  noteDamage(groupId: string): void {
    this.#damaged.add(groupId);
    this.isToOpenAnew = true;
  }

  isDamaged(groupId: string): boolean {
    return this.#damaged.has(groupId);
  }

  get hasDamage(): boolean {
    return this.#damaged.size > 0;
  }

  // --- devices ----------------------------------------------------------------

  deviceCommits(device: string, epoch: string | undefined, changes: readonly CommittedChange[]): void {
    for (const { table, before, after } of changes) {
      if (table !== 'cursors' || after === undefined) continue;
      const { groupId, version, chain } = after as unknown as Cursor;
      const previous = before as unknown as Cursor | undefined;
      if (epoch === undefined || epoch !== this.#database?.image.epoch.epoch) continue;
      if (previous !== undefined && version < previous.version) {
        this.fail('I9', `${device} goes back from version ${previous.version} to ${version}`, { groupId });
      }
      const { chains } = this.#groups.get(groupId)?.naive ?? emptyNaiveGroup(groupId);
      const expected = chains[version];
      if (chain !== expected) {
        this.fail('I5', `${device} holds another history up to version ${version}`, { groupId });
      }
    }
  }

  /** Something failed and nobody up the stack expected it. */
  noteFault(who: string, error: unknown): void {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.fail('I12', `${who}: ${said}`);
  }

  /** What the fold cannot know of a join: the clock, and histories that are lost. */
  #checkEntrance({ groupId, opId, type, body }: Op): void {
    const linkId = body.inviteId;
    if (type !== 'member.joined' || typeof linkId !== 'string') return;
    const about = { groupId, opId };
    // Of what was committed before it was revoked the ledger speaks too late: it is told after the commit.
    if (this.isRevokedOutside(groupId, linkId)) {
      this.fail('I8', 'somebody came by a link that was revoked, in this history or in one before it', about);
    }
    const { offsetMs, jumpedAt } = this.#serverClock;
    const { now } = this.#scheduler;
    // A healing server counts as of when the join was made; a clock that has just jumped was another one when it was judged.
    if (this.epochs > 1 || now - jumpedAt < COMMIT_MAX_MS) return;
    const expiresAt = this.#groups.get(groupId)?.naive.links.get(linkId)?.expiresAt;
    if (expiresAt != null && EPOCH_START_MS + now + offsetMs > expiresAt + COMMIT_MAX_MS) {
      this.fail('I8', 'somebody came by a link that had expired', about);
    }
  }

  // --- inside ---------------------------------------------------------------------

  #fold(op: Op, version: number): WatchedGroup {
    const { groupId, opId } = op;
    const about = { groupId, opId };
    const group: WatchedGroup = this.#groups.get(groupId) ?? {
      naive: emptyNaiveGroup(groupId),
      log: [],
      versionsByOp: new Map(),
      presence: new Map(),
    };
    this.#groups.set(groupId, group);
    if (version !== group.log.length + 1)
      this.fail('I5', `version ${version} follows ${group.log.length}`, about);
    const earlier = group.versionsByOp.get(opId);
    if (earlier !== undefined) this.fail('I3', `one op at versions ${earlier} and ${version}`, about);
    const offences = group.naive.offences.length;
    const early = group.naive.early.length;
    foldNaively(group.naive, op);
    group.log.push(op);
    group.versionsByOp.set(opId, version);
    this.#notePresence(group, version);
    for (const what of isOfAccounts(op) ? listImbalances(group.naive.accounts) : []) {
      this.fail('I7', `version ${version}: ${what}`, about);
    }
    for (const { what } of group.naive.offences.slice(offences)) {
      this.fail('I15', `version ${version}: ${what}`, about);
    }
    // What a restored server lost may come home in another order.
    if (this.epochs > 1) return group;
    for (const { what } of group.naive.early.slice(early)) {
      this.fail('I15', `version ${version}: ${what}`, about);
    }
    return group;
  }

  /** By the naive model: whoever came or went with this version, whichever op it was. */
  #notePresence({ naive, presence }: WatchedGroup, version: number): void {
    for (const [memberId, member] of naive.members) {
      const active = member.active && naive.deletedAt === null;
      const times = presence.get(memberId) ?? [];
      if ((times.at(-1)?.active ?? false) === active) continue;
      times.push({ version, active });
      presence.set(memberId, times);
    }
  }

  #checkAck(asked: Push, answer: { groupId: string; verdicts: readonly (number | string)[] }): void {
    const { groupId } = answer;
    for (const [i, verdict] of answer.verdicts.entries()) {
      const op = asked.ops[i];
      if (op === undefined) {
        this.fail('I4', 'a verdict for an op that was not pushed', { groupId });
        continue;
      }
      const about = { groupId, opId: op.opId };
      if (verdict === 'unprocessable' && !isPoisoned(op)) {
        this.fail('I4', 'an innocent op is condemned with the culprit of its commit', about);
      }
      this.#checkVerdict(about, op, verdict);
    }
  }

  #checkVerdict(
    about: { groupId: string; opId: string },
    asked: { readonly body: object },
    verdict: number | string,
  ): void {
    const group = this.#groups.get(about.groupId);
    const version = group?.versionsByOp.get(about.opId);
    const logged = version === undefined ? undefined : group?.log[version - 1];
    const isSame = logged !== undefined && naiveJson(logged.body) === naiveJson(asked.body);
    if (typeof verdict === 'number' && logged !== undefined && !isSame) {
      this.fail('I2', `acked as version ${verdict}, where the log has another content`, about);
    }
    if (verdict === 'op-id-reused' && isSame) {
      this.fail('I2', `said to be another op, but the log has it at ${version}`, about);
    }
    if (typeof verdict === 'number' && version !== verdict) {
      this.fail('I2', `acked as version ${verdict}, but the log has it at ${version ?? 'no version'}`, about);
    }
    if (typeof verdict === 'string' && verdict !== 'op-id-reused' && version !== undefined) {
      this.fail('I2', `said to be rejected (${verdict}), but the log has it at ${version}`, about);
    }
  }

  #checkOps(groupId: string, from: number, ops: readonly { readonly opId: string }[]): void {
    ops.forEach((op, i) => {
      if (this.#groups.get(groupId)?.log[from + i - 1]?.opId !== op.opId) {
        this.fail('I5', `the server said another op at version ${from + i}`, { groupId, opId: op.opId });
      }
    });
  }

  /** Versions 1 to removal; rejoining opens all again. */
  #checkReach(session: Session, groupId: string, version: number, frame: string): void {
    if (version < 1) return;
    const state = this.#database?.image.groups.get(groupId);
    const group = this.#groups.get(groupId);
    const isOpen = [...(state?.access.values() ?? [])]
      .filter(({ accountId }) => accountId === session.accountId)
      .some(({ memberId }) => {
        const last = group?.presence.get(memberId)?.at(-1);
        return last !== undefined && (last.active || version <= last.version);
      });
    if (!isOpen) {
      this.fail('I8', `a ${frame} carries version ${version} to an account outside its interval`, {
        groupId,
      });
    }
  }
}

interface Cursor {
  readonly groupId: string;
  readonly version: number;
  readonly chain: string;
}
