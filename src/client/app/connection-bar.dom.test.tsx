// @vitest-environment happy-dom
import { I18nextProvider } from 'react-i18next';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SessionContext } from '#client/session/session-context.ts';
import type { Reader } from '#client/store/read-types.ts';
import type { Engine, EngineStatus } from '#client/sync/engine-types.ts';
import { loadPortuguese } from '#tests/support/pt-br.ts';
import { change, renderDom } from '#tests/support/render-dom.tsx';
import { ConnectionBar } from './connection-bar.tsx';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function open() {
  let status: EngineStatus = {
    connection: { name: 'online' },
    queued: 0,
    held: null,
    tray: 0,
    receiving: false,
    leader: true,
    storage: 'ok',
  };
  const listeners = new Set<() => void>();
  const engine = {
    status: () => status,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as Engine;
  const { container, unmount } = await renderDom(
    <I18nextProvider i18n={await loadPortuguese()}>
      <SessionContext value={{ engine, reader: {} as Reader }}>
        <ConnectionBar />
      </SessionContext>
    </I18nextProvider>,
  );
  return {
    unmount,
    says: () => container.querySelector('[role="status"][aria-label="Conexão"]')?.textContent,
    become: (next: Partial<EngineStatus>) =>
      change(() => {
        status = { ...status, ...next };
        for (const listener of listeners) listener();
      }),
    pass: (ms: number) => change(() => void vi.advanceTimersByTime(ms)),
  };
}

it('says nothing of a message that is sent at once', async () => {
  const { says, become, pass, unmount } = await open();
  await become({ queued: 1 });
  await pass(300);
  await become({ queued: 0 });
  await pass(5_000);
  expect(says()).toBe('');
  await unmount();
});

it('tells the loss of the connection, the replay, and the end of it, which fades', async () => {
  const { says, become, pass, unmount } = await open();
  await become({ connection: { name: 'offline', retryAt: null, attempt: 1, cause: 'unreachable' } });
  await pass(0);
  expect(says()).toBe('Sem conexão');
  await become({ queued: 3 });
  await pass(0);
  expect(says()).toBe('Sem conexão · 3 na fila');
  await become({ connection: { name: 'online' } });
  await pass(0);
  expect(says()).toBe('Enviando…');
  await become({ queued: 0 });
  await pass(0);
  expect(says()).toBe('Tudo em dia');
  await pass(2_000);
  expect(says()).toBe('');
  await unmount();
});

it('“Tudo em dia” fades also when something passes meanwhile that is too short to be said', async () => {
  const { says, become, pass, unmount } = await open();
  await become({ connection: { name: 'offline', retryAt: null, attempt: 1, cause: 'unreachable' } });
  await pass(0);
  await become({ connection: { name: 'online' } });
  await pass(0);
  expect(says()).toBe('Tudo em dia');
  await become({ queued: 1 });
  await pass(100);
  await become({ queued: 0 });
  await pass(2_000);
  expect(says()).toBe('');
  await unmount();
});
