// @vitest-environment happy-dom
import { I18nextProvider } from 'react-i18next';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SessionContext } from '#client/session/session-context.ts';
import type { Reader } from '#client/store/read-types.ts';
import type { Engine, EngineStatus } from '#client/sync/engine-types.ts';
import { engineStatus } from '#tests/support/engine-status.ts';
import { loadPortuguese } from '#tests/support/pt-br.ts';
import { change, renderDom } from '#tests/support/render-dom.tsx';
import { ConnectionBar } from './connection-bar.tsx';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function open() {
  let status = engineStatus();
  const listeners = new Set<() => void>();
  let tries = 0;
  const engine = {
    status: () => status,
    tryNow: () => {
      tries += 1;
    },
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
    tries: () => tries,
    countsDown: () => container.querySelector('[role="timer"]'),
    button: () => container.querySelector('button'),
    region: () => container.querySelector('[role="status"]'),
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

it('counts down beside the region that is read out, and “try now” tries', async () => {
  const { says, become, pass, countsDown, region, button, tries, unmount } = await open();
  const retryAt = Date.now() + 8_000;
  await become({ connection: { name: 'offline', retryAt, attempt: 4, cause: 'unreachable' } });
  await pass(0);
  expect(countsDown()?.textContent).toBe('Tentando de novo em 8 s');
  await pass(3_000);
  expect(countsDown()?.textContent).toBe('Tentando de novo em 5 s');
  const away = (ms: number) =>
    ({ name: 'offline', retryAt: Date.now() + ms, attempt: 4, cause: 'unreachable' }) as const;
  await become({ connection: away(89_000) });
  await pass(0);
  expect(countsDown()?.textContent).toBe('Tentando de novo em 89 s');
  await become({ connection: away(600_000) });
  await pass(0);
  expect(countsDown()?.textContent).toBe('Tentando de novo em 10 min');
  // What a screen reader reads out has not changed with the seconds.
  expect(says()).toBe('Sem conexão');
  expect(region()?.contains(countsDown())).toBe(false);
  await change(() => button()?.click());
  expect(tries()).toBe(1);
  await unmount();
});

it('says of the next try only that it is under way, and no other word comes and goes with it', async () => {
  const { says, become, pass, countsDown, unmount } = await open();
  const offline = { name: 'offline', retryAt: Date.now() + 1_000, attempt: 1, cause: 'unreachable' } as const;
  await become({ connection: offline });
  await pass(0);
  await become({ connection: { name: 'connecting' }, queued: 2 });
  await pass(30_000);
  expect(says()).toBe('Sem conexão · 2 na fila');
  expect(countsDown()?.textContent).toBe('Tentando agora…');
  await become({ connection: { name: 'online' }, queued: 0 });
  await pass(0);
  expect(says()).toBe('Tudo em dia');
  expect(countsDown()).toBeNull();
  await unmount();
});

it('counts down to a server that has one wait, by its own word, and to nothing that time does not end', async () => {
  const { says, become, pass, countsDown, unmount } = await open();
  const retryAt = Date.now() + 20_000;
  await become({ connection: { name: 'waiting', kind: 'busy', retryAt }, queued: 1 });
  await pass(0);
  expect(says()).toBe('O servidor está ocupado · tudo guardado');
  expect(countsDown()?.textContent).toBe('Tentando de novo em 20 s');
  await become({ connection: { name: 'online' }, held: 'healing', heldUntil: Date.now() + 5_000 });
  await pass(1_000);
  expect(countsDown()?.textContent).toBe('Tentando de novo em 4 s');
  await become({ held: 'approval', heldUntil: null });
  await pass(0);
  expect(says()).toBe('Falta aprovarem sua entrada · tudo guardado');
  expect(countsDown()).toBeNull();
  await unmount();
});

it('a clock that is set meanwhile changes nothing of the countdown', async () => {
  const { become, pass, countsDown, unmount } = await open();
  const retryAt = Date.now() + 8_000;
  await become({ connection: { name: 'offline', retryAt, attempt: 4, cause: 'unreachable' } });
  await pass(0);
  vi.setSystemTime(Date.now() - 3_600_000);
  await pass(2_000);
  expect(countsDown()?.textContent).toBe('Tentando de novo em 6 s');
  await unmount();
});
