// @vitest-environment happy-dom
import { I18nextProvider } from 'react-i18next';
import { expect, it } from 'vitest';
import { SessionContext } from '#client/session/session-context.ts';
import type { GroupView, MemberView, Reader } from '#client/store/read-types.ts';
import type { Engine } from '#client/sync/engine-types.ts';
import { idOf } from '#tests/support/ops.ts';
import { loadPortuguese } from '#tests/support/pt-br.ts';
import { change, renderDom } from '#tests/support/render-dom.tsx';
import type { Work } from './import-flow.tsx';
import { readText } from './read-file.ts';
import { ReviewPart } from './review-part.tsx';

const CSV = `Date,Description,Category,Cost,Currency,Ana Prado,João,Rafa
2026-01-05,Pizza,Dining out,30.00,BRL,20.00,-10.00,-10.00
2026-01-06,João paid Ana,Payment,10.00,BRL,-10.00,10.00,0.00
2026-01-07,Hotel,Hotel,90.00,EUR,60.00,-30.00,-30.00
`;
const NONE = { expenses: [], settlements: [], recurrences: [], isArriving: false };

const member = (name: string, own: boolean): MemberView => ({
  memberId: idOf(name),
  name,
  role: 'member',
  status: 'active',
  claimedBy: null,
  own,
  blocked: false,
  nameHidden: false,
  pixKey: null,
  pixKeyChanged: false,
});

async function review() {
  const result = readText(CSV);
  if (!result.ok) throw new Error(result.problem);
  let count = 0;
  const engine = { newId: () => idOf(`new ${++count}`) } as unknown as Engine;
  const group = {
    groupId: idOf('group'),
    name: 'Praia',
    myMemberId: idOf('Ana'),
    members: [member('Ana', true), member('João', false)],
  } as unknown as GroupView;
  const started: Work[] = [];
  const { container } = await renderDom(
    <I18nextProvider i18n={await loadPortuguese()}>
      <SessionContext value={{ engine, reader: {} as Reader }}>
        <ReviewPart
          group={group}
          ledger={result.ledger}
          whole={NONE}
          onStart={(work) => started.push(work)}
          onAnother={() => {}}
        />
      </SessionContext>
    </I18nextProvider>,
  );
  const select = (label: string): HTMLSelectElement => {
    const found = [...container.querySelectorAll('label')].find((one) => one.textContent?.startsWith(label));
    return found?.control as HTMLSelectElement;
  };
  const start = () =>
    [...container.querySelectorAll('button')].find((button) => button.textContent?.startsWith('Importar'));
  return { container, select, start, started };
}

it('guesses who is who, says what comes in and what does not, and hands over exactly that', async () => {
  const { container, select, start, started } = await review();
  expect(select('Ana Prado é').value).toBe(idOf('Ana'));
  expect(select('João é').value).toBe(idOf('João'));
  expect(select('Rafa é').value).toBe('new');
  expect(container.textContent).toContain('1 linha fica de fora');
  expect(container.textContent).toContain('Linha 4');
  expect(container.textContent).toContain('Está em EUR. As contas daqui são só em reais.');
  const balances = [...container.querySelectorAll('tbody tr')].map((row) => row.textContent);
  expect(balances.map((row) => row?.replaceAll('\u00a0', ' '))).toEqual([
    'Ana (você)R$ 0,00+R$ 10,00',
    'JoãoR$ 0,00R$ 0,00',
    'RafaR$ 0,00-R$ 10,00',
  ]);
  await change(() => start()?.click());
  expect(started[0]).toMatchObject({ what: 'import', newPeople: [{ name: 'Rafa' }] });
  expect(started[0]?.ops.map(({ type }) => type)).toEqual(['expense.added', 'settlement.recorded']);
});

it('who is chosen for a person is whom it is written for; what is then between one and the same is left out', async () => {
  const { container, select, start, started } = await review();
  await change(() => {
    const joao = select('João é');
    joao.value = idOf('Ana');
    joao.dispatchEvent(new Event('change', { bubbles: true }));
  });
  expect(container.textContent).toContain('É entre duas pessoas que aqui são a mesma.');
  await change(() => start()?.click());
  const [pizza, ...rest] = started[0]?.ops ?? [];
  expect(rest).toEqual([]);
  expect(pizza).toMatchObject({
    body: { shares: [{ memberId: idOf('Ana'), amountMinor: 2000 }, { amountMinor: 1000 }] },
  });
});
