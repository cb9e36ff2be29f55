// @vitest-environment happy-dom
import { I18nextProvider } from 'react-i18next';
import { expect, test } from 'vitest';
import { SessionContext } from '#client/session/session-context.ts';
import type { GroupView, MemberView, Reader } from '#client/store/read-types.ts';
import type { Engine, Intent } from '#client/sync/engine-types.ts';
import { ToastContext } from '#client/ui/toast.tsx';
import { createToastList } from '#client/ui/toast-list.ts';
import { loadPortuguese } from '#tests/support/pt-br.ts';
import { change, renderDom } from '#tests/support/render-dom.tsx';
import { SettleSheet } from './settle-sheet.tsx';
import { createPeople } from './settling-people.ts';

const NOW = 1_795_000_000_000;
const DAY_MS = 86_400_000;
const KEY = { keyType: 'cpf' as const, key: '52998224725', setAt: NOW - 30 * DAY_MS, version: 3 };

function member(memberId: string, over: Partial<MemberView> = {}): MemberView {
  return {
    memberId,
    name: memberId === 'ana' ? 'Ana' : 'Bia',
    role: 'member',
    status: 'active',
    claimedBy: null,
    own: memberId === 'ana',
    blocked: false,
    nameHidden: false,
    pixKey: null,
    pixKeyChanged: false,
    ...over,
  };
}

/** Ana, whose phone this is, and Bia; R$ 40,05 between them. */
async function open({
  pays = 'ana',
  bia = {},
  role = 'member',
}: {
  readonly pays?: 'ana' | 'bia';
  readonly bia?: Partial<MemberView>;
  readonly role?: MemberView['role'];
}) {
  const members = [member('ana', { role }), member('bia', bia)];
  const group: GroupView = {
    groupId: 'g',
    name: 'Floripa 2026',
    picture: '🏖️',
    state: 'member',
    waiting: null,
    myMemberId: 'ana',
    myRole: role,
    members,
    invites: [],
    goneReason: null,
  };
  const people = createPeople(members, 'Você');
  const committed: Intent[] = [];
  const engine = {
    newId: () => 'new',
    correctedNow: () => NOW,
    commit: async (intents: readonly Intent[]) => {
      committed.push(...intents);
      return { ok: true, opIds: ['op'] };
    },
  } as unknown as Engine;
  const [from, to] = pays === 'ana' ? ['ana', 'bia'] : ['bia', 'ana'];
  let isClosed = false;
  const { container, unmount } = await renderDom(
    <I18nextProvider i18n={await loadPortuguese()}>
      <SessionContext value={{ engine, reader: {} as Reader }}>
        <ToastContext value={createToastList()}>
          <SettleSheet
            group={group}
            transfer={{ from: people.get(from ?? ''), to: people.get(to ?? ''), amountMinor: 4005 }}
            onOpenKey={() => {}}
            onClose={() => {
              isClosed = true;
            }}
          />
        </ToastContext>
      </SessionContext>
    </I18nextProvider>,
  );
  const press = (name: string) =>
    change(() => [...container.querySelectorAll('button')].find((b) => b.textContent === name)?.click());
  const type = (text: string) =>
    change(() => {
      const input = container.querySelector<HTMLInputElement>('input[inputmode="decimal"]');
      const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {};
      if (input) set?.call(input, text);
      input?.dispatchEvent(new Event('input', { bubbles: true }));
    });
  const code = (): string | undefined =>
    container.querySelector<HTMLInputElement>('input[aria-label="Código Pix copia e cola"]')?.value;
  const text = (): string => container.textContent ?? '';
  return { press, type, code, text, unmount, committed, isClosed: () => isClosed };
}

test('who pays gets the code of the exact amount; a part of it has another one, and nothing readable none', async () => {
  const sheet = await open({ bia: { pixKey: KEY } });
  expect(sheet.code()).toContain('540540.05');
  expect(sheet.text()).toContain('Chave de Bia: 529.982.247-25');
  expect(sheet.text()).not.toContain('cadastrou esta chave');
  await sheet.type('12,5');
  expect(sheet.code()).toContain('540512.50');
  await sheet.type('doze');
  expect(sheet.code()).toBeUndefined();
  expect(sheet.text()).toContain('Escreva um valor como 40,05.');
  await sheet.press('Já paguei');
  expect(sheet.committed).toEqual([]);
  await sheet.type('0');
  await sheet.press('Já paguei');
  expect(sheet.committed).toEqual([]);
  await sheet.type('50');
  expect(sheet.text()).toContain('É mais do que a dívida');
  await sheet.press('Já paguei');
  expect(sheet.committed).toMatchObject([
    {
      type: 'settlement.recorded',
      body: { fromId: 'ana', toId: 'bia', amountMinor: 5000, method: 'pix', settlementId: 'new' },
    },
  ]);
  expect(sheet.isClosed()).toBe(true);
  await sheet.unmount();
});

test.each([
  ['a key of yesterday', { pixKey: { ...KEY, setAt: NOW - DAY_MS } }, 'Bia cadastrou esta chave'],
  [
    'a changed key of yesterday',
    { pixKey: { ...KEY, setAt: NOW - DAY_MS }, pixKeyChanged: true },
    'Bia trocou a chave',
  ],
  ['no key', {}, 'Bia ainda não cadastrou uma chave Pix'],
  ['a key that is none', { pixKey: { ...KEY, key: '52998224724' } }, 'A chave Pix de Bia não é válida'],
  ['somebody without the app', { status: 'named' as const }, 'Bia está nas contas só pelo nome'],
])('%s: said before one pays', async (_, bia, words) => {
  const sheet = await open({ bia });
  expect(sheet.text()).toContain(words);
  expect(sheet.code() === undefined).toBe(!words.includes('cadastrou esta') && !words.includes('trocou'));
  await sheet.unmount();
});

test('who is paid sees no code and no key of the other, and notes what came', async () => {
  const sheet = await open({ pays: 'bia', bia: { pixKey: KEY } });
  expect(sheet.code()).toBeUndefined();
  expect(sheet.text()).not.toContain('529.982.247-25');
  expect(sheet.text()).toContain('Cadastre sua chave Pix');
  await sheet.press('Já recebi');
  expect(sheet.committed).toMatchObject([{ body: { fromId: 'bia', toId: 'ana', amountMinor: 4005 } }]);
  await sheet.unmount();
});

test('a guest may pay, and is told who writes it down', async () => {
  const sheet = await open({ bia: { pixKey: KEY }, role: 'guest' });
  expect(sheet.code()).toContain('540540.05');
  expect(sheet.text()).toContain('Visitantes não mexem nas contas');
  await sheet.press('Já paguei');
  expect(sheet.committed).toEqual([]);
  await sheet.unmount();
});
