// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatsOf } from '#client/i18n/formats.ts';
import type { MessageView } from '#client/store/read-types.ts';
import { messageView } from '#tests/support/message-view.ts';
import { MessageBubble } from './message-bubble.tsx';
import type { RowSense } from './row-sense.ts';

let root: Root;
let host: HTMLElement;
beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  host = document.body.appendChild(document.createElement('div'));
  root = createRoot(host);
});
afterEach(() => {
  act(() => root.unmount());
  host.remove();
});

const sense = {
  t: ((key: string) => key) as unknown as RowSense['t'],
  formats: formatsOf('pt-BR'),
  today: 0,
  openQuoted: () => undefined,
  toggleReaction: () => undefined,
  openMenu: () => undefined,
  below: () => null,
} satisfies RowSense;

function show(fields: Partial<MessageView>, startsRun = true): HTMLElement {
  act(() =>
    root.render(<MessageBubble message={messageView(fields)} startsRun={startsRun} endsRun sense={sense} />),
  );
  return host;
}

describe('MessageBubble', () => {
  it('shows markup as the letters it is made of', () => {
    const text = '<img src=x onerror=alert(1)> &amp; <script>x</script>';
    show({ text });
    expect(host.textContent).toContain(text);
    expect(host.querySelector('img[src], script')).toBeNull();
  });

  it('keeps breaks, spaces and right-to-left overrides in the text and nowhere else', () => {
    const text = '  um\n\n dois \u202eabc';
    show({ text });
    const shown = host.querySelector('[dir="auto"]');
    expect(shown?.textContent).toBe(text);
    expect(shown?.className).toContain('[unicode-bidi:isolate]');
  });

  it('opens links elsewhere, telling nobody where from', () => {
    show({ text: 'veja https://racha.example/x e javascript:alert(1)' });
    const links = [...host.querySelectorAll('a')];
    expect(links.map((link) => link.href)).toEqual(['https://racha.example/x']);
    expect(links[0]?.rel.split(' ')).toEqual(expect.arrayContaining(['noopener', 'noreferrer']));
  });

  it('names the author where the author changes, never oneself', () => {
    expect(show({}).textContent).toContain('Ana');
    expect(show({}, false).textContent).not.toContain('Ana');
    expect(show({ own: true, status: 'sent' }).textContent).not.toContain('Ana');
  });

  it('shows a deleted message as a place, without text, reactions or quote', () => {
    show({
      deleted: true,
      text: 'segredo',
      reactions: [{ emoji: '👍', names: ['Bia'], mine: false }],
      replyTo: { id: 'm0', authorName: 'Bia', text: 'antes', missing: false },
    });
    expect(host.textContent).toContain('message.deleted');
    expect(host.textContent).not.toMatch(/segredo|antes|👍/);
  });

  it('folds a long text and shows all of it when asked', () => {
    const text = 'palavra '.repeat(500);
    show({ text });
    expect(host.textContent).not.toContain(text);
    act(() => host.querySelector('button')?.click());
    expect(host.textContent).toContain(text);
  });

  it('makes of a refused message a button, of the others a mark with its name', () => {
    show({ own: true, status: 'refused', opId: 'op1' });
    expect(host.querySelector('button')?.getAttribute('aria-label')).toBe('message.refusedOptions');
    show({ own: true, status: 'read' });
    expect(host.querySelector('[role="img"]')?.getAttribute('aria-label')).toBe('status.read');
  });
});
