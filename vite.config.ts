/**
 * The web app's build: dist/client, ready to be served as it stands. Every text file also lies there compressed
 * (.br, .gz), so that the server spends no time on it; the service worker precaches every chunk.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import packageJson from './package.json' with { type: 'json' };
import { releasesKept } from './scripts/keep-releases.ts';
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

/** Where `npm run dev` finds the sync server. */
const devServer = process.env.RACHA_DEV_SERVER ?? 'http://localhost:3000';

export default defineConfig({
  define: { __RACHA_VERSION__: JSON.stringify(packageJson.version) },
  resolve: {
    // Dexie's default entry wraps its ES5 build; the modern one says the same in fewer bytes.
    alias: { dexie: 'dexie/dist/modern/dexie.min.mjs' },
  },
  build: {
    outDir: 'dist/client',
    // For the size budget.
    manifest: true,
    // What the budget and the service worker count is what is there, without inlined copies.
    assetsInlineLimit: 0,
    target: ['chrome107', 'safari16', 'firefox104'],
    rolldownOptions: { output: { codeSplitting: { groups: FIRST_SCREEN } } },
    // A preload helper for every chunk costs more than the one round trip it saves from the precache.
    modulePreload: { polyfill: false },
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
        globPatterns: ['**/*.{js,css,html,svg,png,webmanifest}'],
        globIgnores: ['screenshots/**', 'kill-switch.js'],
        maximumFileSizeToCacheInBytes: 2_000_000,
      },
      devOptions: { enabled: false },
    }),
    wordsNamed(),
    compressed(),
    releasesKept(),
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
          const [, language] = /words-([a-z-]+?)-[\w-]{8}\.js$/.exec(file) ?? [];
          if (language === undefined) return [];
          const attrs = { name: 'racha-words', content: `/${file}`, 'data-language': language };
          return [{ tag: 'meta', attrs, injectTo: 'head-prepend' as const }];
        }),
    },
  };
}

/** Below this a compressed copy costs more in headers and files than it saves. */
const COMPRESS_FROM_BYTES = 1024;

function compressed(): Plugin {
  let folder = '';
  return {
    name: 'racha:compressed',
    apply: 'build',
    enforce: 'post',
    configResolved: (config) => {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      order: 'post',
      // After the service worker is written, which happens in a closeBundle of its own.
      sequential: true,
      handler() {
        for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
          if (!entry.isFile() || !/\.(js|css|html|svg|webmanifest|json)$/.test(entry.name)) continue;
          compress(join(entry.parentPath, entry.name));
        }
      },
    },
  };
}

function compress(path: string): void {
  const content = readFileSync(path);
  if (content.length < COMPRESS_FROM_BYTES) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  writeFileSync(`${path}.br`, brotliCompressSync(content, { params }));
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
}
