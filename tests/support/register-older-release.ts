/** `node --import`: this process runs as the release in OLDER_RELEASE. */
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { asReleased, type OlderRelease } from './older-release.ts';

const release = JSON.parse(process.env.OLDER_RELEASE ?? '') as OlderRelease;

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.startsWith('file:') || !loaded.source) return loaded;
    const path = fileURLToPath(url);
    const source = asReleased(path, Buffer.from(loaded.source as Uint8Array).toString(), release);
    return source === undefined ? loaded : { ...loaded, source };
  },
});
