/** The copy as a page to read: no script, nothing fetched; opened from a disk in twenty years it is still there. */
import type { MyData } from './collect-export.ts';
import { listOwnWritings } from './own-plan-words.ts';

export interface ExportWords {
  readonly language: string;
  readonly title: string;
  readonly made: string;
  readonly incomplete: string;
  readonly account: string;
  readonly devices: string;
  readonly consents: string;
  readonly group: string;
  readonly asMember: (name: string) => string;
  readonly unsent: string;
  readonly message: string;
  readonly edited: string;
  /** '': others gave the plan its name. */
  readonly inPlan: (title: string) => string;
  readonly onPlan: (title: string) => string;
  readonly when: (at: number) => string;
}

export function renderExport(data: MyData, words: ExportWords): string {
  const { server, device } = data;
  const sections = [
    ...(data.isComplete ? [] : [`<p><strong>${asHtml(words.incomplete)}</strong></p>`]),
    ...(server ? renderAccount(server, words) : []),
    ...(server?.groups ?? []).map((group) => renderGroup(group, linesOf(group, words), words)),
    ...(server
      ? []
      : device.groups.map((group) =>
          renderGroup(
            group,
            group.messages.map(({ at, text }) => line(at, words.message, text, words)),
            words,
          ),
        )),
    ...(device.unsent.length > 0
      ? [`<h2>${asHtml(words.unsent)}</h2><ul>${renderUnsent(device.unsent, words)}</ul>`]
      : []),
  ];
  return `<!doctype html>
<html lang="${asHtml(words.language)}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${asHtml(words.title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:42em;margin:2em auto;padding:0 1em}li{white-space:pre-wrap;overflow-wrap:anywhere}time{color:#666;font-size:.85em}</style>
<h1>${asHtml(words.title)}</h1><p>${asHtml(words.made)}</p>
${sections.join('\n')}
</html>
`;
}

function renderAccount({ account, consents }: NonNullable<MyData['server']>, words: ExportWords): string[] {
  const devices = account.devices.map(({ name, deviceId, madeAt }) =>
    line(madeAt, name === '' ? deviceId : name, '', words),
  );
  const answers = consents.map(({ matter, given, at }) => line(at, matter, given ? '✓' : '✗', words));
  return [
    `<h2>${asHtml(words.account)}</h2><p>${asHtml(account.accountId)}${account.email === null ? '' : ` · ${asHtml(account.email)}`}</p>`,
    `<h2>${asHtml(words.devices)}</h2><ul>${devices.join('')}</ul>`,
    ...(answers.length > 0 ? [`<h2>${asHtml(words.consents)}</h2><ul>${answers.join('')}</ul>`] : []),
  ];
}

function renderGroup(
  { groupName, memberName }: { readonly groupName: string; readonly memberName: string },
  lines: readonly string[],
  words: ExportWords,
): string {
  return `<h2>${asHtml(words.group)}: ${asHtml(groupName)}</h2><p>${asHtml(words.asMember(memberName))}</p><ul>${lines.join('')}</ul>`;
}

function renderUnsent(unsent: readonly Written[], words: ExportWords): string {
  const writings = listOwnWritings(unsent).map(({ at, title = '', text }) =>
    line(at, words.inPlan(title), text, words),
  );
  return [...unsent.filter((op) => !isWriting(op)).map((op) => lineOf(op, words)), ...writings].join('');
}

function linesOf(
  { ops, writings }: NonNullable<MyData['server']>['groups'][number],
  words: ExportWords,
): string[] {
  const said = ops.flatMap(({ op }) => (isWriting(op) ? [] : [{ at: op.at, html: lineOf(op, words) }]));
  const written = writings.map(({ at, kind, title = '', text }) => {
    const what = kind === 'comment' ? words.onPlan(title) : words.inPlan(title);
    return { at, html: line(at, what, text, words) };
  });
  return [...said, ...written].sort((a, b) => a.at - b.at).map(({ html }) => html);
}

/** It is in `writings`, as far as it has words. */
const isWriting = ({ type }: Written): boolean => /^plan[.](edited|comment-added|comment-edited)$/.test(type);

interface Written {
  readonly type: string;
  readonly at: number;
  readonly body: Readonly<Record<string, unknown>>;
}

function lineOf({ type, at, body }: Written, words: ExportWords): string {
  const { text } = body;
  if (type === 'message.sent' && typeof text === 'string') return line(at, words.message, text, words);
  if (type === 'message.edited' && typeof text === 'string') return line(at, words.edited, text, words);
  return line(at, type, JSON.stringify(body), words);
}

function line(at: number, what: string, text: string, { when }: ExportWords): string {
  return `<li><time>${asHtml(when(at))}</time> <em>${asHtml(what)}</em> ${asHtml(text)}</li>`;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const asHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '');
