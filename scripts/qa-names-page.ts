/** `docs/qa-names.md`: the accessible names QA may rely on, read from the locales, in the three languages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Screen → [role, locale slice and key]. A name that changes is a change of this contract: it shows in the diff. */
const CONTRACT: Readonly<Record<string, readonly (readonly [role: string, key: string])[]>> = {
  Everywhere: [
    ['link', 'shell:skip'],
    ['status', 'shell:connection.label'],
    ['status', 'shell:update.label'],
    ['button', 'shell:update.apply'],
    ['region', 'shell:notices'],
    ['button', 'shell:undo'],
  ],
  'Navigation (`/`, `/fila`, `/ajustes`)': [
    ['navigation', 'shell:nav.label'],
    ['link', 'shell:nav.groups'],
    ['link', 'shell:nav.queue'],
    ['link', 'shell:nav.settings'],
  ],
  'First minute (`/` without a name)': [
    ['heading', 'onboarding:hello'],
    ['textbox', 'onboarding:title'],
    ['button', 'onboarding:continue'],
  ],
  'Invite (`/entrar#…`)': [
    ['textbox', 'onboarding:title'],
    ['button', 'onboarding:invite.join'],
    ['heading', 'onboarding:invite.bad'],
  ],
  'Groups (`/`)': [
    ['list', 'groups:list'],
    ['button', 'groups:newLabel'],
    ['dialog', 'groups:create.title'],
    ['textbox', 'groups:create.name'],
    ['button', 'groups:create.submit'],
  ],
  'Conversation (`/g/:id`)': [
    ['navigation', 'chat:tabs.label'],
    ['link', 'chat:tabs.conversation'],
    ['link', 'chat:tabs.members'],
    ['button', 'chat:header.menu'],
    ['log', 'chat:list.label'],
    ['form', 'chat:composer.form'],
    ['textbox', 'chat:composer.label'],
    ['button', 'chat:composer.send'],
    ['button', 'chat:composer.save'],
    ['button', 'chat:list.jump'],
  ],
  'A message: `article`, named author, time, status': [
    ['img', 'chat:status.waiting'],
    ['img', 'chat:status.sent'],
    ['img', 'chat:status.delivered'],
    ['img', 'chat:status.read'],
    ['button', 'chat:message.refusedOptions'],
  ],
  'Menu of a message (right click, long press, context-menu key)': [
    ['menu', 'chat:actions.menu'],
    ['menuitem', 'chat:actions.reply'],
    ['menuitem', 'chat:actions.react'],
    ['menuitem', 'chat:actions.copy'],
    ['menuitem', 'chat:actions.edit'],
    ['menuitem', 'chat:actions.delete'],
    ['menuitem', 'chat:actions.retry'],
    ['menuitem', 'chat:message.reactionAdd'],
  ],
  'People (`/g/:id/pessoas`)': [
    ['textbox', 'members:invite.link'],
    ['button', 'members:invite.copy'],
    ['list', 'members:list'],
    ['button', 'members:rename.open'],
    ['button', 'members:leave.open'],
  ],
  'Queue and tray (`/fila`)': [
    ['heading', 'outbox:title'],
    ['heading', 'outbox:tray.title'],
    ['button', 'outbox:connection.tryNow'],
    ['button', 'outbox:tray.retry'],
    ['button', 'outbox:tray.edit'],
    ['button', 'outbox:tray.copy'],
    ['button', 'outbox:tray.discard'],
  ],
  'Settings (`/ajustes`)': [
    ['heading', 'settings:title'],
    ['combobox', 'settings:language'],
    ['radio', 'settings:theme.system'],
    ['radio', 'settings:theme.light'],
    ['radio', 'settings:theme.dark'],
    ['button', 'settings:storage.export'],
    ['button', 'settings:saveName'],
    ['button', 'later/lock:section.turnOn'],
    ['button', 'later/lock:section.now'],
    ['button', 'later/lock:section.change'],
    ['button', 'later/lock:section.turnOff'],
    ['password, by its label', 'later/lock:set.field'],
    ['password, by its label', 'later/lock:set.again'],
    ['button', 'later/lock:set.submit'],
  ],
  'My data (`/ajustes/dados`)': [
    ['heading', 'later/privacy:data.title'],
    ['button', 'later/privacy:export.apply'],
    ['checkbox', 'later/privacy:consents.error-reports'],
    ['button', 'later/privacy:erase.open'],
    ['dialog', 'later/privacy:erase.sheet'],
    ['checkbox', 'later/privacy:erase.understand'],
    ['button', 'later/privacy:erase.confirm'],
  ],
  'Privacy notice (`/privacidade`)': [['heading', 'later/notice:title']],
  'Locked (any address, with the app lock on)': [
    ['heading', 'later/lock:unlock.title'],
    ['password, by its label', 'later/lock:unlock.field'],
    ['button', 'later/lock:unlock.submit'],
    ['button', 'later/lock:unlock.forgot'],
    ['button', 'later/lock:forgot.confirm'],
  ],
};

const LANGUAGES = ['pt-BR', 'en', 'es'] as const;

export function renderQaNamesPage(localesDir: string): string {
  const lines = [
    '# Roles and names',
    '',
    '<!-- Made by `npm run docs` from locales/. Do not edit; a stale page fails the checks. -->',
    '',
    'What tests may rely on, screen by screen. `{{…}}` is filled in by the app.',
  ];
  for (const [screen, names] of Object.entries(CONTRACT)) {
    lines.push('', `## ${screen}`, '', `| role | ${LANGUAGES.join(' | ')} |`, '|---|---|---|---|');
    for (const [role, key] of names) {
      lines.push(
        `| \`${role}\` | ${LANGUAGES.map((language) => wordsOf(localesDir, language, key)).join(' | ')} |`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

function wordsOf(localesDir: string, language: string, key: string): string {
  const [slice = '', path = ''] = key.split(':');
  let node: unknown = JSON.parse(readFileSync(join(localesDir, language, `${slice}.json`), 'utf8'));
  for (const part of path.split('.')) node = (node as Record<string, unknown> | undefined)?.[part];
  if (typeof node !== 'string') throw new Error(`no words for ${key} in ${language}`);
  return node;
}
