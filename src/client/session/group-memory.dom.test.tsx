// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import type { Reader } from '#client/store/read-types.ts';
import type { FormDraft } from '#client/store/tables.ts';
import type { Engine } from '#client/sync/engine-types.ts';
import { change, renderDom } from '#tests/support/render-dom.tsx';
import { type GroupMemory, makeGroupMemory, type UseGroupMemory, useGroupMemory } from './group-memory.ts';
import { SessionContext } from './session-context.ts';

type Words = readonly string[];

function Shown({
  words,
  groupId,
  onUsed,
}: {
  readonly words: GroupMemory<Words>;
  readonly groupId: string;
  readonly onUsed?: (memory: UseGroupMemory<Words>) => void;
}) {
  const memory = useGroupMemory(words, groupId);
  onUsed?.(memory);
  return <>{memory.value?.join(',') ?? 'reading'};</>;
}

/** Of the groups Sítio, Praia, and Praia again. */
async function showWords(getDraft: () => Promise<unknown>) {
  const words = makeGroupMemory<Words>({
    form: 'palavras',
    empty: [],
    parse: (kept) => (kept as { words?: Words } | undefined)?.words ?? [],
    toJson: (now) => (now.length === 0 ? null : { words: [...now] }),
  });
  const saved: FormDraft[] = [];
  const engine = { saveDraft: async (draft: FormDraft) => saved.push(draft) } as unknown as Engine;
  let praia: UseGroupMemory<Words> | undefined;
  const { container, unmount } = await renderDom(
    <SessionContext value={{ engine, reader: { getDraft } as unknown as Reader }}>
      <Shown words={words} groupId="sitio" />
      <Shown words={words} groupId="praia" />
      <Shown
        words={words}
        groupId="praia"
        onUsed={(memory) => {
          praia = memory;
        }}
      />
    </SessionContext>,
  );
  return {
    container,
    unmount,
    saved,
    inPraia: (next: (now: Words) => Words) => change(() => praia?.change(next)),
  };
}

it('shows a change everywhere at once, keeps it, and leaves other groups alone', async () => {
  const { container, unmount, saved, inPraia } = await showWords(async () => ({
    forms: { palavras: { words: ['oi'] } },
  }));
  expect(container.textContent).toBe('oi;oi;oi;');
  await inPraia((now) => [...now, 'olá']);
  expect(container.textContent).toBe('oi;oi,olá;oi,olá;');
  await inPraia(() => []);
  expect(container.textContent).toBe('oi;;;');
  expect(saved).toEqual([
    { groupId: 'praia', form: 'palavras', value: { words: ['oi', 'olá'] } },
    { groupId: 'praia', form: 'palavras', value: null },
  ]);
  await unmount();
});

it('does not put what was kept over what was changed while it was read', async () => {
  const reading = Promise.withResolvers<unknown>();
  const { container, unmount, saved, inPraia } = await showWords(() => reading.promise);
  expect(container.textContent).toBe('reading;reading;reading;');
  await inPraia((now) => [...now, 'olá']);
  await change(() => reading.resolve({ forms: { palavras: { words: ['oi'] } } }));
  expect(container.textContent).toBe('oi;olá;olá;');
  expect(saved).toEqual([{ groupId: 'praia', form: 'palavras', value: { words: ['olá'] } }]);
  await unmount();
});

it('is empty where it cannot be read', async () => {
  const { container, unmount } = await showWords(() => Promise.reject(new Error('storage')));
  expect(container.textContent).toBe(';;;');
  await unmount();
});
