/** Light, dark, or as the system says. `public/boot.js` reads the same key before the first paint. */

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const THEME_KEY = 'racha.theme';
/** `--ground` of each theme: the colour of the browser's own bars. */
const GROUND = { light: '#faf8f5', dark: '#141210' } as const;

export function readTheme(): Theme {
  try {
    const stored = localStorage.getItem(THEME_KEY);
    return THEMES.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system';
  }
}

export function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    meta.content =
      theme === 'system' ? GROUND[meta.media.includes('dark') ? 'dark' : 'light'] : GROUND[theme];
  }
  try {
    localStorage.setItem(THEME_KEY, theme);
  } catch {
    // Storage denied: the choice holds until the app is closed.
  }
}
