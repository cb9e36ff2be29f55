/** Section B of the fault catalogue: what happens to the browser's processes and to the app's own code. */
import { expect, type Page } from '@playwright/test';
import { App } from './app.ts';
import { rowsOf } from './device-database.ts';
import { type Device, kill, test } from './fixtures.ts';
import { expectInOrderOnce, GROUP_NAME, openGroupOfTwo } from './group-of-two.ts';
import { ARRIVED, numbered } from './messages.ts';

test('fault 17: the renderer is killed in the middle of saving: all pieces of a text or none, and then the draft', async ({
  racha,
}) => {
  test.slow();
  const { ana } = await openGroupOfTwo(racha, { ownLink: true });
  await ana.app.installed();
  ana.device.link.set({ refuse: true });
  const text = 'uma lista bem comprida '.repeat(6_000);
  let app = ana.app;
  const outcomes: string[] = [];
  for (const afterMs of [0, 4, 8, 16, 32, 64]) {
    const before = (await queuedTexts(app.page)).length;
    await app.composer.fill(text);
    await expect.poll(() => draftOf(app.page)).toBe(text);
    const renderer = await ana.device.rendererOf(app.page);
    await app.page.getByRole('button', { name: 'Enviar' }).evaluate((button, waitMs) => {
      (button as HTMLButtonElement).click();
      return new Promise((resolve) => setTimeout(resolve, waitMs));
    }, afterMs);
    kill(renderer, 'SIGKILL');
    app = await reopen(ana.device, app.page);
    const pieces = (await queuedTexts(app.page)).length - before;
    expect([0, 5]).toContain(pieces);
    const draft = await draftOf(app.page);
    if (pieces === 0) expect(draft).toBe(text);
    else await app.composer.fill('');
    outcomes.push(pieces === 0 ? 'draft' : 'saved');
    await app.composer.fill('');
    await expect.poll(() => draftOf(app.page)).toBe('');
  }
  expect(outcomes).toContain('saved');
});

test('fault 18: kill -9 right after “saved”: the message is there, and arrives once', async ({ racha }) => {
  const { ana, bia } = await openGroupOfTwo(racha, { ownLink: true });
  ana.device.link.set({ refuse: true });
  await ana.app.send('antes do fim');
  for (const pid of ana.device.pids('renderer')) kill(pid, 'SIGKILL');
  await ana.device.kill();
  await ana.device.open();
  ana.device.link.set({});
  const app = new App(ana.device.page);
  await app.page.goto('/');
  await app.openGroup(GROUP_NAME);
  await app.expectStatus('antes do fim', ARRIVED);
  await expect(bia.app.message('antes do fim')).toHaveCount(1);
});

test('fault 19: every transaction that may write the outbox asks for strict durability, page and worker', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha, { ownLink: true });
  await ana.app.installed();
  const [worker] = ana.device.context.serviceWorkers();
  if (!worker) throw new Error('no service worker runs');
  // Dexie binds the function when it opens the database: the page has to be opened anew, the worker opens later.
  await ana.page.addInitScript(spyOnTransactions);
  await ana.page.reload();
  await worker.evaluate(spyOnTransactions);

  await ana.app.send('oi');
  await bia.app.send('olá');
  await expect(ana.app.message('olá')).toBeVisible();
  await ana.app.edit('oi', 'oi, gente');
  await ana.app.react('olá', '👍');
  await ana.app.act('oi, gente', 'Apagar');
  await expect(ana.app.messages.getByText('Você apagou esta mensagem')).toBeVisible();
  // The page's own socket must not carry it. Background Sync listens to the browser's own idea of being online.
  ana.device.link.set({ refuse: true });
  await ana.device.context.setOffline(true);
  await ana.app.send('pelo worker');
  await ana.app.expectStatus('pelo worker', 'Esperando');
  const page = await ana.page.evaluate(askedTransactions);

  // With no page of ours left, the worker sends it.
  const blank = await ana.device.context.newPage();
  await blank.goto('about:blank');
  await ana.page.close();
  ana.device.link.set({});
  await ana.device.context.setOffline(false);
  await expect(bia.app.message('pelo worker')).toBeVisible({ timeout: 60_000 });
  const byWorker = await worker.evaluate(askedTransactions);

  for (const [place, transactions] of Object.entries({ page, worker: byWorker })) {
    const ofOutbox = transactions.filter(({ tables }) => tables.includes('outbox'));
    expect(ofOutbox.length, place).toBeGreaterThan(0);
    expect(
      ofOutbox.filter(({ durability }) => durability !== 'strict'),
      place,
    ).toEqual([]);
  }
});

test('fault 20: killed while typing: the draft is what stood there a moment before', async ({ racha }) => {
  const { ana } = await openGroupOfTwo(racha);
  await ana.app.installed();
  const text = 'escrevo devagar porque a bateria está acabando e o ônibus balança muito';
  const typedAt: number[] = [];
  await ana.app.composer.click();
  for (const letter of text) {
    await ana.page.keyboard.type(letter, { delay: 30 });
    typedAt.push(performance.now());
  }
  const killedAt = performance.now();
  await ana.device.kill();
  await ana.device.open();
  const app = new App(ana.device.page);
  await app.page.goto('/');
  await app.openGroup(GROUP_NAME);
  const draft = await app.composer.inputValue();
  expect(text.startsWith(draft)).toBe(true);
  // The row says 500 ms; a machine that does much else is given more.
  const old = typedAt.filter((at) => at < killedAt - 1_500).length;
  expect(draft.length).toBeGreaterThanOrEqual(old);
  expect(old).toBeGreaterThan(10);
});

test('fault 21, 24: the tab that leads is frozen with its lock in mid-sending; another takes over, the thawed one is fenced off', async ({
  racha,
}) => {
  test.slow();
  const { ana, bia } = await openGroupOfTwo(racha, { ownLink: true });
  const { link } = ana.device;
  const second = new App(await ana.device.context.newPage());
  await second.page.goto('/');
  await second.openGroup(GROUP_NAME);
  const before = await leaseOf(second.page);
  await ana.page.bringToFront();
  link.set({ refuse: true });
  const texts = numbered(20, 'congelada');
  await ana.app.sendAll(texts);
  const { bytesUp } = link.stats;
  const renderer = await ana.device.rendererOf(ana.page);
  link.set({ bytesPerSecond: 3_000 });
  await expect.poll(() => link.stats.bytesUp - bytesUp, { intervals: [10] }).toBeGreaterThan(1_500);
  kill(renderer, 'SIGSTOP');
  link.set({});

  // Its lock is still held: only the lease tells that it does not run.
  await second.page.bringToFront();
  await second.send('assumi');
  await expectInOrderOnce(bia.app, [...texts, 'assumi']);
  await second.expectStatus('assumi', ARRIVED);
  const taken = await leaseOf(second.page);
  expect(taken.fence).toBeGreaterThan(before.fence);
  expect(taken.holder).not.toBe(before.holder);

  kill(renderer, 'SIGCONT');
  await ana.page.bringToFront();
  await ana.app.send('voltei');
  await ana.app.expectStatus('voltei', ARRIVED);
  await bia.app.toEnd();
  await expectInOrderOnce(bia.app, [...texts, 'assumi', 'voltei']);
  expect(await leaseOf(ana.page)).toMatchObject({ fence: taken.fence, holder: taken.holder });
});

test('fault 22: back from the back-forward cache, and from a discarded tab: open, connected, nothing missed', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha, {
    ownLink: true,
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  await ana.app.installed();
  await ana.app.composer.fill('rascunho');
  await expect.poll(() => draftOf(ana.page)).toBe('rascunho');
  await ana.page.evaluate(() => {
    document.documentElement.dataset.page = 'the same';
  });
  await ana.page.goto(`http://127.0.0.1:${racha.proxy.port}/livez`);
  await bia.app.send('enquanto você via outra coisa');
  // A page that was kept is not loaded again.
  await ana.page.goBack({ waitUntil: 'commit' });
  await expect(ana.page.locator('html[data-page="the same"]')).toBeAttached();
  await expect(ana.app.message('enquanto você via outra coisa')).toBeVisible();
  await expect(ana.app.composer).toHaveValue('rascunho');
  await ana.app.send('voltei da história');
  await ana.app.expectStatus('voltei da história', ARRIVED);

  await ana.app.composer.fill('outro rascunho');
  await expect.poll(() => draftOf(ana.page)).toBe('outro rascunho');
  kill(await ana.device.rendererOf(ana.page), 'SIGKILL');
  await bia.app.send('e enquanto a aba estava descartada');
  const app = await reopen(ana.device, ana.page);
  await expect(app.message('e enquanto a aba estava descartada')).toBeVisible();
  await expect(app.composer).toHaveValue('outro rascunho');
  await app.send('voltei do descarte');
  await app.expectStatus('voltei do descarte', ARRIVED);
  await expect(bia.app.message('voltei do descarte')).toHaveCount(1);
});

test('fault 23: two tabs of one profile write at once: one sender, nothing twice, each tab’s order kept', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  const second = new App(await ana.device.context.newPage());
  await second.page.goto('/');
  await second.openGroup(GROUP_NAME);
  const left = numbered(10, 'esquerda');
  const right = numbered(10, 'direita');
  await Promise.all([ana.app.sendAll(left), second.sendAll(right)]);
  await expectInOrderOnce(bia.app, left);
  await bia.app.toEnd();
  await expectInOrderOnce(bia.app, right);
});

test('fault 28: out of memory while sending: reopened, it goes on with everything that was saved', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha, { ownLink: true });
  await ana.app.installed();
  ana.device.link.set({ bytesPerSecond: 3_000 });
  const texts = numbered(20, 'sem memória');
  await ana.app.sendAll(texts);
  await ana.app.composer.fill('e ainda ia dizer');
  await expect.poll(() => draftOf(ana.page)).toBe('e ainda ia dizer');
  kill(await ana.device.rendererOf(ana.page), 'SIGKILL');
  ana.device.link.set({});
  const app = await reopen(ana.device, ana.page);
  await expect(app.composer).toHaveValue('e ainda ia dizer');
  await expectInOrderOnce(bia.app, texts);
  await app.toEnd();
  await app.expectStatus('sem memória 20', ARRIVED);
});

/** A tab whose process is gone cannot be navigated; the browser's own “reload” gives it a new one, as this does. */
async function reopen(device: Device, gone: Page): Promise<App> {
  const address = gone.url();
  const app = new App(await device.context.newPage());
  await gone.close();
  await app.page.goto(address);
  await expect(app.composer).toBeVisible();
  return app;
}

async function queuedTexts(page: Page): Promise<string[]> {
  const entries = await rowsOf<{ op: { body: { text?: string } } }>(page, 'outbox');
  return entries.flatMap(({ op }) => (op.body.text === undefined ? [] : [op.body.text]));
}

async function draftOf(page: Page): Promise<string> {
  const [draft] = await rowsOf<{ text: string }>(page, 'drafts');
  return draft?.text ?? '';
}

async function leaseOf(page: Page): Promise<{ fence: number; holder: string }> {
  const rows = await rowsOf<{ name: string; value: { fence: number; holder: string } }>(page, 'meta');
  const lease = rows.find(({ name }) => name === 'lease')?.value;
  if (!lease) throw new Error('nobody ever led');
  return lease;
}

interface AskedTransaction {
  readonly tables: readonly string[];
  readonly durability: string;
}

/** Runs in the page and in the worker: notes what each readwrite transaction asks for. */
function spyOnTransactions(): void {
  const asked: AskedTransaction[] = [];
  Object.assign(globalThis, { askedTransactions: asked });
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function spied(tables, mode, options) {
    const made = transaction.call(this, tables, mode, options);
    if (mode === 'readwrite')
      asked.push({
        tables: typeof tables === 'string' ? [tables] : [...tables],
        durability: made.durability,
      });
    return made;
  };
}

function askedTransactions(): readonly AskedTransaction[] {
  return (globalThis as unknown as { askedTransactions: AskedTransaction[] }).askedTransactions;
}
