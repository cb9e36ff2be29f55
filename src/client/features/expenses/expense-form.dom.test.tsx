// @vitest-environment happy-dom
import { useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { expect, it, vi } from 'vitest';
import { loadPortuguese } from '#tests/support/pt-br.ts';
import { change, renderDom } from '#tests/support/render-dom.tsx';
import { type ExpenseDraft, newDraft } from './expense-draft.ts';
import { ExpenseForm, type ExpenseFormProps } from './expense-form.tsx';

const PEOPLE = [
  { memberId: 'a', name: 'Você' },
  { memberId: 'b', name: 'Bia' },
];
const fresh = newDraft({ myMemberId: 'a', memberIds: ['a', 'b'], date: '2026-11-21' });

function Form({
  fields,
  onSave,
}: { readonly fields: Partial<ExpenseDraft> } & Pick<ExpenseFormProps, 'onSave'>) {
  const [draft, setDraft] = useState<ExpenseDraft>({ ...fresh, ...fields });
  return (
    <ExpenseForm
      groupId="g"
      draft={draft}
      expenseId="e"
      people={PEOPLE}
      isNew
      onChange={setDraft}
      onSave={onSave}
    />
  );
}

async function open(fields: Partial<ExpenseDraft> = {}) {
  const onSave = vi.fn(async () => undefined as string | undefined);
  const { container, unmount } = await renderDom(
    <I18nextProvider i18n={await loadPortuguese()}>
      <Form fields={fields} onSave={onSave} />
    </I18nextProvider>,
  );
  const field = (label: string): HTMLInputElement => {
    const labels = [...container.querySelectorAll('label')];
    const own = labels.find(({ textContent }) => textContent === label);
    const found = own && container.querySelector<HTMLInputElement>(`[id="${own.htmlFor}"]`);
    if (!found) throw new Error(`no field ${label}`);
    return found;
  };
  const type = (label: string, text: string) =>
    change(() => {
      const input = field(label);
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
      set?.call(input, text);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
  const says = () => [...container.querySelectorAll('[role=status], [role=alert]')].map((p) => p.textContent);
  const submit = () =>
    change(() => {
      const form = container.querySelector('form');
      form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    });
  return { unmount, type, field, says, submit, onSave };
}

it('asks for what is missing only when one wants to go on', async () => {
  const { says, submit, onSave, unmount } = await open();
  expect(says().join('')).toBe('');
  await submit();
  expect(says()).toContain('Escreva o valor.');
  expect(says()).toContain('Escreva o que foi.');
  expect(onSave).not.toHaveBeenCalled();
  await unmount();
});

it('says the difference at every key, signed, and saves when there is none', async () => {
  const { type, says, submit, onSave, unmount } = await open({
    amount: '10',
    description: 'gelo',
    mode: 'exact',
    values: { exact: { a: '5' } },
  });
  const told = (): string => says().join('|').replace(/\s/g, ' ');
  expect(told()).toContain('Faltam R$ 5,00');
  await type('Valor de Bia', '4,99');
  expect(told()).toContain('Faltam R$ 0,01');
  await type('Valor de Bia', '5,01');
  expect(told()).toContain('Passou R$ 0,01 do total');
  await submit();
  expect(onSave).not.toHaveBeenCalled();
  await type('Valor de Bia', '5.00');
  expect(told()).toContain('Fecha com o total');
  await submit();
  expect(onSave).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ amountMinor: 1_000 }), 'mercado');
  await unmount();
});

it('tells why it was not saved, and everything that was typed stays', async () => {
  const { submit, says, field, onSave, unmount } = await open({ amount: '10', description: 'gelo' });
  onSave.mockResolvedValueOnce('Sem espaço no aparelho.');
  await submit();
  await expect.poll(says).toContain('Sem espaço no aparelho.');
  expect(field('O que foi').value).toBe('gelo');
  await unmount();
});

it('does not cut an amount into more installments than it has centavos', async () => {
  const { submit, says, onSave, unmount } = await open({
    amount: '0,02',
    description: 'bala',
    repeat: { kind: 'installments', count: '3' },
  });
  await submit();
  expect(says()).toContain('Escreva um número de 2 a 48, que caiba no valor.');
  expect(onSave).not.toHaveBeenCalled();
  await unmount();
});
