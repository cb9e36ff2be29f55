/** What others write is shown as the letters it is made of, on every screen, wherever a text or a name can stand. */
import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { person } from './group-of-two.ts';
import { listAddresses } from './routes-of.ts';
import { watchPolicy } from './watch-policy.ts';

/** Each would call `hacked`, load something or leave its element, if anything read it as more than letters. */
const NAMES = [
  '<img src=x onerror=hacked()>',
  '"><script>hacked()</script>',
  '{{constructor.constructor(1)}}<b>x',
] as const;
const TEXTS = [
  '<script>hacked()</script>',
  '<img src=x onerror=hacked()><svg onload=hacked()>',
  '<iframe srcdoc="<script>parent.hacked()</script>"></iframe>',
  '<a href="javascript:hacked()">clique</a>',
  'javascript:hacked() data:text/html,<script>hacked()</script> vbscript:hacked()',
  'https://racha.example/"onmouseover="hacked()',
  "https://racha.example/'><img src=x onerror=hacked()>",
  'JaVaScRiPt://racha.example/%0Ahacked()',
  '<style>*{display:none}</style><base href="https://evil.example/">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=hacked()&gt;">',
  '&lt;img src=x onerror=hacked()&gt;',
  '[clique](javascript:hacked()) ![x](x" onerror="hacked())',
  '\u2028hacked()//\u0000<script\u0000>hacked()</script>',
] as const;

test('markup in names and messages is letters, and links go only where links may', async ({ racha }) => {
  test.slow();
  const [ana, bia] = [await person(racha), await person(racha)];
  const watched = [await watchPolicy(ana.page), await watchPolicy(bia.page)];
  for (const page of [ana.page, bia.page]) {
    await page.addInitScript(() => {
      (globalThis as { hacked?: () => void }).hacked = () =>
        document.documentElement.setAttribute('hacked', '');
    });
  }
  await ana.app.start(NAMES[0]);
  await ana.app.createGroup(NAMES[1]);
  const link = await ana.app.inviteLink();
  await bia.app.join(link, NAMES[2]);
  await ana.app.sendAll(TEXTS);
  await bia.app.send('só letras');
  await bia.app.edit('só letras', TEXTS[0]);
  for (const text of TEXTS)
    await expect(bia.page.getByText(text.split('\u0000')[0] ?? text).first()).toBeVisible();

  const group = new URL(ana.page.url()).pathname;
  // An invite says what the group is called, and its maker may have said anything.
  const invite = `${new URL(link).pathname}${new URL(link).hash.replace(/[^.]*$/, encodeURIComponent(TEXTS[1]))}`;
  const seeAll = async (page: Page): Promise<void> => {
    for (const address of [...listAddresses(group), invite]) {
      await page.goto(address);
      await expect(page.getByRole('heading').first(), address).toBeVisible();
      await expectOnlyOurs(page, address);
    }
  };
  await Promise.all([seeAll(ana.page), seeAll(bia.page)]);
  for (const { refused } of watched) expect(refused).toEqual([]);
});

async function expectOnlyOurs(page: Page, address: string): Promise<void> {
  const found = await page.evaluate(() => ({
    hacked: document.documentElement.hasAttribute('hacked'),
    foreign: document.querySelectorAll(
      'iframe, object, embed, base, math, img[src="x"], body style, [onerror], [onload], [onmouseover]',
    ).length,
    scripts: [...document.scripts].filter(({ src }) => !src.startsWith(location.origin)).length,
    oddLinks: [...document.querySelectorAll('a')].filter(({ href }) => !/^https?:\/\//.test(href)).length,
    looseLinks: [...document.querySelectorAll('a')].filter(
      ({ href, relList }) => new URL(href).origin !== location.origin && !relList.contains('noopener'),
    ).length,
  }));
  expect(found, address).toEqual({ hacked: false, foreign: 0, scripts: 0, oddLinks: 0, looseLinks: 0 });
}
