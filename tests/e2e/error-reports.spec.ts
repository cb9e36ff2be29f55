/** What breaks is told to a receiver only with a yes, also what broke without a network, and never after a no. */
import { expect, type Page } from '@playwright/test';
import { SentryIngest } from '../support/sentry-ingest.ts';
import { App } from './app.ts';
import { test } from './fixtures.ts';

const SECRET = 'segredo da pizza';

test('error reports: nothing without a yes; what broke offline before the app was killed is told later, once; a no drops what waits', async ({
  racha,
}) => {
  await using ingest = await SentryIngest.open();
  await racha.server.restart({ SENTRY_CLIENT_DSN: ingest.dsn, SENTRY_ENVIRONMENT: 'test' });
  const device = await racha.device();
  const fetched: string[] = [];
  device.context.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  const app = new App(device.page);
  await app.start('Ana');
  await app.createGroup('Floripa');
  await app.send(SECRET);
  await app.installed();
  const group = new URL(device.page.url()).pathname;
  await breakWith(device.page, 'EvalError');
  await device.page.goto('/ajustes/dados');
  const consent = device.page.getByRole('checkbox', { name: /Relatórios de erro/ });
  await expect(consent).not.toBeChecked();
  expect(fetched.filter((path) => /\/assets\/sentry-|\/error-reports\/read/.test(path))).toEqual([]);
  await breakWith(device.page, 'EvalError');

  await consent.check();
  await expect(device.page.getByText(/Permitido em/)).toBeVisible();
  await device.page.goto(group);
  await breakWith(device.page, 'RangeError');
  const [first] = await ingest.waitFor(1);
  expect(first).toMatchObject({
    environment: 'test',
    release: expect.stringMatching(/^racha@\d+\.\d+\.\d+\+[0-9a-f]{8}$/),
    tags: { place: 'handler', route: '/g/:id', language: 'pt-BR' },
    exception: { values: [{ type: 'RangeError' }] },
  });

  // Neither server nor receiver: kept, through the death of the browser, and by a start that has only what is kept.
  await ingest.down();
  racha.proxy.set({ refuse: true });
  await breakWith(device.page, 'URIError');
  await expectWaiting(device.page, 1);
  await device.kill();
  await device.open();
  await device.page.goto(group);
  await expect(new App(device.page).message(SECRET)).toBeVisible();
  await breakWith(device.page, 'SyntaxError');
  await expectWaiting(device.page, 2);
  await ingest.up();
  await reconnect(device.page);
  const told = await ingest.waitFor(3);
  expect(told.map(classOf).sort()).toEqual(['RangeError', 'SyntaxError', 'URIError']);
  await expectWaiting(device.page, 0);

  // Taken back where the server cannot hear it.
  await ingest.down();
  await device.page.goto('/ajustes/dados');
  await breakWith(device.page, 'TypeError');
  await expectWaiting(device.page, 1);
  const given = device.page.getByRole('checkbox', { name: /Relatórios de erro/ });
  await expect(given).toBeChecked();
  await given.uncheck();
  await expectWaiting(device.page, 0);
  await ingest.up();
  racha.proxy.set({});
  await breakWith(device.page, 'ReferenceError');
  await reconnect(device.page);
  await device.page.goto('/ajustes/dados');
  await expect(device.page.getByText(/Não permitido em/)).toBeVisible();
  await breakWith(device.page, 'ReferenceError');
  expect(ingest.problems).toEqual([]);
  expect(ingest.events.map(classOf).sort()).toEqual(['RangeError', 'SyntaxError', 'URIError']);
  const all = ingest.bodies.join();
  for (const word of ['segredo', 'Floripa', 'Ana', group.split('/')[2] ?? ''])
    expect(all).not.toContain(word);
});

type ErrorName = 'EvalError' | 'RangeError' | 'URIError' | 'SyntaxError' | 'TypeError' | 'ReferenceError';

/** Told on the screen when it has happened. */
async function breakWith(page: Page, name: ErrorName): Promise<void> {
  await expect(page.locator('#root > *').first()).toBeVisible();
  await page.evaluate(
    ([which, message]) => {
      setTimeout(() => {
        throw new (globalThis as unknown as Record<ErrorName, ErrorConstructor>)[which](message);
      });
    },
    [name, SECRET] as const,
  );
  await expect(page.getByText(/Código: E-/).first()).toBeVisible();
}

const classOf = (event: Readonly<Record<string, unknown>>): unknown =>
  (event.exception as { values: { type: string }[] }).values.at(-1)?.type;

function expectWaiting(page: Page, count: number): Promise<void> {
  const read = (): Promise<number> =>
    page.evaluate(async () => {
      const name = 'racha.error-reports';
      if (!(await indexedDB.databases()).some((one) => one.name === name)) return 0;
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const counting = database.transaction('queue').objectStore('queue').count();
      await new Promise((resolve) => {
        counting.onsuccess = resolve;
      });
      database.close();
      return counting.result;
    });
  return expect.poll(read).toBe(count);
}

/** The browser notices that there is a network: what waits is looked at. */
async function reconnect(page: Page): Promise<void> {
  await page.context().setOffline(true);
  await page.waitForFunction(() => !navigator.onLine);
  await page.context().setOffline(false);
  await page.waitForFunction(() => navigator.onLine);
}
