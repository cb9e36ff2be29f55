// @vitest-environment happy-dom
import { I18nextProvider } from 'react-i18next';
import { expect, it } from 'vitest';
import { takeExpensePrefill } from '#client/session/expense-prefill.ts';
import { SessionContext } from '#client/session/session-context.ts';
import type { Reader } from '#client/store/read-types.ts';
import type { Draft, TrayEntry } from '#client/store/tables.ts';
import type { Engine } from '#client/sync/engine-types.ts';
import { ToastContext } from '#client/ui/toast.tsx';
import { createToastList } from '#client/ui/toast-list.ts';
import { idOf, makeOp } from '#tests/support/ops.ts';
import { loadPortuguese } from '#tests/support/pt-br.ts';
import { change, renderDom } from '#tests/support/render-dom.tsx';
import { TrayCard } from './tray-card.tsx';

const entry: TrayEntry = {
  opId: 'op',
  groupId: 'group',
  groupName: 'Churras do Zé',
  kind: 'unknown-target',
  since: 0,
  op: {
    opId: 'op',
    groupId: 'group',
    actorId: 'me',
    at: 0,
    type: 'message.sent',
    v: 1,
    salt: 's',
    body: { messageId: 'm', text: 'bora 20h' },
  },
};

/** A device whose disk takes drafts or does not. */
async function open({
  diskTakesDrafts = true,
  kind = entry.kind,
  op = entry.op,
}: {
  diskTakesDrafts?: boolean;
  kind?: TrayEntry['kind'];
  op?: TrayEntry['op'];
}) {
  const tray = new Map([[entry.opId, entry]]);
  let draft: Draft | undefined;
  const engine = {
    saveDraft: async (next: Draft) => {
      if (diskTakesDrafts) draft = next;
      return diskTakesDrafts;
    },
    discardFromTray: async (opId: string) => {
      const taken = tray.get(opId);
      tray.delete(opId);
      return taken;
    },
    restoreToTray: async (back: TrayEntry) => void tray.set(back.opId, back),
  } as unknown as Engine;
  const reader = { getDraft: async () => draft } as unknown as Reader;
  const toasts = createToastList();
  const { container, unmount } = await renderDom(
    <I18nextProvider i18n={await loadPortuguese()}>
      <SessionContext value={{ engine, reader }}>
        <ToastContext value={toasts}>
          <TrayCard entry={{ ...entry, kind, op }} />
        </ToastContext>
      </SessionContext>
    </I18nextProvider>,
  );
  const press = (name: string) =>
    change(() => [...container.querySelectorAll('button')].find((b) => b.textContent === name)?.click());
  return { container, unmount, press, tray, toasts, draft: () => draft };
}

it('says what happened, that the text is kept, and the code for support', async () => {
  const { container, unmount } = await open({});
  expect(container.textContent).toContain('bora 20h');
  expect(container.textContent).toContain('Está guardado na Fila.');
  expect(container.textContent).toContain('código R6');
  await unmount();
});

it('edits: the text is the group’s draft before the tray lets go of it', async () => {
  const { press, tray, draft, unmount } = await open({});
  await press('Editar');
  await expect.poll(() => draft()?.text).toBe('bora 20h');
  await expect.poll(() => tray.size).toBe(0);
  await unmount();
});

it('keeps the text in the tray when the draft could not be saved, and says so', async () => {
  const { press, tray, toasts, unmount } = await open({ diskTakesDrafts: false });
  await press('Editar');
  await expect.poll(() => toasts.getSnapshot()[0]?.text).toContain('Não foi salvo');
  expect(tray.size).toBe(1);
  await unmount();
});

it('deletes with a way back', async () => {
  const { press, tray, toasts, unmount } = await open({});
  await press('Apagar');
  await expect.poll(() => toasts.getSnapshot()[0]?.action?.label).toBe('Desfazer');
  expect(tray.size).toBe(0);
  await change(() => toasts.getSnapshot()[0]?.action?.run());
  expect(tray.get('op')).toEqual(entry);
  await unmount();
});

it('offers no way back into a group one has left', async () => {
  const { container, unmount } = await open({ kind: 'gone' });
  const names = [...container.querySelectorAll('button')].map((button) => button.textContent);
  expect(names).toEqual(['Copiar', 'Apagar']);
  await unmount();
});

it('edits a refused expense in its form, and keeps it in the tray until that is saved', async () => {
  const id = idOf('e');
  const people = [{ memberId: idOf('ana') }, { memberId: idOf('bia') }];
  const money = {
    amountMinor: 1_000,
    payers: [{ memberId: idOf('ana'), amountMinor: 1_000 }],
    split: { mode: 'equal', parts: people },
    shares: people.map((one) => ({ ...one, amountMinor: 500 })),
  };
  const words = { description: 'pizza', date: '2026-11-20', category: 'restaurante' };
  const op = makeOp('ana', 'expense.added', { expenseId: id, ...words, ...money });
  const { press, tray, unmount } = await open({ op });
  await press('Editar');
  expect(takeExpensePrefill('group')).toMatchObject({ ...words, amountMinor: 1_000, replacesOpId: op.opId });
  expect(location.pathname).toBe('/g/group/contas/nova');
  expect(tray.size).toBe(1);
  await unmount();
});
