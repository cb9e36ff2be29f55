// @vitest-environment happy-dom
import { Component, type ReactNode } from 'react';
import { expect, it } from 'vitest';
import type { Observed, Reader } from '#client/store/read-types.ts';
import type { Engine } from '#client/sync/engine-types.ts';
import { engineStatus } from '#tests/support/engine-status.ts';
import { change, renderDom } from '#tests/support/render-dom.tsx';
import { type Session, SessionContext, useEngineStatus, useObserved } from './session-context.ts';

class Source<T> implements Observed<T> {
  readonly listeners = new Set<{ next: (value: T) => void; failed?: (error: unknown) => void }>();
  subscribe(next: (value: T) => void, failed?: (error: unknown) => void): () => void {
    const listener = { next, ...(failed && { failed }) };
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  emit(value: T): void {
    for (const { next } of this.listeners) next(value);
  }
}

const session = (parts: Partial<Session>): Session => ({
  engine: {} as Engine,
  reader: {} as Reader,
  ...parts,
});

function Shown({ source, dep }: { readonly source: Observed<string>; readonly dep: string }) {
  return <>{useObserved(() => source, [dep]) ?? 'reading'}</>;
}

it('shows nothing of the group before while the next one is read', async () => {
  const a = new Source<string>();
  const b = new Source<string>();
  const view = (source: Observed<string>, dep: string): ReactNode => (
    <SessionContext value={session({})}>
      <Shown source={source} dep={dep} />
    </SessionContext>
  );
  const { container, rerender, unmount } = await renderDom(view(a, 'a'));
  expect(container.textContent).toBe('reading');
  await change(() => a.emit('Floripa'));
  expect(container.textContent).toBe('Floripa');
  await rerender(view(b, 'b'));
  expect(container.textContent).toBe('reading');
  expect(a.listeners.size).toBe(0);
  await change(() => b.emit('Churras'));
  expect(container.textContent).toBe('Churras');
  await unmount();
  expect(b.listeners.size).toBe(0);
});

class Boundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };
  static getDerivedStateFromError(error: unknown) {
    return { error };
  }
  override render() {
    return this.state.error === undefined ? this.props.children : 'caught';
  }
}

it('hands a failed read to the error boundary', async () => {
  const source = new Source<string>();
  const { container, unmount } = await renderDom(
    <Boundary>
      <SessionContext value={session({})}>
        <Shown source={source} dep="a" />
      </SessionContext>
    </Boundary>,
  );
  await change(() => {
    for (const { failed } of source.listeners) failed?.(new Error('lost'));
  });
  expect(container.textContent).toBe('caught');
  await unmount();
});

function Queued() {
  return <>{useEngineStatus().queued}</>;
}

it('follows the engine’s status, also when every read makes a new object', async () => {
  const listeners = new Set<() => void>();
  let queued = 1;
  const engine = {
    status: () => engineStatus({ queued }),
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as Engine;
  const { container, unmount } = await renderDom(
    <SessionContext value={session({ engine })}>
      <Queued />
    </SessionContext>,
  );
  expect(container.textContent).toBe('1');
  queued = 0;
  await change(() => {
    for (const listener of listeners) listener();
  });
  expect(container.textContent).toBe('0');
  await unmount();
});
