/**
 * Gives the source maps of the last build to Sentry, so that what phones report can be read: one artifact bundle, in
 * chunks, as Sentry's own tools do it (`chunk-upload`, `artifactbundle/assemble`). Each file goes under the debug id that
 * the app computes for it (`observability/debug-ids.ts`); the files that are served are not touched.
 *
 *   SENTRY_ORG=… SENTRY_PROJECT=… SENTRY_AUTH_TOKEN=… [SENTRY_URL=https://sentry.example] npm run maps:upload
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { packFiles, type ZipFile } from '#client/documents/zip/write-zip.ts';
import { debugIdOf } from '#client/observability/debug-ids.ts';

export interface MapsUpload {
  /** Like `dist/client.maps`. */
  readonly folder: string;
  /** Of the Sentry server. */
  readonly url: string;
  readonly org: string;
  readonly project: string;
  readonly token: string;
  /** Between two looks at whether the server has put it together. */
  readonly waitMs?: number;
}

/** How Sentry's source bundles begin: its name for them, and the version. */
const PRELUDE = Uint8Array.from([...Buffer.from('SYSB'), 2, 0, 0, 0]);
const LOOKS_MAX = 60;

const optionsSchema = v.object({ url: v.string(), chunkSize: v.pipe(v.number(), v.minValue(1)) });
const assembledSchema = v.object({
  state: v.string(),
  missingChunks: v.optional(v.array(v.string()), []),
  detail: v.nullish(v.string()),
});

/** Returns how many scripts went, each with its map. Throws with the server's word when it does not take them. */
export async function uploadSourceMaps(upload: MapsUpload): Promise<{ release: string; scripts: number }> {
  const { folder, url, org, project, token, waitMs = 1_000 } = upload;
  const { release } = v.parse(v.object({ release: v.string() }), readJson(join(folder, 'build.json')));
  const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .sort();
  if (scripts.length === 0) throw new Error(`no scripts in ${folder}: npm run build`);
  const bundle = await bundleOf(folder, scripts, { org, project, release });

  const api = `${url.replace(/\/$/, '')}/api/0/organizations/${encodeURIComponent(org)}`;
  const ask = async (address: string, init: RequestInit): Promise<unknown> => {
    const answer = await fetch(address, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${token}` },
    });
    if (!answer.ok) throw new Error(`${new URL(address).pathname}: ${answer.status}`);
    return answer.status === 204 ? {} : answer.json().catch(() => ({}));
  };
  const options = v.parse(optionsSchema, await ask(`${api}/chunk-upload/`, {}));
  const names: string[] = [];
  const chunks = new Map<string, Uint8Array<ArrayBuffer>>();
  for (let at = 0; at < bundle.length; at += options.chunkSize) {
    const chunk = bundle.slice(at, at + options.chunkSize);
    // One that comes twice is sent once, and named twice.
    names.push(sha1(chunk));
    chunks.set(sha1(chunk), chunk);
  }
  const wanted = {
    checksum: sha1(bundle),
    chunks: names,
    projects: [project],
    version: release,
  };
  for (let look = 0; look < LOOKS_MAX; look++) {
    const body = JSON.stringify(wanted);
    const headers = { 'content-type': 'application/json' };
    const said = v.parse(
      assembledSchema,
      await ask(`${api}/artifactbundle/assemble/`, { method: 'POST', body, headers }),
    );
    if (said.state === 'ok') return { release, scripts: scripts.length };
    if (said.state === 'error') throw new Error(`not taken: ${said.detail ?? 'no reason given'}`);
    for (const name of said.missingChunks) {
      const chunk = chunks.get(name);
      if (!chunk) throw new Error('the server misses a chunk that is not of this bundle');
      const form = new FormData();
      form.set('file', new Blob([chunk]), name);
      await ask(new URL(options.url, url).href, { method: 'POST', body: form });
    }
    if (said.missingChunks.length === 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
  throw new Error('the server does not put the bundle together');
}

async function bundleOf(
  folder: string,
  scripts: readonly string[],
  about: { readonly org: string; readonly project: string; readonly release: string },
): Promise<Uint8Array<ArrayBuffer>> {
  const files: Record<string, object> = {};
  const entries: ZipFile[] = [];
  const add = (path: string, text: string, type: string, headers: Readonly<Record<string, string>>): void => {
    files[`files/_/_/${path}`] = { url: `~/${path}`, type, headers };
    entries.push({ path: `files/_/_/${path}`, content: text });
  };
  for (const script of scripts) {
    const id = debugIdOf(about.release, script);
    const map = `${basename(script)}.map`;
    // Behind the last line, where no place in the code moves.
    const code = `${readFileSync(join(folder, script), 'utf8')}\n//# debugId=${id}`;
    add(script, code, 'minified_source', { 'debug-id': id, sourcemap: map });
    const said = { ...Object(readJson(join(folder, `${script}.map`))), debug_id: id, debugId: id };
    add(`${script}.map`, JSON.stringify(said), 'source_map', { 'debug-id': id });
  }
  const manifest = { ...about, files };
  const first = { path: 'manifest.json', content: JSON.stringify(manifest) };
  const zip = await packFiles([first, ...entries], { madeAt: Date.now() });
  return new Uint8Array(await new Blob([PRELUDE, zip]).arrayBuffer());
}

const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex');

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

if (import.meta.main) {
  const { SENTRY_ORG: org, SENTRY_PROJECT: project, SENTRY_AUTH_TOKEN: token } = process.env;
  if (!org || !project || !token) {
    console.error('SENTRY_ORG, SENTRY_PROJECT and SENTRY_AUTH_TOKEN are needed');
    process.exit(1);
  }
  const url = process.env.SENTRY_URL || 'https://sentry.io';
  const { release, scripts } = await uploadSourceMaps({
    folder: 'dist/client.maps',
    url,
    org,
    project,
    token,
  });
  console.log(`${release}: ${scripts} scripts with their maps`);
}
