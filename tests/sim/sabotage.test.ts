import { expect, test } from 'vitest';
import { runSabotage } from './run-sabotages.ts';
import { SABOTAGES } from './sabotage.ts';

test.each(SABOTAGES)('$name is seen', async (sabotage) => {
  const { caught } = await runSabotage(sabotage);
  expect(caught).toBe(true);
});
