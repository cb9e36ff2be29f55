// @vitest-environment happy-dom
import { useState } from 'react';
import { expect, test } from 'vitest';
import { change, renderDom } from '#tests/support/render-dom.tsx';
import { LateContext, latePiece } from './late-piece.tsx';

const settle = (): Promise<void> => change(() => {});

interface Word {
  readonly word: string;
}

function world() {
  const gate = { isThere: false, asked: 0 };
  const Piece = latePiece<Word>(async () => {
    gate.asked += 1;
    if (!gate.isThere) throw new TypeError('Failed to fetch dynamically imported module');
    return { default: ({ word }) => <p>{word}</p> };
  });
  return { gate, Piece, retries: [] as (() => void)[] };
}

function Screen({ Piece, retries }: Pick<ReturnType<typeof world>, 'Piece' | 'retries'>) {
  const [open, setOpen] = useState(false);
  return (
    <LateContext value={(retry) => retries.push(retry)}>
      <textarea defaultValue="" />
      <button type="button" onClick={() => setOpen(true)}>
        {open ? 'open' : 'closed'}
      </button>
      {open && <Piece word="here" onClose={() => setOpen(false)} reopen={() => setOpen(true)} />}
    </LateContext>
  );
}

test('what cannot be fetched is told, the screen keeps what was typed, and trying again shows it', async () => {
  const { gate, retries, Piece } = world();
  const { container, unmount } = await renderDom(<Screen Piece={Piece} retries={retries} />);
  const field = container.querySelector('textarea');
  const button = container.querySelector('button');
  if (!field || !button) throw new Error('no screen');
  field.value = 'half a sentence';
  await change(() => button.click());
  await settle();
  expect(button.textContent).toBe('closed');
  expect(retries).toHaveLength(1);
  expect(container.querySelector('textarea')).toBe(field);
  expect(field.value).toBe('half a sentence');
  gate.isThere = true;
  await change(() => retries[0]?.());
  await settle();
  expect(container.querySelector('p')?.textContent).toBe('here');
  await unmount();
});

test('fetched before it is wanted it is there at once; a failed try before is no failure', async () => {
  const { gate, retries, Piece } = world();
  await Piece.preload();
  gate.isThere = true;
  await Piece.preload();
  const { container, unmount } = await renderDom(<Screen Piece={Piece} retries={retries} />);
  await change(() => container.querySelector('button')?.click());
  expect(container.querySelector('p')?.textContent).toBe('here');
  expect(retries).toHaveLength(0);
  expect(gate.asked).toBe(2);
  await unmount();
});
