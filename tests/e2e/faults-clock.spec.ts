/** Section H of docs/faults.md: phones whose clock is wrong. The page's clock is set; the server's stays right. */
import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { expectInOrderOnce, openGroupOfTwo } from './group-of-two.ts';

const HOUR_MS = 3_600_000;

test('fault 80: a clock three days ahead: order is the server’s, and the times shown are the right ones', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await bia.page.clock.setSystemTime(Date.now() + 72 * HOUR_MS);
  // The clock is compared with the server's at the next hello.
  await bia.page.reload();
  await expect(bia.app.composer).toBeVisible();
  await ana.app.send('primeira');
  await expect(bia.app.message('primeira')).toBeVisible();
  await bia.app.send('segunda');
  await expect(ana.app.message('segunda')).toBeVisible();
  await ana.app.send('terceira');
  for (const { app, page } of [ana, bia]) {
    await expectInOrderOnce(app, ['primeira', 'segunda', 'terceira']);
    // One day, today, on both: nothing was said in the future.
    await expect(page.getByRole('heading', { name: 'hoje' })).toHaveCount(1);
    await expect(page.getByRole('log').getByRole('heading')).toHaveCount(1);
  }
  expect(await timeOf(bia.app.message('segunda'))).toBe(await timeOf(ana.app.message('segunda')));
});

test('fault 81: the clock jumps back a day in mid-session: nothing twice, nothing out of order, all of it sent', async ({
  racha,
}) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await bia.app.send('antes do salto');
  await bia.page.clock.setSystemTime(Date.now() - 24 * HOUR_MS);
  await bia.app.send('logo depois');
  racha.proxy.set({ refuse: true });
  await bia.app.send('e sem rede');
  await bia.page.clock.setSystemTime(Date.now() - 48 * HOUR_MS);
  await bia.app.send('outro salto');
  racha.proxy.set({});
  const texts = ['antes do salto', 'logo depois', 'e sem rede', 'outro salto'];
  await expectInOrderOnce(ana.app, texts);
  await expectInOrderOnce(bia.app, texts);
  await bia.app.toEnd();
  await bia.app.expectStatus('outro salto', /Enviada|Entregue|Lida/);
});

async function timeOf(message: { textContent(): Promise<string | null> }): Promise<string | undefined> {
  return /\d\d:\d\d/.exec((await message.textContent()) ?? '')?.[0];
}
