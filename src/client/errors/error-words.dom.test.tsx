// @vitest-environment happy-dom
import { createInstance } from 'i18next';
import { useLayoutEffect } from 'react';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { expect, it } from 'vitest';
import { renderDom } from '#tests/support/render-dom.tsx';
import errors from '../../../locales/pt-BR/errors.json' with { type: 'json' };
import shell from '../../../locales/pt-BR/shell.json' with { type: 'json' };
import { useErrorWords } from './error-words.ts';
import { loadErrorWords } from './load-error-words.ts';

interface ScreenProps {
  readonly titles: string[];
  /** Before any effect that could listen. */
  readonly onDrawn: () => void;
}

function Screen({ titles, onDrawn }: ScreenProps) {
  const { title } = useErrorWords()('update.chunk-away');
  titles.push(title);
  useLayoutEffect(onDrawn, [onDrawn]);
  return title;
}

it('says what it was when the words come while the screen is drawn and does not listen yet', async () => {
  const i18n = createInstance();
  const resources = { 'pt-BR': { shell } };
  await i18n.use(initReactI18next).init({ lng: 'pt-BR', defaultNS: 'shell', ns: [], resources });
  await loadErrorWords();
  const titles: string[] = [];
  const { container, unmount } = await renderDom(
    <I18nextProvider i18n={i18n}>
      <Screen titles={titles} onDrawn={() => void i18n.addResourceBundle('pt-BR', 'errors', errors)} />
    </I18nextProvider>,
  );
  expect(titles[0]).toBe(shell.plainError.title);
  expect(container.textContent).toBe(errors.update['chunk-away'].title);
  await unmount();
});
