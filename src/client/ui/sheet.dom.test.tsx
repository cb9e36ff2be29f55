// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest';
import { change, renderDom } from '#tests/support/render-dom.tsx';
import { Sheet } from './sheet.tsx';

it('opens on its field, asks to close, and gives the focus back', async () => {
  const opener = document.createElement('button');
  document.body.append(opener);
  opener.focus();
  const onClose = vi.fn();
  const sheet = (open: boolean) => (
    <Sheet open={open} onClose={onClose} title="Novo grupo" closeLabel="Fechar">
      <input aria-label="Nome" />
    </Sheet>
  );
  const { container, rerender, unmount } = await renderDom(sheet(true));
  expect(document.activeElement).toBe(container.querySelector('input'));
  const dialog = container.querySelector('dialog');
  expect(dialog?.open).toBe(true);

  const cancel = new Event('cancel', { cancelable: true });
  await change(() => dialog?.dispatchEvent(cancel));
  expect(onClose).toHaveBeenCalledOnce();
  // Whoever opened it closes it: what was typed is theirs to keep.
  expect(cancel.defaultPrevented).toBe(true);

  await rerender(sheet(false));
  expect(container.querySelector('dialog')).toBeNull();
  expect(document.activeElement).toBe(opener);
  await unmount();
  opener.remove();
});
