import { beforeEach, expect, it, vi } from 'vitest';
import { codeOfError } from './error-code.ts';
import { type FaultReport, onReport } from './report-error.ts';
import { hearWorkerFaults, tellWorkerFault } from './worker-fault.ts';

/** Cache Storage as far as it is used: Node has none. */
beforeEach(() => {
  const stored = new Map<string, Map<string, Response>>();
  vi.stubGlobal('caches', {
    has: async (name: string) => stored.has(name),
    delete: async (name: string) => stored.delete(name),
    open: async (name: string) => {
      const cache = stored.get(name) ?? new Map<string, Response>();
      stored.set(name, cache);
      return {
        keys: async () => [...cache.keys()],
        match: async (url: string) => cache.get(url)?.clone(),
        put: async (url: string, response: Response) => void cache.set(url, response),
        delete: async (url: string) => cache.delete(url),
      };
    },
  });
});

function fault(i: number): Error {
  const error = new RangeError('segredo');
  error.stack = `RangeError: segredo\n    at drain${i} (https://racha.example/sw.js:1:${i})`;
  return error;
}

function listen(): FaultReport[] {
  const heard: FaultReport[] = [];
  onReport((report) => heard.push(report));
  heard.length = 0;
  return heard;
}

it('is told to the open page under its own code, and without what it said', async () => {
  const heard = listen();
  await hearWorkerFaults();
  await tellWorkerFault(fault(1));
  await vi.waitFor(() => expect(heard).toHaveLength(1));
  expect(heard[0]).toMatchObject({ place: 'service-worker', code: codeOfError(fault(1)) });
  expect(JSON.stringify(heard.map(({ error }) => (error as Error).stack))).not.toContain('segredo');
});

it('waits for the next page while none is open, the last twenty, and is told once', async () => {
  for (let i = 0; i < 25; i++) await tellWorkerFault(fault(i));
  const heard = listen();
  await hearWorkerFaults();
  expect(heard.map(({ code }) => code)).toEqual(
    Array.from({ length: 20 }, (_, i) => codeOfError(fault(i + 5))),
  );
  await hearWorkerFaults();
  expect(heard).toHaveLength(20);
});

it('keeps each of several that fail at once, also where a page is open and does not listen yet', async () => {
  await Promise.all([1, 2, 3].map((i) => tellWorkerFault(fault(i))));
  const heard = listen();
  await Promise.all([hearWorkerFaults(), hearWorkerFaults()]);
  expect(heard.map(({ code }) => code).sort()).toEqual([1, 2, 3].map((i) => codeOfError(fault(i))).sort());
});
