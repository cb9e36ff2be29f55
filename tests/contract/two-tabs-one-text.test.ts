/** Two tabs of one device write one plan at once: random histories of both, without a network and with one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { OpenPlanText } from '#client/session/plan-text.ts';
import { openText } from '#client/sync/open-plan-text.ts';
import { PLAN_TEXT } from '#domain/plans/plan-text.ts';
import { type EngineDevice, EngineWorld } from '#tests/support/engine-world.ts';
import { typeParagraph } from '#tests/support/plan-edits.ts';

type Step =
  | { readonly what: 'type'; readonly tab: number; readonly at: number }
  | { readonly what: 'line'; readonly tab: number }
  | { readonly what: 'reopen'; readonly tab: number }
  | { readonly what: 'pass'; readonly ms: number }
  | { readonly what: 'down' }
  | { readonly what: 'up' };

const tab = fc.nat(1);
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ what: fc.constant('type' as const), tab, at: fc.nat(200) }) },
    { weight: 4, arbitrary: fc.record({ what: fc.constant('line' as const), tab }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('reopen' as const), tab }) },
    // Around the 40 ms after which the first keystroke becomes an op, and the half second between two.
    {
      weight: 4,
      arbitrary: fc.record({ what: fc.constant('pass' as const), ms: fc.constantFrom(0, 20, 40, 600) }),
    },
    { weight: 1, arbitrary: fc.constant({ what: 'down' as const }) },
    { weight: 1, arbitrary: fc.constant({ what: 'up' as const }) },
  ),
  { minLength: 2, maxLength: 40 },
);

const linesOf = ({ doc }: OpenPlanText): string[] => doc.getXmlFragment(PLAN_TEXT).toArray().map(String);

class Tabs {
  readonly world = new EngineWorld();
  readonly #listeners = new Set<() => void>();

  async pass(ms = 0): Promise<void> {
    await this.world.pass(ms);
    for (const listener of [...this.#listeners]) listener();
    await this.world.pass();
  }

  async open({ engine }: EngineDevice, key: { groupId: string; planId: string }): Promise<OpenPlanText> {
    const observe = (listener: () => void) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    };
    const { clock } = this.world;
    const ticking = {
      now: () => clock.now(),
      monotonicMs: () => clock.now(),
      after: (ms: number, run: () => void) => clock.after(ms, run),
    };
    const text = openText({ engine, clock: ticking, observe }, key);
    await text.whenLoaded;
    return text;
  }
}

/** Between two characters of a line that stands there, or in a line of its own. */
function typeInto({ doc }: OpenPlanText, mark: string, at: number | undefined): void {
  const fragment = doc.getXmlFragment(PLAN_TEXT);
  const line = fragment.length === 0 || at === undefined ? undefined : fragment.get(at % fragment.length);
  const words = line instanceof Y.XmlElement ? line.get(0) : undefined;
  if (at === undefined || !(words instanceof Y.XmlText)) typeParagraph(doc, mark);
  // Never in the middle of what somebody typed, so that each stands there as it was typed.
  else words.insert(at % 2 === 0 ? 0 : words.length, mark);
}

test('two tabs of one device lose nothing that was typed in either, and read what another device reads', async () => {
  let typed = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (history) => {
      const tabs = new Tabs();
      const ana = tabs.world.device('ana');
      const group = await ana.createGroup();
      await tabs.pass();
      const key = { groupId: group.groupId, planId: ana.engine.newId() };
      const body = { planId: key.planId, title: 'Roteiro', position: 'V' };
      await ana.engine.commit([{ type: 'plan.created', groupId: group.groupId, body }]);
      await tabs.pass();
      // Another name: two of one would draw the same ids.
      const devices = [ana, tabs.world.device('the other tab', ana)] as const;
      const open = [await tabs.open(devices[0], key), await tabs.open(devices[1], key)];
      const marks: string[] = [];
      for (const step of history) {
        if (step.what === 'pass') await tabs.pass(step.ms);
        else if (step.what === 'down') tabs.world.goDown();
        else if (step.what === 'up') tabs.world.goUp();
        else if (step.what === 'reopen') {
          await open[step.tab]?.close();
          open[step.tab] = await tabs.open(devices[step.tab === 0 ? 0 : 1], key);
        } else {
          const mark = `[${step.tab}.${marks.length}]`;
          marks.push(mark);
          typeInto(open[step.tab] as OpenPlanText, mark, step.what === 'type' ? step.at : undefined);
        }
      }
      typed += marks.length;
      const [here, there] = open as [OpenPlanText, OpenPlanText];
      // Without a network they have each other's words as soon as both wait in the outbox.
      tabs.world.goDown();
      for (let i = 0; i < 3; i++) await tabs.pass(2_000);
      expect(linesOf(there)).toEqual(linesOf(here));
      tabs.world.goUp();
      for (let i = 0; i < 4; i++) await tabs.pass(30_000);
      expect(ana.rows('outbox')).toEqual([]);
      expect([here.isSent(), there.isSent()]).toEqual([true, true]);
      const bia = tabs.world.device('bia');
      await bia.join(group);
      await tabs.pass(2_000);
      const theirs = await tabs.open(bia, key);
      await tabs.pass(5_000);
      expect(theirs.state()).toBe('whole');
      expect(linesOf(there)).toEqual(linesOf(here));
      expect(linesOf(theirs)).toEqual(linesOf(here));
      const said = linesOf(here).join('\n');
      for (const mark of marks) expect(said.split(mark)).toHaveLength(2);
      expect([...ana.faults, ...devices[1].faults, ...bia.faults]).toEqual([]);
      for (const text of [here, there, theirs]) await text.close();
    }),
    { numRuns: 100 },
  );
  expect(typed).toBeGreaterThan(200);
}, 120_000);
