/** Put in by the build (`define` in vite.config.ts). */
declare const __RACHA_VERSION__: string;
/** Differs with what was built: 8 hex digits. */
declare const __RACHA_BUILD__: string;
