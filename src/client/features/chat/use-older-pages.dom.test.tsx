// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { SessionContext } from '#client/session/session-context.ts';
import type { ConversationSnapshot, ConversationSource, Reader } from '#client/store/read-types.ts';
import type { Engine } from '#client/sync/engine-types.ts';
import { renderDom } from '#tests/support/render-dom.tsx';
import { useOlderPages } from './use-older-pages.ts';

const SNAPSHOT: ConversationSnapshot = {
  ready: true,
  messages: [],
  hasOlder: true,
  heldFrom: 40,
  readAtOpen: 0,
  unread: 0,
};

function Older({ source, snapshot }: { source: ConversationSource; snapshot: ConversationSnapshot }) {
  useOlderPages('group', source, snapshot, true);
  return null;
}

it('asks again when a page came that somebody else had asked for, and not before', async () => {
  let asked = 0;
  const source = {
    loadOlder: async () => {
      asked += 1;
      return false;
    },
  } as unknown as ConversationSource;
  const status = { connection: { name: 'online' } };
  const engine = {
    status: () => status,
    subscribe: () => () => undefined,
    // As in a tab that does not lead: the leader hears of it, and the page comes later.
    loadOlder: async () => undefined,
  } as unknown as Engine;
  const draw = (snapshot: ConversationSnapshot) => (
    <SessionContext value={{ engine, reader: {} as Reader }}>
      <Older source={source} snapshot={snapshot} />
    </SessionContext>
  );
  const { rerender, unmount } = await renderDom(draw(SNAPSHOT));
  const first = asked;
  expect(first).toBeGreaterThan(0);
  await rerender(draw({ ...SNAPSHOT }));
  expect(asked).toBe(first);
  await rerender(draw({ ...SNAPSHOT, heldFrom: 12 }));
  expect(asked).toBeGreaterThan(first);
  await unmount();
});
