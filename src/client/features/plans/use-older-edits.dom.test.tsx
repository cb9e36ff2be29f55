// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { type PlanTextDoor, PlanTextsContext } from '#client/session/plan-texts.ts';
import type { PlanView } from '#client/store/plan-types.ts';
import { change, renderDom } from '#tests/support/render-dom.tsx';
import type { EditOfText } from './list-moments.ts';
import { type OlderMoments, useOlderEdits } from './use-older-edits.ts';

const PLAN = { groupId: 'g', id: 'p', edits: 7, textVersion: 20 } as PlanView;
const HELD: readonly EditOfText[] = [
  { version: 18, by: 'ana', at: 5 },
  { version: 20, by: 'ana', at: 6 },
  { version: null, by: 'ana', at: 7 },
];
const edit = (version: number) => ({ version, by: 'bia', at: version });

function Probe(props: { held: readonly EditOfText[]; show: (moments: OlderMoments) => void }) {
  props.show(useOlderEdits(PLAN, props.held));
  return null;
}

/** The server's log before 18, in two stretches; `isAway`: nobody answers. */
async function open(held = HELD) {
  const server = { isAway: false, asked: [] as number[] };
  const door: PlanTextDoor = {
    open: () => Promise.reject(new Error('not asked')),
    readAt: async () => undefined,
    listOlder: async (_group, _plan, before) => {
      server.asked.push(before);
      if (server.isAway) return undefined;
      return before > 12
        ? { edits: [edit(14), edit(16)], before: 12 }
        : { edits: [edit(3), edit(5), edit(9)], before: null };
    },
  };
  let shown: OlderMoments | undefined;
  await renderDom(
    <PlanTextsContext value={door}>
      <Probe held={held} show={(moments) => (shown = moments)} />
    </PlanTextsContext>,
  );
  const now = (): OlderMoments => {
    if (!shown) throw new Error('not drawn');
    return shown;
  };
  return { server, now, ask: () => change(() => now().ask()) };
}

it('goes back stretch by stretch, until all edits there have been are here', async () => {
  const { server, now, ask } = await open();
  expect(now()).toMatchObject({ edits: [], mayBeMore: true, state: 'rest' });
  await ask();
  expect(now().edits.map(({ version }) => version)).toEqual([14, 16]);
  expect(now().mayBeMore).toBe(true);
  await ask();
  expect(now().edits.map(({ version }) => version)).toEqual([3, 5, 9, 14, 16]);
  expect(now().mayBeMore).toBe(false);
  expect(server.asked).toEqual([18, 12]);
});

it('says when the server is away, and asks for the same again', async () => {
  const { server, now, ask } = await open();
  server.isAway = true;
  await ask();
  expect(now()).toMatchObject({ edits: [], mayBeMore: true, state: 'away' });
  server.isAway = false;
  await ask();
  expect(now()).toMatchObject({ state: 'rest' });
  expect(server.asked).toEqual([18, 18]);
});

it('begins at the end of the text where the device holds none of it', async () => {
  const { server, ask } = await open([]);
  await ask();
  expect(server.asked).toEqual([21]);
});
