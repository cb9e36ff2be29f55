import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { routePattern } from './route-pattern.ts';

const ROUTER = new URL('../app/routes.tsx', import.meta.url);
const paths = [...readFileSync(ROUTER, 'utf8').matchAll(/^ +\[?'(\/[^']*)',/gm)].map(([, path = '']) => path);

it('tells every screen of the router from the others, and never whose it is', () => {
  expect(paths.length).toBeGreaterThan(15);
  const ID = '01J9ZZZZZZZZZZZZZZZZZZZZZZ';
  for (const path of paths) {
    const pattern = path.replaceAll(/:\w+/g, ':id');
    expect(routePattern(path.replaceAll(/:\w+/g, ID))).toBe(pattern);
  }
});

it('takes a group for an id even when it is called like a screen', () => {
  expect(routePattern('/g/contas/contas')).toBe('/g/:id/contas');
});

it('lets no word of anybody’s through', () => {
  const known = new Set(['copias', 'levar', 'historico', ...paths.flatMap((path) => path.split('/'))]);
  fc.assert(
    fc.property(fc.array(fc.webSegment(), { maxLength: 9 }), (segments) => {
      const strange = routePattern(`/${segments.join('/')}`)
        .split('/')
        .filter((shown) => shown !== ':id' && !known.has(shown));
      expect(strange).toEqual([]);
    }),
  );
});
