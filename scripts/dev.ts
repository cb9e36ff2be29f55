/** `npm run dev`: the server, restarted when its sources change, and Vite with hot reload in front of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const serverPort = process.env.PORT ?? '3000';

const children: ChildProcess[] = [
  start(
    process.execPath,
    ['--watch-path=src/server', '--watch-path=src/domain', '--watch-path=src/protocol', 'src/server/main.ts'],
    {
      PUBLIC_ORIGIN: 'http://localhost:5173',
    },
  ),
  start(join(root, 'node_modules/.bin/vite'), ['--port', '5173'], {
    RACHA_DEV_SERVER: `http://127.0.0.1:${serverPort}`,
  }),
];
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop(signal));
for (const child of children) child.once('exit', () => stop('SIGTERM'));

function start(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  return spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
}

function stop(signal: NodeJS.Signals): void {
  for (const child of children) child.kill(signal);
}
