/** Every address the app's router knows, read from it: a new screen is visited without anybody thinking of it. */
import { readFileSync } from 'node:fs';

const ROUTER = 'src/client/app/routes.tsx';

/** `group`: the path of one, like `/g/x`. With an address that nobody knows. */
export function listAddresses(group: string): string[] {
  const paths = [...readFileSync(ROUTER, 'utf8').matchAll(/^ +\[?'(\/[^']*)',/gm)].map(
    ([, path = '']) => path,
  );
  if (paths.length < 6) throw new Error(`${ROUTER} names only ${paths.length} routes`);
  return ['/', ...paths.map((path) => path.replace('/g/:groupId', group)), '/nao-existe'];
}
