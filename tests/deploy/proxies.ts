/**
 * The proxies as `deploy/` configures them: the real programs on free ports, with a certificate of our own for
 * racha.example. Only ports and certificate are put in; every other line is the shipped one.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '#tests/support/free-port.ts';

export const HOST = 'racha.example';
export type ProxyName = 'nginx' | 'caddy';

export interface RunningProxy extends AsyncDisposable {
  readonly httpPort: number;
  readonly httpsPort: number;
  /** PEM, to trust. */
  readonly certificate: string;
}

const START_MAX_MS = 20_000;
const shipped = (file: string): string =>
  readFileSync(fileURLToPath(new URL(`../../deploy/${file}`, import.meta.url)), 'utf8');

/** In front of the server at `port` of the loopback. */
export async function startProxy(name: ProxyName, port: number): Promise<RunningProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'racha-proxy-'));
  const [httpPort, httpsPort] = [await freePort(), await freePort()];
  const pem = makeCertificate(folder);
  const ports = { port, httpPort, httpsPort };
  const child = name === 'nginx' ? startNginx(folder, ports) : startCaddy(folder, ports);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-5_000);
    });
  }
  // Not SIGKILL: nginx's workers would outlive their master and keep the ports.
  const end = (): void => {
    child.kill('SIGTERM');
  };
  process.once('exit', end);
  const deadline = performance.now() + START_MAX_MS;
  while (!((await isOpen(httpsPort)) && (await isOpen(httpPort)))) {
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`${name}:\n${output}`);
    await wait(20);
  }
  return {
    httpPort,
    httpsPort,
    certificate: pem,
    [Symbol.asyncDispose]: async () => {
      process.off('exit', end);
      if (child.exitCode === null) {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Ports {
  readonly port: number;
  readonly httpPort: number;
  readonly httpsPort: number;
}

function startNginx(folder: string, { port, httpPort, httpsPort }: Ports): ChildProcess {
  const site = put(shipped('nginx.conf'), [
    ['server 127.0.0.1:3000;', `server 127.0.0.1:${port};`],
    ['listen 80;', `listen 127.0.0.1:${httpPort};`],
    ['listen [::]:80;', ''],
    ['listen 443 ssl http2;', `listen 127.0.0.1:${httpsPort} ssl http2;`],
    ['listen [::]:443 ssl http2;', ''],
    [`/etc/letsencrypt/live/${HOST}/fullchain.pem`, join(folder, 'cert.pem')],
    [`/etc/letsencrypt/live/${HOST}/privkey.pem`, join(folder, 'key.pem')],
  ]);
  writeFileSync(join(folder, 'site.conf'), site);
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(folder, kind)};`,
  );
  const main = [
    ...(process.getuid?.() === 0 ? ['user root;'] : []),
    `pid ${join(folder, 'pid')}; error_log stderr;`,
    'events { worker_connections 4096; }',
    `http { ${paths.join(' ')} include ${join(folder, 'site.conf')}; }`,
  ];
  writeFileSync(join(folder, 'nginx.conf'), main.join('\n'));
  return spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;']);
}

function startCaddy(folder: string, { port, httpPort, httpsPort }: Ports): ChildProcess {
  const config = put(shipped('Caddyfile'), [
    ['\tservers {', `\tadmin off\n\thttp_port ${httpPort}\n\thttps_port ${httpsPort}\n\tservers {`],
    [`\n${HOST} {`, `\n${HOST} {\n\ttls ${join(folder, 'cert.pem')} ${join(folder, 'key.pem')}`],
    ['reverse_proxy 127.0.0.1:3000', `reverse_proxy 127.0.0.1:${port}`],
  ]);
  const path = join(folder, 'Caddyfile');
  writeFileSync(path, config);
  const home = join(folder, 'home');
  mkdirSync(home);
  return spawn('caddy', ['run', '--config', path, '--adapter', 'caddyfile'], {
    env: { PATH: process.env.PATH, HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home },
  });
}

/** Each line must be there, once: a changed config is noticed here and not by a test that proves nothing. */
function put(text: string, changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((changed, [from, to]) => {
    const parts = changed.split(from);
    if (parts.length !== 2) throw new Error(`the shipped config has no "${from}"`);
    return parts.join(to);
  }, text);
}

function makeCertificate(folder: string): string {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', cert], {
    stdio: 'ignore',
  });
  return readFileSync(cert, 'utf8');
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
