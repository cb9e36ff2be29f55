// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { SessionContext } from '#client/session/session-context.ts';
import type { PlanDetail } from '#client/store/plan-types.ts';
import type { Reader } from '#client/store/read-types.ts';
import type { Engine } from '#client/sync/engine-types.ts';
import { renderDom } from '#tests/support/render-dom.tsx';
import { MessageText } from './message-text.tsx';
import type { RowSense } from './row-sense.ts';

const GROUP = 'g'.repeat(22);
const PLAN = 'p'.repeat(22);

/** A device that holds one plan of one group. */
async function show(text: string) {
  const asked: string[] = [];
  const reader = {
    observePlan: (groupId: string, planId: string) => ({
      subscribe(next: (detail: PlanDetail | null) => void) {
        asked.push(`${groupId} ${planId}`);
        const detail = { plan: { title: 'Roteiro' } } as PlanDetail;
        next(groupId === GROUP && planId === PLAN ? detail : null);
        return () => undefined;
      },
    }),
  } as unknown as Reader;
  const { container } = await renderDom(
    <SessionContext value={{ engine: {} as Engine, reader }}>
      <MessageText text={text} mentions={[]} sense={{} as RowSense} />
    </SessionContext>,
  );
  return { container, asked, links: [...container.querySelectorAll('a')] };
}

it('shows the link of a plan by its title, and opens it here', async () => {
  const address = `${location.origin}/g/${GROUP}/planos/${PLAN}`;
  const { container, links } = await show(`olhem ${address}, falta pouco`);
  expect(container.textContent).toBe('olhem 📄 Roteiro, falta pouco');
  expect(links.map((link) => [link.getAttribute('href'), link.target])).toEqual([
    [`/g/${GROUP}/planos/${PLAN}`, ''],
  ]);
});

it('leaves the address of a plan that is not on this device', async () => {
  const address = `${location.origin}/g/${GROUP}/planos/${'q'.repeat(22)}`;
  const { links } = await show(address);
  expect(links.map((link) => [link.textContent, link.target])).toEqual([[address, '_blank']]);
});

it('asks nothing for addresses of elsewhere, nor for other screens', async () => {
  const { asked, links } = await show(
    `https://example.org/g/${GROUP}/planos/${PLAN} ${location.origin}/g/${GROUP}/planos/${PLAN}/versoes`,
  );
  expect(asked).toEqual([]);
  expect(links.every((link) => link.target === '_blank')).toBe(true);
});
