// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { type Session, SessionContext } from '#client/session/session-context.ts';
import { change, renderDom } from '#tests/support/render-dom.tsx';
import { useReadAsOf } from './use-read-as-of.ts';

interface ShownProps {
  readonly ask: (point: number) => Promise<string> | null;
  readonly point: number;
}

function Shown({ ask, point }: ShownProps) {
  return <>{useReadAsOf(() => ask(point), [point]) ?? 'reading'}</>;
}

const view = (props: ShownProps) => (
  <SessionContext value={{} as Session}>
    <Shown {...props} />
  </SessionContext>
);

it('shows what was read before until the next is read, and nothing that comes too late', async () => {
  const asked = new Map<number, PromiseWithResolvers<string>>();
  const ask = (point: number) => {
    const reading = Promise.withResolvers<string>();
    asked.set(point, reading);
    return reading.promise;
  };
  const { container, rerender, unmount } = await renderDom(view({ ask, point: 1 }));
  expect(container.textContent).toBe('reading');
  await change(() => asked.get(1)?.resolve('um'));
  expect(container.textContent).toBe('um');
  await rerender(view({ ask, point: 2 }));
  await rerender(view({ ask, point: 3 }));
  expect(container.textContent).toBe('um');
  await change(() => asked.get(3)?.resolve('três'));
  await change(() => asked.get(2)?.resolve('dois'));
  expect(container.textContent).toBe('três');
  expect([...asked.keys()]).toEqual([1, 2, 3]);
  await unmount();
});

it('reads nothing where there is nothing to ask', async () => {
  const { container, unmount } = await renderDom(view({ ask: () => null, point: 1 }));
  expect(container.textContent).toBe('reading');
  await unmount();
});
