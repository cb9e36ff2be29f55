import { describe, expect, it } from 'vitest';
import type { Draft } from '#client/store/tables.ts';
import type { CommitResult, Intent } from '#client/sync/engine-types.ts';
import type { Attachment } from '#domain/attachments/attachment.ts';
import { type ComposerPorts, createComposerStore, type EditTarget } from './composer-store.ts';

const OK: CommitResult = { ok: true, opIds: [] };
const FULL: CommitResult = { ok: false, error: 'storage-full' };

/** A composer whose disk answers when the test says so. */
function setup(options: { draft?: Partial<Draft>; messages?: Record<string, EditTarget> } = {}) {
  const committed: Intent[][] = [];
  const answers: ((result: CommitResult) => void)[] = [];
  const discarded: string[] = [];
  let draft: Draft = { groupId: 'g', text: '', replyTo: null, editing: null, ...options.draft };
  /** What lies on disk without waiting for anything. */
  let onDisk: Draft = draft;
  let ids = 0;
  const ports: ComposerPorts = {
    commit: (intents) => {
      committed.push([...intents]);
      return new Promise((resolve) => answers.push(resolve));
    },
    discardFromTray: async (opId) => void discarded.push(opId),
    newId: () => `id${++ids}`,
    split: (text) => text.match(/[\s\S]{1,20}/g) ?? [text],
    listMentioned: (text) => (text.includes('@Ana') ? ['ana'] : []),
    findMessage: (id) => options.messages?.[id],
    keepDraft: (next) => {
      draft = next;
    },
    writeDraft: () => {
      onDisk = draft;
    },
  };
  const store = createComposerStore('g', draft, ports);
  const answer = async (result: CommitResult): Promise<void> => {
    await tick();
    const next = answers.shift();
    if (!next) throw new Error('nothing is being saved');
    next(result);
    await tick();
  };
  return {
    store,
    committed,
    answer,
    discarded,
    draft: () => draft,
    onDisk: () => onDisk,
    text: () => store.getSnapshot().text,
  };
}

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const target = (text: string, fields: Partial<EditTarget> = {}): EditTarget => ({
  text,
  photos: [],
  deleted: false,
  replyTo: null,
  refusedOpId: null,
  ...fields,
});

describe('sending', () => {
  it('lets the text go only once it is saved', async () => {
    const { store, answer, draft, text } = setup();
    store.type('oi');
    const sent = store.submit();
    await tick();
    expect([text(), draft().text, store.getSnapshot().saving]).toEqual(['oi', 'oi', true]);
    await answer(OK);
    expect(await sent).toBe(true);
    expect([text(), draft().text, store.getSnapshot().saving]).toEqual(['', '', false]);
  });

  it('a kill after it is saved does not bring it back into the box', async () => {
    const { store, answer, onDisk } = setup({ draft: { text: 'oi' } });
    void store.submit();
    await tick();
    expect(onDisk().text).toBe('oi');
    await answer(OK);
    expect(onDisk().text).toBe('');
  });

  it('keeps the text and says why when the disk refuses', async () => {
    const { store, answer, draft, text } = setup();
    store.type('  oi\n');
    void store.submit();
    await answer(FULL);
    expect([text(), draft().text, store.getSnapshot().problem]).toEqual(['  oi\n', '  oi\n', 'storage-full']);
  });

  it('goes on while the disk is slow, and sends each text once and in order', async () => {
    const { store, committed, answer, draft, text } = setup();
    store.type('um');
    void store.submit();
    void store.submit();
    expect(store.beforeKeystroke()).toBe(true);
    store.type('dois');
    expect(draft().text).toBe('um\ndois');
    void store.submit();
    await answer(OK);
    await answer(OK);
    expect(committed.flat().map((intent) => 'text' in intent.body && intent.body.text)).toEqual([
      'um',
      'dois',
    ]);
    expect([text(), draft().text]).toEqual(['', '']);
  });

  it('puts a text back before what was typed since, when it could not be saved', async () => {
    const { store, answer, draft, text } = setup();
    store.type('um');
    void store.submit();
    store.beforeKeystroke();
    store.type('dois');
    await answer(FULL);
    expect(text()).toBe('um\ndois');
    expect(draft().text).toBe('um\ndois');
  });

  it('takes only what was added when text grew behind one that is being saved', async () => {
    const { store, answer, text } = setup();
    store.type('um');
    void store.submit();
    store.type('um dois');
    expect(text()).toBe(' dois');
    await answer(OK);
    expect(text()).toBe(' dois');
  });

  it('cuts a long text; the first piece carries the reply, each its mentions', async () => {
    const { store, committed, answer } = setup();
    store.reply('m1');
    store.type(`${'x'.repeat(20)}@Ana`);
    void store.submit();
    await answer(OK);
    expect(committed[0]?.map((intent) => intent.body)).toEqual([
      { messageId: 'id1', text: 'x'.repeat(20), replyTo: 'm1' },
      { messageId: 'id2', text: '@Ana', mentions: ['ana'] },
    ]);
    expect(store.getSnapshot().replyTo).toBeNull();
  });

  it('refuses half a character, and sends no blank', async () => {
    const { store, committed } = setup();
    store.type(' \n ');
    expect(await store.submit()).toBe(false);
    store.type('a\ud800');
    expect(await store.submit()).toBe(false);
    expect(store.getSnapshot()).toMatchObject({ text: 'a\ud800', problem: 'lone-surrogate' });
    expect(committed).toEqual([]);
  });
});

describe('editing', () => {
  it('sets aside what was being written and brings it back', async () => {
    const { store, committed, answer, draft, text } = setup({ messages: { m1: target('velho') } });
    store.type('rascunho');
    store.edit('m1');
    expect([text(), draft().setAside]).toEqual(['velho', 'rascunho']);
    store.type('novo');
    void store.submit();
    await answer(OK);
    expect(committed).toEqual([
      [{ type: 'message.edited', groupId: 'g', body: { messageId: 'm1', text: 'novo' } }],
    ]);
    expect([text(), draft().text, draft().editing]).toEqual(['rascunho', 'rascunho', null]);
  });

  it('is resumed from a draft, and Esc brings back what was set aside', () => {
    const { store, text } = setup({
      draft: { text: 'nov', editing: 'm1', setAside: 'rascunho' },
      messages: { m1: target('velho') },
    });
    expect(store.cancel()).toBe(true);
    expect([text(), store.getSnapshot().editing]).toEqual(['rascunho', null]);
    expect(store.cancel()).toBe(false);
  });

  it('does nothing when nothing was changed', async () => {
    const { store, committed } = setup({ messages: { m1: target('velho') } });
    store.edit('m1');
    expect(await store.submit()).toBe(false);
    expect([committed, store.getSnapshot().editing]).toEqual([[], null]);
  });

  it('sends a refused message anew, as it is now, and takes it out of the tray once saved', async () => {
    const messages = { m1: target('velho', { refusedOpId: 'op1', replyTo: 'm0' }) };
    const { store, committed, answer, discarded } = setup({ messages });
    store.edit('m1');
    store.type('novo');
    const sent = store.submit();
    await tick();
    expect(discarded).toEqual([]);
    await answer(OK);
    await sent;
    expect(committed[0]?.[0]).toEqual({
      type: 'message.sent',
      groupId: 'g',
      body: { messageId: 'm1', text: 'novo', replyTo: 'm0' },
    });
    expect(discarded).toEqual(['op1']);
  });

  it('keeps the text as a new one when its message was deleted meanwhile', async () => {
    const messages: Record<string, EditTarget> = { m1: target('velho') };
    const { store, text } = setup({ messages });
    store.edit('m1');
    store.type('novo');
    messages.m1 = target('', { deleted: true });
    expect(await store.submit()).toBe(false);
    expect([text(), store.getSnapshot().editing, store.getSnapshot().problem]).toEqual([
      'novo',
      null,
      'edit-target-gone',
    ]);
  });
});

describe('photos', () => {
  const photo = (blobId: string): Attachment => ({
    blobId,
    mime: 'image/webp',
    bytes: 9,
    width: 4,
    height: 3,
  });
  const [one, two] = [photo('one'), photo('two')];

  it('go without a word, with the first message of a long text, and leave the box once saved', async () => {
    const { store, answer, committed, draft } = setup();
    store.attach(one);
    store.attach(two);
    expect(draft().photos).toEqual([one, two]);
    store.type('   ');
    const sent = store.submit();
    await tick();
    expect(committed[0]).toMatchObject([
      { type: 'message.sent', v: 2, body: { text: '', photos: [one, two] } },
    ]);
    expect(draft().photos).toEqual([one, two]);
    await answer(OK);
    await sent;
    expect([store.getSnapshot().photos, draft().photos]).toEqual([[], undefined]);
    store.attach(one);
    store.type('a'.repeat(30));
    void store.submit();
    await tick();
    expect(committed[1]?.map(({ body }) => ('photos' in body ? body.photos : []))).toEqual([[one], []]);
  });

  it('come back with the text when they are not saved, before what was attached since', async () => {
    const { store, answer } = setup();
    store.attach(one);
    store.type('mar');
    const sent = store.submit();
    await tick();
    store.attach(two);
    expect(store.getSnapshot().photos).toEqual([two]);
    await answer({ ok: false, error: 'storage-full' });
    await sent;
    expect(store.getSnapshot()).toMatchObject({ text: 'mar', photos: [one, two], problem: 'storage-full' });
  });

  it('stay with what was being written while another message is edited', async () => {
    const { store, committed, draft } = setup({ messages: { m1: target('velho') } });
    store.attach(one);
    store.edit('m1');
    store.type('novo');
    void store.submit();
    await tick();
    expect(committed[0]).toMatchObject([{ type: 'message.edited', body: { text: 'novo' } }]);
    expect(draft().photos).toEqual([one]);
    store.detach('one');
    expect(store.getSnapshot().photos).toEqual([]);
  });

  it('go again with a refused message that was corrected', async () => {
    const refused = target('mra', { photos: [one], refusedOpId: 'op' });
    const { store, committed } = setup({ messages: { m1: refused } });
    store.edit('m1');
    store.type('mar');
    void store.submit();
    await tick();
    expect(committed[0]).toMatchObject([
      { type: 'message.sent', v: 2, body: { messageId: 'm1', text: 'mar', photos: [one] } },
    ]);
  });
});
