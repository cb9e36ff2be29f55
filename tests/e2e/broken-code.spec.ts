/**
 * Code of ours that throws, in the real build: a screen while it is drawn, a handler, a promise, a timer. The app's
 * files come from disk here, so that they load while the link is down and a screen's own chunk can be a broken one.
 */
import { expect, type Page } from '@playwright/test';
import { serveFromDisk } from './disk-files.ts';
import { test } from './fixtures.ts';
import { openGroupOfTwo } from './group-of-two.ts';

test('fault 26: a screen throws while it is drawn, on each route: it says so, and the outbox drains behind it', async ({
  racha,
}) => {
  test.slow();
  const { ana, bia } = await openGroupOfTwo(racha, { ownLink: true, serviceWorkers: 'block' });
  const files = await serveFromDisk(ana.device.context);
  const group = new URL(ana.page.url()).pathname;
  const screens = {
    'conversation-screen': group,
    'members-screen': `${group}/pessoas`,
    'outbox-screen': '/fila',
    'settings-screen': '/ajustes',
    'invite-screen': '/entrar',
    'not-found-screen': '/nao-existe',
  };
  for (const [chunk, address] of Object.entries(screens)) {
    ana.device.link.set({ refuse: true });
    await ana.app.send(`escrito antes de ${chunk}`);
    files.broken = chunk;
    await ana.page.goto(address);
    await expectCrashScreen(ana.page);
    ana.device.link.set({});
    await expect(bia.app.message(`escrito antes de ${chunk}`)).toBeVisible();
    await expectCrashScreen(ana.page);
    files.broken = undefined;
    await ana.page.goto(group);
    await expect(ana.app.composer).toBeVisible();
  }

  // The list of groups is no chunk of its own: there it is the browser's own function that throws, in a row, which fails alone.
  ana.device.link.set({ refuse: true });
  await ana.app.send('escrito antes da lista');
  const page = await ana.device.context.newPage();
  await ana.page.close();
  await page.addInitScript(() => {
    Date.prototype.toISOString = () => {
      throw new RangeError('injected');
    };
  });
  await page.goto('/');
  await expect(page.getByText('Este item não pôde ser mostrado')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Novo grupo' })).toBeVisible();
  ana.device.link.set({});
  await expect(bia.app.message('escrito antes da lista')).toBeVisible();
});

test('fault 27: a handler, a promise and a timer throw: the person is told, nothing is lost, support can be told', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha, { serviceWorkers: 'block' });
  const files = await serveFromDisk(ana.device.context);
  await ana.device.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await ana.app.composer.fill('não perca isto');
  const told = ana.page.getByText(/O que já estava salvo continua guardado\. Código: E-/);
  const codes = new Set<string>();
  for (const inject of [throwInHandler, throwInPromise, throwInTimer]) {
    await ana.page.evaluate(inject);
    if (inject === throwInHandler) await ana.app.composer.click();
    await expect(async () => {
      const texts = await told.allTextContents();
      const fresh = texts
        .map((text) => /E-[0-9A-F]{6}/.exec(text)?.[0])
        .find((code) => code && !codes.has(code));
      expect(fresh).toBeDefined();
      codes.add(fresh ?? '');
    }).toPass();
  }
  await expect(ana.app.composer).toHaveValue('não perca isto');
  await ana.page.getByRole('button', { name: 'Enviar' }).click();
  await expect(bia.app.message('não perca isto')).toBeVisible();

  // What happened before is part of what “copy details” gives.
  files.broken = 'settings-screen';
  await ana.page.getByRole('link', { name: 'Voltar' }).click();
  await ana.page.getByRole('link', { name: 'Ajustes' }).click();
  await expectCrashScreen(ana.page);
  await ana.page.getByRole('button', { name: 'Copiar detalhes' }).click();
  await expect(ana.page.getByText('Detalhes copiados, sem nenhum texto seu').first()).toBeVisible();
  const details = await ana.page.evaluate(() => navigator.clipboard.readText());
  for (const code of codes) expect(details).toContain(code);
  expect(details).not.toContain('segredo');
});

/** Three names, so that three codes tell them apart; a message that no report may carry. */
function throwInHandler(): void {
  document.addEventListener(
    'pointerdown',
    () => {
      throw new RangeError('segredo');
    },
    { once: true },
  );
}

function throwInPromise(): void {
  void Promise.reject(new TypeError('segredo'));
}

function throwInTimer(): void {
  setTimeout(() => {
    throw new SyntaxError('segredo');
  });
}

async function expectCrashScreen(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Esta tela parou' })).toBeVisible();
  await expect(page.getByText(/Código: V\d+ · E-[0-9A-F]{6}/).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Recarregar' })).toBeVisible();
}
