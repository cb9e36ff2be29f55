/**
 * This build with flags that break it where a test says. The flags are put into the sources as they are built; no line of
 * `src/` knows of them, and `scripts/check-shipped.ts` holds that none ships.
 *
 *   localStorage['racha-test.fault'] =
 *     app | screen | list | composer | card | sheet | bar     the boundary of that place throws as it draws
 *     row:<words>                                           the row that says these words
 *     evaluation                                            the app's first chunk throws as it is loaded
 *     root                                                  what stands outside of all boundaries throws
 *     migration:<k>                                         the database's upgrade fails at its k-th row
 *
 * A change is felt at the next drawing; the event `racha-test.fault` on the window draws what is there once more.
 */
export const FAULT_KEY = 'racha-test.fault';

const READ = `localStorage.getItem('${FAULT_KEY}')`;

/** Undefined: not one of the files that differ. Throws when a file changed its shape. */
export function withFaultFlags(path: string, source: string): string | undefined {
  for (const [end, change] of Object.entries(CHANGES)) if (path.endsWith(end)) return change(source);
  return undefined;
}

const CHANGES: Readonly<Record<string, (source: string) => string>> = {
  '/src/client/boundaries/boundary.tsx': (source) =>
    `import { useSyncExternalStore as useFlag } from 'react';\n${replaced(
      source,
      '      {children}\n',
      '      <InjectedFault place={place} about={children} />\n      {children}\n',
    )}${INJECTED_FAULT}`,
  '/src/client/app/main.tsx': (source) =>
    replaced(
      source,
      '\nconst STOPPED',
      `\nif (${READ} === 'evaluation') throw new Error('injected');\nconst STOPPED`,
    ),
  '/src/client/app/app.tsx': (source) =>
    replaced(
      source,
      '  return (\n    <I18nextProvider',
      `  if (${READ} === 'root') throw new Error('injected');\n  return (\n    <I18nextProvider`,
    ),
  '/src/client/store/migrations.ts': (source) => replaced(source, /\n\];/, FAILING_MIGRATION),
  '/src/worker/sw.ts': (source) => `${source}${THROWING_WORKER}`,
};

const INJECTED_FAULT = `
function InjectedFault({ place, about }) {
  const flag = useFlag(
    (again) => {
      addEventListener('${FAULT_KEY}', again);
      return () => removeEventListener('${FAULT_KEY}', again);
    },
    () => ${READ},
  );
  const [where, words] = (flag ?? '').split(':');
  const said = about?.props?.message?.text ?? about?.props?.expense?.description ?? about?.props?.group?.name;
  if (where === place && (words === undefined || words === said)) throw new Error('injected');
  return null;
}
`;

const FAILING_MIGRATION = `
  {
    version: 1_000,
    stores: { later: 'id' },
    upgrade: async (tx) => {
      const [where, step] = (${READ} ?? '').split(':');
      let rows = 0;
      await tx.table('messages').toCollection().modify((row) => {
        rows += 1;
        if (where === 'migration' && rows === Number(step)) throw new Error('injected');
        row.rewritten = true;
      });
    },
  },
];`;

const THROWING_WORKER = `
self.addEventListener('message', (event) => {
  if (event.data === '${FAULT_KEY}') setTimeout(() => { throw new RangeError('injected'); });
});
`;

function replaced(source: string, pattern: string | RegExp, by: string): string {
  const result = source.replace(pattern, () => by);
  if (result === source) throw new Error(`nothing like ${pattern} to replace: fault-flags.ts is out of date`);
  return result;
}
