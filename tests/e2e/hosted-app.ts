/**
 * The app's files as a host has them, in a folder of the test's own: releases come and go in it as builds would make
 * them, and a file can be broken or lost. The server reads it live.
 */
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepReleases } from '../../scripts/keep-releases.ts';
import { PREVIOUS } from '../support/other-release.ts';
import { buildAs, type OtherBuild } from './build-as.ts';
import type { Racha } from './fixtures.ts';

const BUILT = 'dist/client';

export class HostedApp {
  readonly folder: string;
  readonly #racha: Racha;

  private constructor(racha: Racha) {
    this.#racha = racha;
    this.folder = join(racha.server.dataDir, 'client');
  }

  /** Serves this build, or that of the release before it. */
  static async serve(racha: Racha, which: 'current' | 'previous' = 'current'): Promise<HostedApp> {
    const app = new HostedApp(racha);
    app.#install(which === 'current' ? BUILT : buildAs(PREVIOUS));
    await racha.server.restart({ CLIENT_DIR: app.folder });
    return app;
  }

  /** The host updates from the release before to this build. */
  update(): void {
    this.#install(BUILT);
  }

  /** The host installs another release, whole; undefined: this build again. */
  become(release: OtherBuild | undefined): void {
    this.#install(release ? buildAs(release) : BUILT);
  }

  /** Another release: every chunk has another name, and the worker another list. `tag`: two letters of its own. */
  release(tag: string): void {
    const assets = join(this.folder, 'assets');
    // What a build would have made; those before it are laid under it again below.
    const newest = readFileSync(join(this.folder, 'sw.js'), 'utf8');
    for (const file of readdirSync(assets)) if (!newest.includes(plainName(file))) rmSync(join(assets, file));
    const names = new Map(
      readdirSync(assets).flatMap((file) => (/\.(js|css)$/.test(file) ? [[file, renamed(file, tag)]] : [])),
    );
    for (const file of listFiles(this.folder)) {
      if (/\.(br|gz)$/.test(file)) rmSync(file);
      else if (/\.(js|css|html)$/.test(file)) rewrite(file, names, tag);
    }
    for (const [from, to] of names) renameSync(join(assets, from), join(assets, to));
    keepReleases(this.folder);
  }

  /** As if no release had this screen's chunk any more. */
  loseChunks(name: string): void {
    for (const file of readdirSync(join(this.folder, 'assets')))
      if (file.startsWith(`${name}-`)) rmSync(join(this.folder, 'assets', file));
  }

  /** The worker's file becomes this. */
  shipWorker(source: string): void {
    this.#dropCopies('sw.js');
    writeFileSync(join(this.folder, 'sw.js'), source);
  }

  /** As an operator does it. Restarts the server. */
  async withdrawWorker(): Promise<void> {
    await this.#racha.server.restart({ WITHDRAW_WORKER: 'true' });
  }

  #install(built: string): void {
    if (existsSync(this.folder)) rmSync(this.folder, { recursive: true });
    cpSync(built, this.folder, { recursive: true });
    keepReleases(this.folder);
  }

  #dropCopies(file: string): void {
    for (const copy of ['br', 'gz']) rmSync(join(this.folder, `${file}.${copy}`), { force: true });
  }
}

const plainName = (file: string): string => file.replace(/\.(br|gz)$/, '');

/** `settings-screen-DtVVlEBU.js` → `settings-screen-DtVVlEab.js`. */
function renamed(file: string, tag: string): string {
  return file.replace(/.{2}(\.\w+)$/, `${tag}$1`);
}

function rewrite(file: string, names: ReadonlyMap<string, string>, tag: string): void {
  let text = readFileSync(file, 'utf8');
  for (const [from, to] of names) text = text.replaceAll(from, to);
  // The page differs too, or the worker would keep the one it has.
  text = text.replace(/("revision":"[0-9a-f]+)/g, `$1${tag}`);
  writeFileSync(file, text);
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
