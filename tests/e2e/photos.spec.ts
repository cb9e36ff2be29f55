import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { EXIF_CANARY, makePhoto } from '#tests/support/photo-files.ts';
import { App } from './app.ts';
import { type Racha, test } from './fixtures.ts';
import { GROUP_NAME, openGroupOfTwo } from './group-of-two.ts';
import { filesWith } from './search-profile.ts';

const folder = mkdtempSync(join(tmpdir(), 'racha-photos-'));
const CAMERA = join(folder, 'IMG_0042.jpg');
const RECEIPT = join(folder, 'recibo.jpg');
test.beforeAll(async () => {
  writeFileSync(CAMERA, await makePhoto({ width: 4_400, height: 3_300 }));
  writeFileSync(RECEIPT, await makePhoto({ width: 900, height: 1_200, orientation: 1 }));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The files of all photos that the server holds. */
const listStored = (racha: Racha): string[] =>
  readdirSync(racha.server.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath.includes('blobs'))
    .map((entry) => join(entry.parentPath, entry.name));

const attach = (page: Page, ...files: string[]) =>
  page.locator('input[type="file"][aria-label="Anexar foto"]').setInputFiles(files);
const attached = (page: Page) => page.getByRole('list', { name: 'Fotos anexadas' }).getByRole('img');
const send = (page: Page) => page.getByRole('button', { name: 'Enviar' }).click();
const isDrawn = (page: Page, name: string) =>
  expect
    .poll(() =>
      page
        .getByRole('button', { name })
        .first()
        .locator('img')
        .evaluate((img: HTMLImageElement) => img.naturalWidth)
        .catch(() => 0),
    )
    .toBeGreaterThan(0);

test('a photo of 8 MB attached offline, the app killed, sent later: small, upright, and without a word of where it was taken', async ({
  racha,
}) => {
  expect(statSync(CAMERA).size).toBeGreaterThan(8_000_000);
  expect(readFileSync(CAMERA).includes(EXIF_CANARY)).toBe(true);
  const storedBefore = new Set(listStored(racha));
  const { ana, bia } = await openGroupOfTwo(racha, {}, { light: false });
  await ana.app.installed();
  racha.proxy.set({ refuse: true });
  await attach(ana.page, CAMERA);
  await expect(attached(ana.page)).toHaveCount(1);
  await ana.app.send('o mar');
  await ana.app.send('depois do mar');
  await isDrawn(ana.page, 'Sua foto');
  await ana.app.expectStatus('o mar', 'Esperando');

  await ana.device.kill();
  await ana.device.open();
  const { page } = ana.device;
  const app = new App(page);
  await page.goto('/');
  await app.openGroup(GROUP_NAME);
  await isDrawn(page, 'Sua foto');
  racha.proxy.set({});
  await app.expectStatus('o mar', /Enviada|Entregue|Lida/);
  await isDrawn(bia.page, 'Foto de Ana');

  // Held upright, as the camera's note said.
  const shape = await bia.page
    .getByRole('button', { name: 'Foto de Ana' })
    .locator('img')
    .evaluate((img: HTMLImageElement) => img.naturalHeight / img.naturalWidth);
  expect(shape).toBeCloseTo(4_400 / 3_300, 1);
  const stored = listStored(racha).filter((path) => !storedBefore.has(path));
  expect(stored).toHaveLength(2);
  for (const path of stored) {
    expect(statSync(path).size).toBeLessThanOrEqual(300 * 1024);
    expect(readFileSync(path).includes(EXIF_CANARY)).toBe(false);
  }
  for (const device of [ana.device, bia.device]) {
    await device.close();
    expect(filesWith(device, EXIF_CANARY)).toEqual([]);
  }
});

test('several photos: removed before they go, seen whole by keyboard, seen again without a network, gone with their message', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await attach(ana.page, RECEIPT, RECEIPT, RECEIPT);
  await expect(attached(ana.page)).toHaveCount(3);
  await ana.page.getByRole('button', { name: 'Tirar foto 3' }).click();
  await expect(attached(ana.page)).toHaveCount(2);
  for (const scheme of ['light', 'dark'] as const) {
    await ana.page.emulateMedia({ colorScheme: scheme });
    if (process.env.SHOTS) await ana.page.screenshot({ path: `${process.env.SHOTS}/attached-${scheme}.png` });
    expect((await new AxeBuilder({ page: ana.page }).analyze()).violations).toEqual([]);
  }
  // What is attached is a draft like any other.
  await ana.page.reload();
  await expect(attached(ana.page)).toHaveCount(2);
  await send(ana.page);
  await expect(attached(ana.page)).toHaveCount(0);

  await isDrawn(bia.page, 'Foto de Ana, 1 de 2');
  if (process.env.SHOTS) await bia.page.screenshot({ path: `${process.env.SHOTS}/two.png` });
  await bia.page.getByRole('button', { name: 'Foto de Ana, 1 de 2' }).click();
  const viewer = bia.page.getByRole('dialog', { name: /Foto de Ana/ });
  await expect(viewer.getByRole('img', { name: 'Foto de Ana, 1 de 2' })).toBeVisible();
  await bia.page.keyboard.press('ArrowRight');
  await expect(viewer.getByRole('img', { name: 'Foto de Ana, 2 de 2' })).toBeVisible();
  expect((await new AxeBuilder({ page: bia.page }).analyze()).violations).toEqual([]);
  if (process.env.SHOTS) await bia.page.screenshot({ path: `${process.env.SHOTS}/viewer.png` });
  await bia.page.keyboard.press('Escape');
  await expect(viewer).toBeHidden();

  await bia.app.installed();
  racha.proxy.set({ refuse: true });
  await bia.page.reload();
  await isDrawn(bia.page, 'Foto de Ana, 1 de 2');
  racha.proxy.set({});

  await ana.page.getByRole('button', { name: 'Sua foto, 1 de 2' }).click({ button: 'right' });
  await ana.page.getByRole('menuitem', { name: 'Apagar', exact: true }).click();
  await expect(bia.app.messages.getByText('Mensagem apagada')).toBeVisible();
  await expect(bia.page.getByRole('button', { name: /Foto de Ana/ })).toHaveCount(0);
});
