/** What people do with the app in their hand, through the engine's one door, as the step's dice say. */
import type { BlobTransport } from '#client/platform/blob-transport.ts';
import type { OutboxEntry } from '#client/store/tables.ts';
import { isWhole } from '#client/store/whole-rows.ts';
import type { CommitResult, Engine, Intent } from '#client/sync/engine-types.ts';
import { createPhotoShelf } from '#client/sync/photo-shelf.ts';
import type { Attachment } from '#domain/attachments/attachment.ts';
import { PHOTOS_SENT_V } from '#domain/chat/message-ops.ts';
import type { JsonObject } from '#domain/json.ts';
import { isOp } from './bit-rot.ts';
import type { DraftLedger } from './draft-ledger.ts';
import type { Ledger } from './ledger.ts';
import { drawTerms, listLinkIntents, listLostJoins } from './link-deeds.ts';
import { naiveSecretId } from './naive-links.ts';
import { PlanDesk } from './plan-desk.ts';
import type { PlanWords } from './plan-words.ts';
import { POISONS } from './poison.ts';
import type { Prng } from './prng.ts';
import { listIntents } from './rulings.ts';
import type { Bends } from './sabotage.ts';
import type { Page, SimDevice } from './sim-device.ts';
import { listSpendings } from './spendings.ts';
import type { Deed, PlanDeed, Ruling, Spending } from './swarm.ts';

export interface Invite {
  readonly groupId: string;
  readonly secret: string;
  readonly name: string;
}

export type Follow = <T>(page: Page, what: string, call: Promise<T>, answered: (result: T) => void) => void;

export interface PersonOptions {
  readonly ledger: Ledger;
  /** Follows a call until it answers: one that never does is a hang (I12). */
  readonly follow: Follow;
  readonly say: (who: string, what: string) => void;
  readonly drafts: DraftLedger;
  readonly words: PlanWords;
  readonly bends: Bends | undefined;
  /** Dice of their own for photos; undefined: nobody sends any in this run. */
  readonly photos: Prng | undefined;
}

const EMOJIS = ['👍', '❤️', '😂', '🇧🇷', '👨‍👩‍👧'];
const ODD_TEXTS = [
  '\u0000',
  '\u202eback',
  'ação',
  'a\u0303',
  '👩🏽‍🚀🧑‍🎄',
  '\r\n',
  '"\\',
  '\uFEFF',
  '__proto__',
];

export class Person {
  readonly #device: SimDevice;
  readonly #options: PersonOptions;
  readonly #desk: PlanDesk;

  constructor(device: SimDevice, options: PersonOptions) {
    this.#device = device;
    this.#options = options;
    this.#desk = new PlanDesk(device, { ...options, commit: (page, intents) => this.#commit(page, intents) });
  }

  createGroup(dice: Prng, shared: (invite: Invite) => void): void {
    const page = this.#page(dice);
    const name = `group of ${this.#device.name}`;
    const call = page.engine.createGroup({ name, picture: '🏖️', memberName: this.#device.name });
    this.#options.follow(page, 'createGroup', call, (result) => {
      const { groupId } = result;
      if (!result.ok || groupId === undefined) return;
      for (const opId of result.opIds) this.#promise({ groupId, type: 'group.created', body: null }, opId);
      const secret = this.#device.database
        .rows('memberships')
        .find((row) => row.groupId === groupId)?.inviteSecret;
      if (secret) shared({ groupId, secret, name });
    });
  }

  /** A link into some group, with terms of its own. */
  makeLink(dice: Prng, shared: (invite: Invite) => void): void {
    const groupId = this.#someGroup(dice);
    if (groupId === undefined) return;
    const page = this.#page(dice);
    const call = page.engine.createInvite(drawTerms(dice, groupId, page.engine));
    this.#options.follow(page, 'createInvite', call, (result) => {
      if (!result.ok) return;
      for (const opId of result.opIds) this.#promise({ groupId, type: 'invite.created', body: null }, opId);
      if (result.secret) shared({ groupId, secret: result.secret, name: 'by a link' });
    });
  }

  /** Ends a link, answers who asks to come in, or takes one's own request back. */
  tendLinks(dice: Prng, deed: 'end' | 'answer' | 'take-back'): void {
    const intents = listLinkIntents(dice, deed, this.#device);
    if (intents.length > 0) this.#commit(this.#page(dice), intents);
  }

  join(dice: Prng, { groupId, secret, name }: Invite): void {
    const page = this.#page(dice);
    const { ledger } = this.#options;
    const lost = listLostJoins(ledger, this.#device, groupId);
    for (const id of lost) ledger.mark(id, 'unsure');
    const call = page.engine.joinGroup({ groupId, secret, groupName: name, memberName: this.#device.name });
    this.#options.follow(page, 'joinGroup', call, (result) => {
      for (const id of lost) ledger.mark(id, result.ok && result.opIds.length > 0 ? 'resent' : 'kept');
      if (!result.ok) return;
      for (const opId of result.opIds) {
        const body = { name: this.#device.name, inviteId: naiveSecretId(secret) };
        this.#promise({ groupId, type: 'member.joined', body }, opId);
      }
    });
  }

  act(dice: Prng, deed: Deed) {
    const groupId = this.#someGroup(dice);
    if (groupId === undefined) return;
    const page = this.#page(dice);
    switch (deed) {
      case 'say':
        return this.#say(page, this.#message(dice, page.engine, groupId));
      case 'long':
        return this.#commit(page, [this.#message(dice, page.engine, groupId, 2_000 + dice.below(9_000))]);
      case 'burst':
        return this.#burst(dice, page, groupId);
      case 'reply': {
        const replyTo = this.#someMessage(dice, groupId);
        if (!replyTo) return;
        const { body, ...message } = this.#message(dice, page.engine, groupId);
        return this.#say(page, { ...message, body: { ...body, replyTo } });
      }
      case 'edit':
      case 'delete':
      case 'react':
      case 'unreact':
        return this.#change(dice, page, groupId, deed);
      case 'rename-group':
        return this.#commit(page, [
          { type: 'group.renamed', groupId, body: { name: `named ${dice.below(1e6)}` } },
        ]);
      case 'rename-self':
        return this.#commit(page, [
          { type: 'member.renamed', groupId, body: { name: `${this.#device.name} ${dice.below(1e6)}` } },
        ]);
      case 'leave':
        // Rare enough that a run is mostly about members.
        if (!dice.chance(0.4)) return;
        return this.#commit(page, [{ type: 'member.left', groupId, body: {} }]);
      case 'read':
        return page.engine.markRead(groupId, this.#device.database.rows('cursors').at(-1)?.version ?? 0);
      case 'older':
        return this.#options.follow(page, 'loadOlder', page.engine.loadOlder(groupId), () => {});
      case 'cancel':
        return this.#cancel(dice, page);
      case 'wake':
        page.engine.setTyping(groupId, dice.chance(0.5));
        return page.engine.wake();
    }
  }

  /** Does something to the group or to somebody in it, theirs to do or not: the rules say. */
  rule(dice: Prng, ruling: Ruling): void {
    const groupId = this.#someGroup(dice);
    if (groupId === undefined) return;
    const page = this.#page(dice);
    const intents = listIntents(dice, ruling, {
      groupId,
      memberId: this.#device.database.rows('memberships').find((row) => row.groupId === groupId)?.memberId,
      members: this.#device.database.rows('members').filter((row) => row.groupId === groupId),
      newId: () => page.engine.newId(),
    });
    if (intents.length > 0) this.#commit(page, intents);
  }

  /** Adds to the accounts, or changes what stands there. */
  keepAccounts(dice: Prng, spending: Spending): void {
    const groupId = this.#someGroup(dice);
    if (groupId === undefined) return;
    const { database } = this.#device;
    const inGroup = (row: { readonly groupId: string }): boolean => row.groupId === groupId;
    const me = database.rows('memberships').find(inGroup)?.memberId;
    const memberIds = database
      .rows('members')
      .filter(inGroup)
      .map(({ id }) => id);
    if (me === undefined || !memberIds.includes(me)) return;
    const page = this.#page(dice);
    const intents = listSpendings(dice, spending, {
      groupId,
      me,
      memberIds,
      expenses: database.rows('expenses').filter((row) => inGroup(row) && isWhole('expenses', row)),
      settlements: database.rows('settlements').filter((row) => inGroup(row) && isWhole('settlements', row)),
      recurrences: database.rows('recurrences').filter((row) => inGroup(row) && isWhole('recurrences', row)),
      newId: () => page.engine.newId(),
    });
    if (intents.length > 0) this.#commit(page, intents);
  }

  /** Makes a plan, puts it somewhere, or writes in it. */
  writePlan(dice: Prng, deed: PlanDeed): void {
    const groupId = this.#someGroup(dice);
    if (groupId !== undefined) this.#desk.perform(dice, this.#page(dice), groupId, deed);
  }

  /** Among what they say is something that no commit will take. */
  poison(dice: Prng): void {
    const groupId = this.#someGroup(dice);
    if (groupId === undefined) return;
    const page = this.#page(dice);
    const intents = Array.from({ length: 1 + dice.below(6) }, () =>
      this.#message(dice, page.engine, groupId),
    );
    const at = dice.below(intents.length);
    const poisoned = intents.map((intent, i) =>
      i === at ? { ...intent, body: { ...intent.body, text: `${dice.pick(POISONS)} ${i}` } } : intent,
    );
    this.#commit(page, poisoned);
  }

  /** Types and goes on to something else: it stays in the box. */
  writeDraft(dice: Prng): void {
    const groupId = this.#someGroup(dice);
    if (groupId === undefined) return;
    const page = this.#page(dice);
    const { drafts, follow } = this.#options;
    const text = `draft ${this.#text(dice, 20)}`;
    const written = drafts.begin(this.#device.name, groupId, text);
    const draft = { groupId, text, replyTo: null, editing: null };
    follow(page, 'saveDraft', page.engine.saveDraft(draft), (isSaved) => {
      if (isSaved) written();
    });
  }

  /** The tray is not left lying: sent again, or thrown away. */
  tidyTray(dice: Prng): void {
    const [entry] = this.#device.database.rows('tray').filter(({ op }) => isOp(op));
    if (!entry) return;
    const page = this.#page(dice);
    const { ledger, drafts, words, follow } = this.#options;
    ledger.mark(entry.opId, 'unsure');
    drafts.settle(this.#device.name, String(entry.op.body.text));
    if (entry.kind !== 'damaged' && dice.chance(0.5)) {
      const body = this.#withoutLostPhotos(entry.op.body);
      follow(page, 'retryFromTray', page.engine.retryFromTray(entry.opId), (result) => {
        if (result.ok) {
          ledger.replace(entry.opId, result.opIds[0], this.#device.name);
          ledger.amend(result.opIds[0] ?? '', body);
        } else ledger.mark(entry.opId, 'kept');
      });
    } else {
      if (entry.op.type === 'plan.edited') words.discard(String(entry.op.body.update));
      follow(page, 'discardFromTray', page.engine.discardFromTray(entry.opId), (taken) => {
        ledger.mark(entry.opId, taken ? 'taken-back' : 'unsure');
      });
    }
  }

  /** Nobody can promise a photo that is not on the disk any more. */
  #withoutLostPhotos({ photos, ...body }: JsonObject): JsonObject {
    const { database } = this.#device;
    const whole = new Set(
      database.rows('blobParts').flatMap(({ size, blobId }) => (size === 'whole' ? [blobId] : [])),
    );
    const rows = database.rows('blobs').filter(({ owed, blobId }) => !owed || whole.has(blobId));
    const held = new Set(rows.map(({ blobId }) => blobId));
    const left = ((photos ?? []) as unknown as readonly Attachment[]).filter(({ blobId }) =>
      held.has(blobId),
    );
    return left.length > 0 ? { ...body, photos: left as unknown as JsonObject[] } : body;
  }

  /** Now and then with a photo: on the disk first, as the composer does it. */
  #say(page: Page, message: Extract<Intent, { type: 'message.sent' }>): void {
    const { photos: dice, follow } = this.#options;
    if (!dice?.chance(0.35)) {
      this.#commit(page, [message]);
      return;
    }
    const { groupId, body } = message;
    const bytes = 100 + dice.below(2_000);
    const blobId = page.engine.newId();
    const attachment: Attachment = { blobId, mime: 'image/webp', bytes, width: 4, height: 3 };
    const data = new Uint8Array(bytes);
    follow(page, 'keepPhoto', keepPhoto(page, { groupId, attachment, data }), (isKept) => {
      if (isKept)
        this.#commit(page, [{ ...message, v: PHOTOS_SENT_V, body: { ...body, photos: [attachment] } }]);
    });
  }

  #burst(dice: Prng, page: Page, groupId: string) {
    const intents = Array.from({ length: 3 + dice.below(40) }, () =>
      this.#message(dice, page.engine, groupId),
    );
    if (dice.chance(0.5)) return this.#commit(page, intents);
    for (const intent of intents) this.#commit(page, [intent]);
  }

  #change(dice: Prng, page: Page, groupId: string, deed: 'edit' | 'delete' | 'react' | 'unreact'): void {
    const messageId = this.#someMessage(
      dice,
      groupId,
      deed === 'edit' || (deed === 'delete' && dice.chance(0.8)),
    );
    if (!messageId) return;
    const emoji = dice.pick(EMOJIS);
    const intents = {
      edit: { type: 'message.edited', groupId, body: { messageId, text: this.#text(dice, 20) } },
      delete: { type: 'message.deleted', groupId, body: { messageId } },
      react: { type: 'reaction.added', groupId, body: { messageId, emoji } },
      unreact: { type: 'reaction.removed', groupId, body: { messageId, emoji } },
    } as const satisfies Record<string, Intent>;
    this.#commit(page, [intents[deed]]);
  }

  #cancel(dice: Prng, page: Page): void {
    const waiting = this.#queue().filter((entry) => entry.seq === null);
    if (waiting.length === 0) return;
    const { opId, op } = dice.pick(waiting);
    const { ledger, words, follow } = this.#options;
    if (ledger.promised.get(opId)?.state !== 'kept') return;
    const { messageId } = op.type === 'message.sent' ? op.body : {};
    const ofMessage = this.#queue().filter(({ op: { body } }) => {
      return messageId !== undefined && (body.messageId === messageId || body.replyTo === messageId);
    });
    // A plan that is taken back takes along what was done with it.
    const ofPlan = this.#queue().filter(({ op: { body } }) => {
      return op.type === 'plan.created' && body.planId === op.body.planId;
    });
    const concerned = [...new Set([opId, ...[...ofMessage, ...ofPlan].map((entry) => entry.opId)])].filter(
      (id) => ledger.promised.get(id)?.state === 'kept',
    );
    for (const id of concerned) ledger.mark(id, 'unsure');
    for (const { op: taken } of ofPlan) {
      if (taken.type === 'plan.edited') words.discard(String(taken.body.update));
    }
    follow(page, 'cancelQueued', page.engine.cancelQueued(opId), (cancelled) => {
      for (const id of concerned) ledger.mark(id, 'kept');
      for (const taken of cancelled?.taken ?? []) {
        ledger.mark(taken.opId, 'taken-back');
        if (taken.op.type === 'plan.edited') words.discard(String(taken.op.body.update));
      }
      for (const { opId: id, op: reply } of cancelled?.unquoted ?? []) {
        const { replyTo: _, ...body } = reply.body;
        ledger.amend(id, body);
      }
    });
  }

  #commit(page: Page, intents: readonly Intent[]): void {
    const who = page.process.name;
    this.#options.follow(page, 'commit', page.engine.commit(intents), (result: CommitResult) => {
      if (!result.ok) {
        for (const { type, body } of intents) {
          if (type === 'message.sent') this.#options.ledger.refused.add(String(body.messageId));
        }
        return this.#options.say(who, `is told: not saved (${result.error})`);
      }
      intents.forEach((intent, i) => {
        const opId = result.opIds[i];
        if (opId !== undefined) this.#promise(intent, opId);
      });
    });
  }

  #promise(intent: { groupId: string; type: string; body: object | null }, opId: string): void {
    this.#options.ledger.add(this.#device.name, intent, opId);
    this.#options.say(this.#device.name, `saved ${intent.type} ${opId}`);
  }

  /** An open page that is not frozen; the person opens one when there is none. */
  #page(dice: Prng): Page {
    const awake = this.#device.pages.filter(({ process }) => !process.frozen);
    return awake.length > 0 ? dice.pick(awake) : this.#device.open();
  }

  #someGroup(dice: Prng): string | undefined {
    const groups = this.#device.database
      .rows('memberships')
      .filter(({ state }) => state === 'member' || state === 'joining');
    return groups.length > 0 ? dice.pick(groups).groupId : undefined;
  }

  /** What waits, as the screens show it. */
  #queue(): OutboxEntry[] {
    return this.#device.database.rows('outbox').filter(({ op }) => isOp(op));
  }

  /** A message on this screen, confirmed or pending, mostly a late one: so that people meet at the same ones. */
  #someMessage(dice: Prng, groupId: string, own = false): string | undefined {
    const { database } = this.#device;
    const me = database.rows('memberships').find((row) => row.groupId === groupId)?.memberId;
    const confirmed = database
      .rows('messages')
      .filter((row) => row.groupId === groupId && row.kind === 'text' && (!own || row.authorId === me))
      .sort((a, b) => a.version - b.version)
      .map(({ id }) => id);
    const pending = this.#queue()
      .filter((entry) => entry.groupId === groupId && entry.op.type === 'message.sent')
      .map((entry) => String(entry.op.body.messageId));
    const shown = [...confirmed, ...pending];
    if (shown.length === 0) return undefined;
    return shown[shown.length - 1 - Math.floor(dice.fraction() ** 2 * shown.length)];
  }

  #message(dice: Prng, engine: Engine, groupId: string, length = 12) {
    const body = { messageId: engine.newId(), text: this.#text(dice, length) };
    return { type: 'message.sent', groupId, body } as const;
  }

  #text(dice: Prng, length: number): string {
    const odd = dice.chance(0.2) ? dice.pick(ODD_TEXTS) : '';
    return `${this.#device.name} ${dice.word().toString(36)}${odd}`.padEnd(length, 'çã-');
  }
}

async function keepPhoto(
  { connection }: Page,
  photo: { groupId: string; attachment: Attachment; data: Uint8Array<ArrayBuffer> },
): Promise<boolean> {
  const { groupId, attachment, data } = photo;
  // Nothing is brought here, and what is never named is never tidied: no clock, no link.
  const shelf = createPhotoShelf({ store: connection, blobs: NO_LINK, clock: { now: () => 0 } });
  return (await shelf.keep({ groupId, attachment, whole: data, thumb: data.slice(0, 1) })).ok;
}

const NO_LINK: BlobTransport = {
  upload: async () => ({ kind: 'unreachable' }),
  download: async () => ({ kind: 'unreachable' }),
};
