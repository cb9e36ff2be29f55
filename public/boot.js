// Runs before the first paint, as a file of its own because the page allows no inline script.
// Theme and language as chosen last, and a watchdog: a page that stays blank says so and offers a way out (src/rescue).
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

  // A page that stays blank, or goes blank, says so: first with the words it brought along, then with the rescue page.
  // A slow phone on a slow link is not a failure: only what is still empty after this is, or what our own code broke.
  const blankAfterMs = 30000;
  const brokenAfterMs = 2000;
  const errors = [];
  let isRescuing = false;
  const isBlank = () => document.getElementById('root')?.childElementCount === 0;

  const rescue = async () => {
    const notice = document.getElementById('boot-failed');
    if (isRescuing || !notice || !isBlank()) return;
    isRescuing = true;
    notice.hidden = false;
    try {
      const { showRescue } = await import('/rescue.js');
      showRescue(notice, errors);
    } catch {
      // Not to be had: the plain words stand.
    }
  };

  setTimeout(rescue, blankAfterMs);
  addEventListener(
    'error',
    (event) => {
      const source = event.target;
      if (source instanceof HTMLScriptElement && source.type === 'module') return rescue();
      // What an extension throws is nobody's failure.
      if (!event.filename?.startsWith(location.origin)) return;
      errors.push(event.error);
      setTimeout(rescue, brokenAfterMs);
    },
    true,
  );
  addEventListener('racha:stopped', (event) => {
    errors.push(event.detail);
    rescue();
  });
  addEventListener('DOMContentLoaded', () => {
    const app = document.getElementById('root');
    if (!app) return;
    // It came after all.
    new MutationObserver(() => {
      if (isRescuing && !isBlank()) document.getElementById('boot-failed').hidden = true;
      isRescuing = false;
    }).observe(app, { childList: true });
  });
})();
