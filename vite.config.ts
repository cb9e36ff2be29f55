/**
 * The web app's build: dist/client, ready to be served as it stands. Every text file also lies there compressed
 * (.br, .gz), so that the server spends no time on it; the service worker precaches every chunk.
 */
import { join } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import packageJson from './package.json' with { type: 'json' };
import { afterBuild } from './scripts/after-build.ts';
import { buildId } from './scripts/build-id.ts';
import { rescueBuilt } from './scripts/build-rescue.ts';
import { compressBuild } from './scripts/compress-build.ts';
import { keepReleases } from './scripts/keep-releases.ts';
import { setMapsAside } from './scripts/set-maps-aside.ts';
import { sbomWritten } from './scripts/write-sbom.ts';
import { manifest } from './src/client/app/manifest.ts';

/**
 * What the first screen needs, as two files instead of twenty: one that changes with our dependencies, one with
 * our code. Screens, the menu, the socket and each language stay files of their own, loaded when used.
 */
const FIRST_SCREEN = [
  { name: 'vendor', tags: ['$initial' as const], test: /node_modules/ },
  { name: 'app', tags: ['$initial' as const] },
];

/**
 * What people need in their first minute, before the worker has kept the app: fetched with all it imports at once. The lists of
 * what the other screens import would be a tenth of the first screen's own code, to save a round trip from the precache.
 */
const FIRST_MINUTE =
  /\/(acts|connection-loop|conversation-screen|create-group-sheet|invite-screen|members-screen|socket-transport)-[^/]*$/;

const ALREADY_HERE = /\/(index|rolldown-runtime|vendor)-[^/]*$/;

/** Where `npm run dev` finds the sync server. */
const devServer = process.env.RACHA_DEV_SERVER ?? 'http://localhost:3000';

const build = buildId(import.meta.dirname);
const DEFINE = {
  __RACHA_VERSION__: JSON.stringify(packageJson.version),
  __RACHA_BUILD__: JSON.stringify(build),
  // What Sentry's SDK would print, and what it would measure.
  __SENTRY_DEBUG__: 'false',
  __SENTRY_TRACING__: 'false',
};

export default defineConfig({
  define: DEFINE,
  resolve: {
    // Dexie's default entry wraps its ES5 build; the modern one says the same in fewer bytes.
    alias: {
      dexie: 'dexie/dist/modern/dexie.min.mjs',
      // Markdown is written in a worker too; the other entry asks a document, and none is there.
      'decode-named-character-reference': join(
        import.meta.dirname,
        'node_modules/decode-named-character-reference/index.js',
      ),
    },
  },
  // Chunks of their own, loaded when used: one writer of files is not the others.
  worker: { format: 'es' },
  build: {
    outDir: 'dist/client',
    // For the size budget.
    manifest: true,
    // What the budget and the service worker count is what is there, without inlined copies.
    assetsInlineLimit: 0,
    target: ['chrome107', 'safari16', 'firefox104'],
    rolldownOptions: {
      output: {
        codeSplitting: { groups: FIRST_SCREEN },
        // The first screen names two hundred of them, and nothing compresses a hash. 42 bits tell builds apart, and fewer the bundler does not take.
        chunkFileNames: 'assets/[name]-[hash:7].js',
      },
    },
    modulePreload: {
      polyfill: false,
      resolveDependencies: (file, imported, { hostType }) =>
        hostType === 'html'
          ? imported
          : imported.filter((chunk) => FIRST_MINUTE.test(file) && !ALREADY_HERE.test(chunk)),
    },
    // No file names its map, and none is served: `scripts/set-maps-aside.ts`.
    sourcemap: 'hidden',
    reportCompressedSize: false,
  },
  plugins: [
    react(),
    tailwindcss(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/worker',
      filename: 'sw.ts',
      // Never `autoUpdate`: it reloads open tabs, and what is being typed in them goes with it.
      registerType: 'prompt',
      injectRegister: false,
      manifest,
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,svg,png,webmanifest,woff}'],
        // What reports errors is kept by who reports: `src/worker/keep-reporter.ts`.
        globIgnores: ['screenshots/**', 'kill-switch.js', 'assets/sentry-*'],
        maximumFileSizeToCacheInBytes: 2_000_000,
      },
      devOptions: { enabled: false },
    }),
    wordsNamed(),
    rescueBuilt(DEFINE),
    // In this order: no map is compressed, and what is kept is compressed already.
    afterBuild('maps-aside', (folder) => setMapsAside(folder, `racha@${packageJson.version}+${build}`)),
    // Seconds of processor time that no test of another release asks for.
    afterBuild('compressed', (folder, { mode }) => mode === 'production' && compressBuild(folder)),
    afterBuild('releases-kept', keepReleases),
    sbomWritten(),
  ],
  server: {
    proxy: {
      '/api': devServer,
      '/sync': devServer,
      '/socket.io': { target: devServer, ws: true },
    },
  },
});

/**
 * Tells `public/boot.js` the file of each language, so that the one this person reads is fetched along with the
 * code and not after it: one round trip less before the first words.
 */
function wordsNamed(): Plugin {
  return {
    name: 'racha:words-named',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) =>
        Object.keys(bundle).flatMap((file) => {
          const [, language] = /words-([a-z-]+?)-[\w-]{7}\.js$/.exec(file) ?? [];
          if (language === undefined) return [];
          const attrs = { name: 'racha-words', content: `/${file}`, 'data-language': language };
          return [{ tag: 'meta', attrs, injectTo: 'head-prepend' as const }];
        }),
    },
  };
}
