// @vitest-environment happy-dom
import { I18nextProvider } from 'react-i18next';
import { afterEach, expect, it } from 'vitest';
import { loadPortuguese } from '#tests/support/pt-br.ts';
import { renderDom } from '#tests/support/render-dom.tsx';
import { SUPPORT_KEY } from './support-contact.ts';
import { SupportLine } from './support-line.tsx';

afterEach(() => localStorage.clear());

async function open(kept: unknown) {
  if (kept !== undefined) localStorage.setItem(SUPPORT_KEY, JSON.stringify(kept));
  return renderDom(
    <I18nextProvider i18n={await loadPortuguese()}>
      <SupportLine code="D5 · E-1A2B3C" />
    </I18nextProvider>,
  );
}

it('leads to whom the operator named, with the code', async () => {
  const { container, unmount } = await open({ contact: 'ajuda@racha.example' });
  expect(container.querySelector('a')?.getAttribute('href')).toBe(
    'mailto:ajuda@racha.example?subject=Racha%20D5%20%C2%B7%20E-1A2B3C',
  );
  expect(container.textContent).toBe('Pedir ajuda ajuda@racha.example');
  await unmount();
});

it('says plainly that there is nobody', async () => {
  const { container, unmount } = await open({ contact: null });
  expect(container.querySelector('a')).toBeNull();
  expect(container.textContent).toContain('Este servidor não informou um contato');
  await unmount();
});

it('claims nothing before the server has been asked, and leads nowhere that runs', async () => {
  for (const kept of [undefined, { contact: 'javascript:alert(1)' }, 'x']) {
    const { container, unmount } = await open(kept);
    expect(container.textContent).toBe('');
    await unmount();
    localStorage.clear();
  }
});
