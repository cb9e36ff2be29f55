/**
 * Somebody who speaks the wire by hand and means no good: an outsider who knows every group's id (a leaked link, a
 * shared screen) and asks for everything; who writes as others; a member whose client stutters, shuffles its
 * batches and uses others' opIds again. Each visit is a new device with an account of its own.
 *
 * What it is told is watched like every answer (I8); what it says in others' names is forbidden to the log.
 */
import { formatId } from '#domain/ids.ts';
import type { JsonObject } from '#domain/json.ts';
import type { WireOp } from '#protocol/fields.ts';
import type { AskName } from '#protocol/frames.ts';
import { LIMITS } from '#protocol/limits.ts';
import type { PushReply } from '#protocol/push.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import type { Checker } from './checker.ts';
import { naiveSecretId } from './naive-links.ts';
import type { Invite } from './person.ts';
import type { Prng } from './prng.ts';
import type { Scheduler } from './scheduler.ts';
import type { Cookie, ServerDoor } from './server-door.ts';
import { openWire, type Wire } from './wire.ts';

export const TRICKS = ['pry', 'pose', 'stutter', 'reuse'] as const;
export type Trick = (typeof TRICKS)[number];

export interface StrangerOptions {
  readonly scheduler: Scheduler;
  readonly checker: Checker;
  readonly route: () => ServerDoor;
  readonly dice: Prng;
}

export class Stranger {
  readonly #options: StrangerOptions;
  readonly #wire: Wire;
  readonly #deviceId: string;
  readonly #memberId: string;
  #cookie: Cookie | null = null;

  constructor(options: StrangerOptions) {
    this.#options = options;
    this.#deviceId = this.#newId();
    this.#memberId = this.#newId();
    this.#wire = openWire((what) => options.checker.fail('wire', `the stranger: ${what}`));
  }

  async visit(trick: Trick, invites: readonly Invite[]): Promise<void> {
    const { route, dice } = this.#options;
    const session = { protocol: PROTOCOL_VERSION, deviceId: this.#deviceId, deviceSecret: secretOf(dice) };
    const door = route();
    if (!door.up) return;
    ({ cookie: this.#cookie } = await door.openSession(session, null));
    if (trick === 'pry') await this.#pry();
    else if (trick === 'pose') await this.#pose();
    else if (invites.length > 0) await this.#misbehave(trick, dice.pick(invites));
  }

  /** Somebody new, who comes by a link like anybody, says something and asks for what there is to read. */
  async comeBy({ groupId, secret }: Invite): Promise<void> {
    const { route, dice, checker } = this.#options;
    const session = { protocol: PROTOCOL_VERSION, deviceId: this.#deviceId, deviceSecret: secretOf(dice) };
    const door = route();
    if (!door.up) return;
    ({ cookie: this.#cookie } = await door.openSession(session, null));
    const join = this.#op(this.#memberId, 'member.joined', {
      name: 'newcomer',
      inviteId: naiveSecretId(secret),
    });
    const lane = { deviceId: this.#deviceId, groupId };
    const proofs = { [join.opId]: secret };
    await this.#push({ ...lane, firstSeq: 1, ops: [join, this.#say()], proofs });
    const { epoch = this.#newId() } = checker;
    await this.#ask('catch-up', { epoch, groupId, after: 0, maxBytes: LIMITS.frameMaxBytes });
  }

  /** Asks for everything there is, and listens. */
  async #pry(): Promise<void> {
    const { checker, route } = this.#options;
    const { epoch = this.#newId(), groupIds } = checker;
    if (groupIds.length === 0) return;
    const cursors = groupIds.map((groupId) => {
      const { version, chains } = checker.group(groupId)?.naive ?? { version: 0, chains: [''] };
      return { groupId, version, chain: chains.at(-1) ?? '' };
    });
    const marks = groupIds.map((groupId) => ({ groupId, delivered: 1_000, read: 1_000 }));
    const lanes = groupIds.map((groupId) => ({ groupId, from: 1 }));
    const hello = { protocol: PROTOCOL_VERSION, deviceId: this.#deviceId, epoch, lanes, cursors, marks };
    const socket = route().openSocket(this.#cookie, { tell: () => {}, close: () => {} });
    socket?.ask('hello', JSON.stringify(hello)).catch(() => {});
    await this.#ask('hello', hello);
    for (const groupId of groupIds) {
      socket?.tell('mark', JSON.stringify({ epoch, groupId, delivered: 1_000, read: 1_000 }));
      socket?.tell('typing', JSON.stringify({ groupId, typing: true }));
      await this.#ask('catch-up', { epoch, groupId, after: 0, maxBytes: LIMITS.frameMaxBytes });
      await this.#ask('snapshot', { epoch, groupId });
      await this.#ask('bootstrap', { epoch, groupId });
      await this.#ask('page', { epoch, groupId, olderThan: 1_000, maxRows: 10 });
    }
  }

  /** Writes as a member, in a member's lane, and comes in without the link's secret. */
  async #pose(): Promise<void> {
    const { checker, dice } = this.#options;
    for (const groupId of checker.groupIds) {
      const members = [...(checker.group(groupId)?.naive.members.keys() ?? [])];
      if (members.length === 0) continue;
      const victim = dice.pick(members);
      const said = { messageId: this.#newId(), text: 'not theirs' };
      await this.#forge(groupId, this.#op(victim, 'message.sent', said));
      await this.#forge(groupId, this.#op(victim, 'member.left', {}));
      await this.#forge(groupId, this.#op(victim, 'member.joined', { name: 'not them' }), secretOf(dice));
      await this.#forge(groupId, this.#op(this.#memberId, 'message.sent', said));
      await this.#forge(groupId, this.#op(this.#memberId, 'member.joined', { name: 'x' }), secretOf(dice));
    }
  }

  async #forge(groupId: string, op: WireOp, secret?: string): Promise<void> {
    const { checker, dice } = this.#options;
    checker.forbid(op.opId);
    const proofs = secret === undefined ? {} : { proofs: { [op.opId]: secret } };
    // Its own lane, or one whose device it is not.
    const deviceId = dice.chance(0.5) ? this.#deviceId : this.#newId();
    await this.#push({ deviceId, groupId, firstSeq: 1, ops: [op], ...proofs });
  }

  /** Joins by the link, as anybody may; what comes after would never come from a client of ours. */
  async #misbehave(trick: 'stutter' | 'reuse', { groupId, secret }: Invite): Promise<void> {
    const join = this.#op(this.#memberId, 'member.joined', { name: 'stutterer' });
    const deviceId = this.#deviceId;
    const first = { deviceId, groupId, firstSeq: 1, ops: [join], proofs: { [join.opId]: secret } };
    const reply = await this.#push(first);
    if (typeof reply?.verdicts[0] !== 'number') return;
    const batches = trick === 'stutter' ? this.#stutter() : this.#reuse(groupId);
    const { dice } = this.#options;
    // Each batch three times and in any order; the last round is in order, so that all are taken in the end.
    for (const batch of [...shuffle(dice, [...batches, ...batches]), ...batches]) {
      await this.#push({ deviceId, groupId, ...batch });
    }
  }

  #stutter(): { firstSeq: number; ops: WireOp[] }[] {
    const { dice } = this.#options;
    let firstSeq = 2;
    return Array.from({ length: 3 }, () => {
      const ops = Array.from({ length: 1 + dice.below(3) }, () => this.#say());
      firstSeq += ops.length;
      return { firstSeq: firstSeq - ops.length, ops };
    });
  }

  /** Another content under an opId that the log has. */
  #reuse(groupId: string): { firstSeq: number; ops: WireOp[] }[] {
    const { checker, dice } = this.#options;
    const log = checker.group(groupId)?.log ?? [];
    if (log.length === 0) return [];
    const { opId } = dice.pick(log);
    const honest = this.#say();
    return [{ firstSeq: 2, ops: [{ ...this.#say(), opId }, honest] }];
  }

  #say(): WireOp {
    const body = { messageId: this.#newId(), text: `stuttered ${this.#options.dice.below(1e6)}` };
    return this.#op(this.#memberId, 'message.sent', body);
  }

  #op(actorId: string, type: string, body: JsonObject): WireOp {
    return { opId: this.#newId(), actorId, at: 0, type, v: 1, salt: this.#newId(), body };
  }

  async #push(push: object): Promise<PushReply | undefined> {
    const { epoch } = this.#options.checker;
    const reply = await this.#ask('push', { epoch, ...push });
    return reply !== undefined && 'verdicts' in reply ? (reply as PushReply) : undefined;
  }

  /** undefined: the server did not say. Never resolves when it died over it. */
  async #ask(name: AskName, frame: object): Promise<object | undefined> {
    const { scheduler, dice, route } = this.#options;
    await scheduler.pause(dice.between(1, 300));
    const door = route();
    if (!door.up) return undefined;
    const lines: string[] = [];
    const text = this.#wire.writeRequest(name, frame);
    await door.askByHttp(this.#cookie, name, text, (line) => lines.push(line)).catch(() => {});
    const [line] = lines;
    return line === undefined ? undefined : (JSON.parse(line) as object);
  }

  #newId(): string {
    return formatId(this.#options.dice.bytes(16));
  }
}

function shuffle<T>(dice: Prng, list: T[]): T[] {
  return Array.from({ length: list.length }, () => list.splice(dice.below(list.length), 1)).flat();
}

const secretOf = (dice: Prng): string => formatId(dice.bytes(16)) + formatId(dice.bytes(16));
