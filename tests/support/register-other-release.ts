/** `node --import`: this process runs as the release in OTHER_RELEASE. */
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { asReleased, type OtherRelease } from './other-release.ts';

const release = JSON.parse(process.env.OTHER_RELEASE ?? '') as OtherRelease;

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.startsWith('file:') || !loaded.source) return loaded;
    const path = fileURLToPath(url);
    const source = asReleased(path, Buffer.from(loaded.source as Uint8Array).toString(), release);
    return source === undefined ? loaded : { ...loaded, source };
  },
});
