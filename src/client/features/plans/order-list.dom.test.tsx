// @vitest-environment happy-dom
import { I18nextProvider } from 'react-i18next';
import { expect, it } from 'vitest';
import type { PlanView } from '#client/store/plan-types.ts';
import type { Placed } from '#domain/plans/position.ts';
import { loadPortuguese } from '#tests/support/pt-br.ts';
import { change, renderDom } from '#tests/support/render-dom.tsx';
import { listFolders } from './list-folders.ts';
import { OrderList } from './order-list.tsx';

const plan = (title: string, position: string) =>
  ({ id: title, title, folder: '', position, archivedAt: null }) as PlanView;
const PLANS = [plan('Roteiro', 'A'), plan('Churrasco', 'B'), plan('Ideias', 'C')];

/** A device that saves when it is told to. */
async function ordering() {
  const asked: { readonly moves: readonly Placed[]; answer(isSaved: boolean): void }[] = [];
  const i18n = await loadPortuguese();
  const screen = (plans: readonly PlanView[]) => (
    <I18nextProvider i18n={i18n}>
      <OrderList
        folders={listFolders(plans, 'pt-BR').folders}
        onPlace={(_folder, moves) => new Promise((answer) => asked.push({ moves, answer }))}
        onDone={() => {}}
      />
    </I18nextProvider>
  );
  const { container, rerender, unmount } = await renderDom(screen(PLANS));
  const button = (name: string) => container.querySelector<HTMLElement>(`[aria-label="${name}"]`);
  const shown = () => [...container.querySelectorAll('li bdi')].map((title) => title.textContent);
  const press = (key: string) =>
    change(() =>
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key, altKey: true, bubbles: true }),
      ),
    );
  return {
    asked,
    container,
    button,
    shown,
    press,
    unmount,
    arrive: (plans: PlanView[]) => rerender(screen(plans)),
  };
}

it('counts a step from the one before it, saved or not', async () => {
  const { asked, container, button, shown, press, arrive, unmount } = await ordering();
  await change(() => button('Subir Ideias')?.focus());
  await press('ArrowUp');
  expect(container.textContent).toContain('Ideias: 2 de 3');
  await press('ArrowUp');
  expect(container.textContent).toContain('Ideias: 1 de 3');
  expect(shown()).toEqual(['Ideias', 'Roteiro', 'Churrasco']);
  const last = asked.at(-1)?.moves[0]?.position ?? '';
  expect(last < 'A').toBe(true);
  await change(() => {
    for (const { answer } of asked) answer(true);
  });
  await arrive(PLANS.map((one) => (one.title === 'Ideias' ? { ...one, position: last } : one)));
  expect(shown()).toEqual(['Ideias', 'Roteiro', 'Churrasco']);
  // Saved: from now on what the rows say holds, also when somebody else moves it.
  await arrive(PLANS);
  expect(shown()).toEqual(['Roteiro', 'Churrasco', 'Ideias']);
  await unmount();
});

it('a step that could not be saved is taken back', async () => {
  const { asked, button, shown, unmount } = await ordering();
  await change(() => button('Descer Roteiro')?.click());
  expect(shown()).toEqual(['Churrasco', 'Roteiro', 'Ideias']);
  await change(() => asked[0]?.answer(false));
  expect(shown()).toEqual(['Roteiro', 'Churrasco', 'Ideias']);
  await unmount();
});
