// @vitest-environment happy-dom
import { act, createRef } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MemberView } from '#client/store/read-types.ts';
import type { Intent } from '#client/sync/engine-types.ts';
import { Composer } from './composer.tsx';
import { createComposerStore } from './composer-store.ts';

const ANA: MemberView = {
  memberId: 'ana',
  name: 'Ana Souza',
  role: 'member',
  status: 'active',
  claimedBy: null,
  own: false,
  blocked: false,
  nameHidden: false,
  pixKey: null,
  pixKeyChanged: false,
};

let root: Root;
let host: HTMLElement;
let committed: Intent[];
let editsLast: number;
const textarea = createRef<HTMLTextAreaElement>();

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  host = document.body.appendChild(document.createElement('div'));
  root = createRoot(host);
  committed = [];
  editsLast = 0;
  const store = createComposerStore(
    'g',
    { groupId: 'g', text: '', replyTo: null, editing: null },
    {
      commit: async (intents) => {
        committed.push(...intents);
        return { ok: true, opIds: [] };
      },
      discardFromTray: async () => undefined,
      newId: () => 'id',
      split: (text) => [text],
      listMentioned: () => [],
      findMessage: () => undefined,
      keepDraft: () => undefined,
      writeDraft: () => undefined,
    },
  );
  act(() =>
    root.render(
      <Composer
        groupId="g"
        composing={{ store, pickMention: () => undefined }}
        textarea={textarea}
        members={[ANA]}
        findMessage={() => undefined}
        typing={{ typed: () => undefined, stop: () => undefined }}
        onEditLast={() => {
          editsLast += 1;
        }}
      />,
    ),
  );
});
afterEach(() => {
  act(() => root.unmount());
  host.remove();
});

function box(): HTMLTextAreaElement {
  if (!textarea.current) throw new Error('no composer');
  return textarea.current;
}

async function type(text: string): Promise<void> {
  await act(async () => {
    const { set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value') ?? {};
    set?.call(box(), text);
    box().setSelectionRange(text.length, text.length);
    box().dispatchEvent(new Event('input', { bubbles: true }));
  });
}

async function press(key: string, fields: KeyboardEventInit = {}): Promise<void> {
  await act(async () => {
    box().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...fields }));
  });
}

const texts = (): unknown[] => committed.map((intent) => ('text' in intent.body ? intent.body.text : intent));

it('sends with Enter and empties itself; Shift+Enter and a composed Enter send nothing', async () => {
  await type('oi');
  await press('Enter', { shiftKey: true });
  await press('Enter', { isComposing: true });
  expect(texts()).toEqual([]);
  await press('Enter');
  expect(texts()).toEqual(['oi']);
  expect(box().value).toBe('');
});

it('offers no button for a blank text', async () => {
  await type(' \n');
  await press('Enter');
  expect(texts()).toEqual([]);
  expect(host.querySelector<HTMLButtonElement>('button[type="submit"]')?.disabled).toBe(true);
});

it('completes a mention with Enter before it sends', async () => {
  await type('oi @an');
  expect(host.querySelector('[role="listbox"]')).not.toBeNull();
  await press('Enter');
  expect(box().value).toBe('oi @Ana Souza ');
  expect(host.querySelector('[role="listbox"]')).toBeNull();
  await press('Enter');
  expect(texts()).toEqual(['oi @Ana Souza ']);
});

it('sends at once when the name is already whole', async () => {
  await type('oi @Ana Souza');
  await press('Enter');
  expect(texts()).toEqual(['oi @Ana Souza']);
});

it('asks to edit the last message with ↑, only from an empty box', async () => {
  await type('x');
  await press('ArrowUp');
  expect(editsLast).toBe(0);
  await type('');
  await press('ArrowUp');
  expect(editsLast).toBe(1);
});
