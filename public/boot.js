// Runs before the first paint, as a file of its own because the page allows no inline script.
// Theme and language as chosen last, and a watchdog: a page that stays blank says so and offers a way out.
(() => {
  const root = document.documentElement;
  let chosen = null;
  try {
    const theme = localStorage.getItem('racha.theme');
    if (theme === 'light' || theme === 'dark') {
      root.dataset.theme = theme;
      const color = theme === 'dark' ? '#141210' : '#faf8f5';
      for (const meta of document.querySelectorAll('meta[name="theme-color"]')) meta.content = color;
    }
    chosen = localStorage.getItem('racha.language');
    if (chosen) root.lang = chosen;
  } catch {
    // Storage denied: the system's theme and the page's language stand; the app says the rest.
  }

  // The words are fetched along with the code. A wrong guess costs one small file.
  const files = [...document.querySelectorAll('meta[name="racha-words"]')];
  for (const wanted of [chosen, ...navigator.languages, 'pt-BR']) {
    const language = wanted?.toLowerCase();
    const meta = files.find(({ dataset }) => language?.split('-')[0] === dataset.language.split('-')[0]);
    if (!meta) continue;
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = meta.content;
    document.head.append(link);
    break;
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
