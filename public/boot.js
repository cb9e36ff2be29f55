// Runs before the first paint, as a file of its own because the page allows no inline script.
// Theme and language as chosen last, and a watchdog: a page that stays blank says so and offers a way out.
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem('racha.theme');
    if (theme === 'light' || theme === 'dark') {
      root.dataset.theme = theme;
      const color = theme === 'dark' ? '#141210' : '#faf8f5';
      for (const meta of document.querySelectorAll('meta[name="theme-color"]')) meta.content = color;
    }
    const language = localStorage.getItem('racha.language');
    if (language) root.lang = language;
  } catch {
    // Storage denied: the system's theme and the page's language stand; the app says the rest.
  }

  // A slow phone on a slow link is not a failure: only a page still empty after this is.
  const blankAfterMs = 30000;
  const reveal = () => {
    const app = document.getElementById('root');
    const notice = document.getElementById('boot-failed');
    if (app && notice && app.childElementCount === 0) notice.hidden = false;
  };
  setTimeout(reveal, blankAfterMs);
  addEventListener(
    'error',
    (event) => {
      const source = event.target;
      if (source instanceof HTMLScriptElement && source.type === 'module') reveal();
    },
    true,
  );
})();
