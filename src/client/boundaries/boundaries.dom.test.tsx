// @vitest-environment happy-dom
import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { beforeAll, expect, test, vi } from 'vitest';
import { loadErrorWords } from '#client/errors/load-error-words.ts';
import { type FaultReport, onReport } from '#client/observability/report-error.ts';
import { change, renderDom } from '#tests/support/render-dom.tsx';
import errors from '../../../locales/pt-BR/errors.json' with { type: 'json' };
import shell from '../../../locales/pt-BR/shell.json' with { type: 'json' };
import { lazyPart } from './lazy-part.tsx';
import { MissingPart } from './missing-chunk.ts';
import { PartBoundary } from './part-boundary.tsx';
import { QuietBoundary } from './quiet-boundary.tsx';
import { RowBoundary } from './row-boundary.tsx';

beforeAll(async () => {
  const resources = { 'pt-BR': { shell, errors } };
  await createInstance().use(initReactI18next).init({ lng: 'pt-BR', defaultNS: 'shell', resources });
  await loadErrorWords();
});

interface Row {
  readonly id: string;
  readonly text: string;
  readonly isBroken: boolean;
}

function Fragile({ row }: { readonly row: Row }) {
  if (row.isBroken) throw new RangeError('segredo');
  return <p>{row.text}</p>;
}

function Mendable({ world }: { readonly world: { readonly isBroken: boolean } }) {
  return <Fragile row={{ id: 'a', text: 'aqui', isBroken: world.isBroken }} />;
}

function Rows({ rows }: { readonly rows: readonly Row[] }) {
  return rows.map((row) => (
    <RowBoundary key={row.id} what="message" text={() => row.text} resetKeys={[row]}>
      <Fragile row={row} />
    </RowBoundary>
  ));
}

function listen(): FaultReport[] {
  const heard: FaultReport[] = [];
  onReport((report) => heard.push(report));
  heard.length = 0;
  return heard;
}

const button = (host: HTMLElement, name: string): HTMLButtonElement | undefined =>
  [...host.querySelectorAll('button')].find(({ textContent }) => textContent === name);

test('a row that fails leaves the others, offers what was written, and comes back when it is mended', async () => {
  const heard = listen();
  const good = { id: 'b', text: 'fica', isBroken: false };
  const broken = { id: 'a', text: 'pizza', isBroken: true };
  const dom = await renderDom(<Rows rows={[broken, good]} />);
  expect(dom.container.textContent).toContain('fica');
  expect(dom.container.textContent).toContain(shell.part.message);
  expect(dom.container.textContent).not.toContain('segredo');
  expect(heard).toMatchObject([{ place: 'row', code: expect.stringMatching(/^E-/) }]);
  expect(heard[0]?.componentStack).toContain('Fragile');

  const written: string[] = [];
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => void written.push(text));
  await change(() => button(dom.container, shell.part.copyText)?.click());
  expect(written).toEqual(['pizza']);

  await dom.rerender(<Rows rows={[{ ...broken, isBroken: false }, good]} />);
  expect(dom.container.textContent).toBe('pizzafica');
});

test('a row whose words cannot be read has nothing to copy', async () => {
  const dom = await renderDom(
    <RowBoundary
      what="row"
      resetKeys={[]}
      text={() => {
        throw new TypeError('damaged');
      }}
    >
      <Fragile row={{ id: 'a', text: '', isBroken: true }} />
    </RowBoundary>,
  );
  expect(dom.container.textContent).toContain(shell.part.row);
  expect(button(dom.container, shell.part.copyText)).toBeUndefined();
});

test('a part that fails can be tried again, and closed where one goes on without it', async () => {
  const world = { isBroken: true, closed: 0 };
  const dom = await renderDom(
    <PartBoundary place="sheet" onClose={() => world.closed++}>
      <Mendable world={world} />
    </PartBoundary>,
  );
  expect(dom.container.querySelector('[role=alert]')?.textContent).toContain(errors.render.sheet.title);
  await change(() => button(dom.container, shell.close)?.click());
  expect(world.closed).toBe(1);
  await change(() => button(dom.container, shell.part.retry)?.click());
  expect(dom.container.textContent).toContain(errors.render.sheet.title);
  world.isBroken = false;
  await change(() => button(dom.container, shell.part.retry)?.click());
  expect(dom.container.textContent).toBe('aqui');
});

test('a bar that fails goes without a word, and comes back with the next screen', async () => {
  const heard = listen();
  const world = { isBroken: true };
  const at = (place: string) => (
    <QuietBoundary resetKeys={[place]}>
      <Mendable world={world} />
    </QuietBoundary>
  );
  const dom = await renderDom(at('/'));
  expect(dom.container.textContent).toBe('');
  expect(heard).toMatchObject([{ place: 'bar' }]);
  world.isBroken = false;
  await dom.rerender(at('/fila'));
  expect(dom.container.textContent).toBe('aqui');
});

test('a part that could not be fetched says so, and is fetched again when tried again', async () => {
  const world = { isThere: false, asked: 0 };
  const Part = lazyPart(async () => {
    world.asked += 1;
    const missing = new TypeError('Failed to fetch dynamically imported module');
    missing.stack = `${missing.name}: ${missing.message}`;
    if (!world.isThere) throw missing;
    return { default: () => <p>chegou</p> };
  });
  const heard = listen();
  const dom = await renderDom(
    <PartBoundary place="card">
      <Part />
    </PartBoundary>,
  );
  await vi.waitFor(() => expect(dom.container.textContent).toContain(errors.update['chunk-away'].cause));
  expect(heard[0]?.error).toBeInstanceOf(MissingPart);
  world.isThere = true;
  await change(() => button(dom.container, shell.part.retry)?.click());
  await vi.waitFor(() => expect(dom.container.textContent).toBe('chegou'));
  expect(world.asked).toBe(2);
});
