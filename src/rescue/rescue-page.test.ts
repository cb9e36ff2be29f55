/** What the rescue page says and wears: the same words rules and colours as the app it stands in for. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { speak } from './rescue-words.ts';

it.each([
  ['pt-BR', [], '1 item ainda', '2 itens ainda'],
  [null, ['en-GB'], '1 item has', '2 items have'],
  ['es', ['pt-BR'], '1 elemento aún', '2 elementos aún'],
] as const)('speaks %s, and counts in it', (stored, preferred, one, two) => {
  const { say } = speak(stored, preferred);
  expect(say('unsent', { count: 1 })).toContain(one);
  expect(say('unsent', { count: 2 })).toContain(two);
  expect(say('code', { code: 'E-1' })).toContain('E-1');
});

it('has the colours of the app in both themes', () => {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const themes = (css: string) =>
    [...css.matchAll(/:root([^{]*)\{([^}]*)\}/g)].map(([, selector = '', body = '']) => [
      selector.replaceAll("'", '"').trim(),
      Object.fromEntries(
        [...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]),
      ),
    ]);
  const [own, app] = [themes(read('public/rescue.css')), themes(read('src/client/ui/tokens.css'))];
  expect(own.map(([selector]) => selector)).toEqual(app.map(([selector]) => selector));
  for (const [i, [, colours]] of own.entries()) expect(app[i]?.[1]).toMatchObject(colours as object);
  expect(own).toHaveLength(3);
});
