/** Put in by the build (`define` in vite.config.ts). */
declare const __RACHA_VERSION__: string;
