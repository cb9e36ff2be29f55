import { expect, type Page } from '@playwright/test';
import { App } from './app.ts';
import type { Device, Place, Racha } from './fixtures.ts';

export interface Person {
  readonly device: Device;
  readonly page: Page;
  readonly app: App;
}

export const GROUP_NAME = 'Floripa 2026';

/**
 * Ana makes a group, Bia joins by the link; both look at the conversation. `anas`: where Ana is. Bia is only there, unless a
 * test says that her device is more than that.
 */
export async function openGroupOfTwo(
  racha: Racha,
  anas: Place = {},
  bias: Place = { light: true },
): Promise<{ ana: Person; bia: Person; link: string }> {
  const ana = await person(racha, anas);
  await ana.app.start('Ana');
  await ana.app.createGroup(GROUP_NAME);
  const link = await ana.app.inviteLink();
  const bia = await person(racha, bias);
  await bia.app.join(link, 'Bia');
  await expect(ana.app.messages.getByText('Bia entrou no grupo')).toBeVisible();
  return { ana, bia, link };
}

export async function person(racha: Racha, place: Place = {}): Promise<Person> {
  const device = await racha.device(place);
  return { device, page: device.page, app: new App(device.page) };
}

/**
 * `texts` stand in the conversation in this order, each once. The list is virtual: it is scrolled from the end to
 * the beginning, and what is drawn at any moment must be a run of `texts` without a hole or a double.
 */
export async function expectInOrderOnce(app: App, texts: readonly string[]): Promise<void> {
  const last = texts.at(-1) ?? '';
  await expect(app.message(last)).toBeVisible();
  await expect(async () => {
    const seen = new Set<string>();
    await app.toEnd();
    for (let step = 0; step < 200 && seen.size < texts.length; step++) {
      const drawn = await app.drawnTexts();
      const run = drawn.filter((text) => texts.includes(text));
      const from = texts.indexOf(run[0] ?? last);
      expect(run).toEqual(texts.slice(from, from + run.length));
      for (const text of run) seen.add(text);
      await app.messages.evaluate((list) => list.scrollBy(0, -list.clientHeight * 0.6));
      await app.page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
    }
    expect(texts.filter((text) => !seen.has(text))).toEqual([]);
  }).toPass();
}
