/**
 * The page for when nothing could be drawn: no React, no Dexie, nothing of the app's chunks. `public/boot.js` fetches this
 * file (built by itself, precached with the others) when the page stays blank or the app's code breaks before it draws.
 *
 *   says that nothing is lost, and how much waits
 *   Recarregar · Baixar o que não foi enviado · Baixar o app de novo · Copiar detalhes
 *
 * Made of elements and text only: the page's policy takes no markup and no inline style sheet.
 */
import { codeOfError, describeError } from '#client/observability/error-code.ts';
import { fetchAnew } from './fetch-anew.ts';
import { readUnsent } from './read-unsent.ts';
import { type Say, speak } from './rescue-words.ts';

/** `errors`: what was heard of before, oldest first. */
export function showRescue(host: HTMLElement, errors: readonly unknown[]): void {
  const { language, say } = speak(readStored('racha.language'), navigator.languages);
  document.documentElement.lang = language;
  document.title = say('title');
  addStyles();
  const [first] = errors;
  const said = element('p', '', { className: 'said', role: 'status' });
  const waiting = element('p', say('looking'), { role: 'status' });
  const saving = element('div', '', { className: 'actions' });
  const title = element('h1', say('title'), { tabIndex: -1 });
  host.replaceChildren(
    element('main', [
      title,
      element('p', say('kept')),
      waiting,
      element(
        'div',
        [
          button(say('reload'), 'primary', () => location.reload()),
          saving,
          button(say('reset'), 'quiet', () => replaceFiles(said, say)),
        ],
        { className: 'actions' },
      ),
      element('p', say('resetText'), { className: 'note' }),
      said,
      element('p', [text(`${say('help')} `), element('span', say('code', { code: codeOfError(first) }))], {
        className: 'note',
      }),
      button(say('copy'), 'text', async () => {
        said.textContent = say((await copy(details(errors))) ? 'copied' : 'copyFailed');
      }),
    ]),
  );
  host.hidden = false;
  title.focus();
  void offerUnsent(waiting, saving, said, say);
}

async function offerUnsent(waiting: Element, saving: Element, said: Element, say: Say): Promise<void> {
  try {
    const { count, sealed, file } = await readUnsent(indexedDB, sessionStorage);
    const told = [
      ...(count > 0 ? [say('unsent', { count })] : []),
      ...(sealed > 0 ? [say('sealed', { count: sealed })] : []),
    ];
    waiting.textContent = told.join(' ') || say('nothing');
    if (count === 0) return;
    saving.append(
      button(say('export'), 'quiet', () => {
        saveFile('racha.json', file);
        said.textContent = say('exported');
      }),
    );
  } catch {
    waiting.textContent = say('unreadable');
  }
}

async function replaceFiles(said: Element, say: Say): Promise<void> {
  said.textContent = say('resetting');
  const reset = await fetchAnew();
  if (reset === 'done') location.reload();
  else said.textContent = say(reset === 'offline' ? 'resetOffline' : 'resetFailed');
}

/** Names and places in the code, never what an error says. */
function details(errors: readonly unknown[]): string {
  return [
    `Racha ${__RACHA_VERSION__} rescue`,
    `${location.pathname.split('/')[1] || 'grupos'} · ${navigator.language} · ${innerWidth}×${innerHeight}`,
    navigator.userAgent,
    ...errors.flatMap((error) => {
      const { name, frames } = describeError(error);
      return [`${codeOfError(error)} ${name}`, ...frames];
    }),
  ].join('\n');
}

function copy(text: string): Promise<boolean> {
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}

function saveFile(name: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
  element('a', '', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function addStyles(): void {
  document.head.append(element('link', '', { rel: 'stylesheet', href: '/rescue.css' }));
}

function button(name: string, className: string, press: () => unknown): HTMLButtonElement {
  const made = element('button', name, { type: 'button', className });
  made.addEventListener('click', () => void press());
  return made;
}

function element<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  content: string | readonly Node[],
  fields: Partial<HTMLElementTagNameMap[T]> = {},
): HTMLElementTagNameMap[T] {
  const made = Object.assign(document.createElement(tag), fields);
  made.append(...(typeof content === 'string' ? [content] : content));
  return made;
}

const text = (content: string): Text => document.createTextNode(content);

function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
