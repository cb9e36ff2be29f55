/** `docs/qa-names.md`: the accessible names QA may rely on, read from the locales, in the three languages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Screen → [role, locale slice and key]. A name that changes is a change of this contract: it shows in the diff. */
const CONTRACT: Readonly<Record<string, readonly (readonly [role: string, key: string])[]>> = {
  Everywhere: [
    ['link', 'shell:skip'],
    ['status', 'shell:connection.label'],
    ['timer', 'shell:retry.in'],
    ['button', 'shell:retry.now'],
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
    ['navigation', 'shell:groupTabs.label'],
    ['link', 'shell:groupTabs.conversation'],
    ['link', 'shell:groupTabs.ledger'],
    ['link', 'shell:groupTabs.plans'],
    ['link', 'shell:groupTabs.members'],
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
  'Expenses (`/g/:id/contas`)': [
    ['region', 'later/expenses:balance.label'],
    ['list', 'later/expenses:list.label'],
    ['link', 'later/expenses:add.open'],
    ['button', 'later/expenses:list.more'],
    ['menuitem', 'later/expenses:trash.open'],
    ['heading', 'later/expenses:list.empty'],
  ],
  'Form of an expense (`/g/:id/contas/nova`, `…/:expenseId/editar`)': [
    ['form', 'later/expenses:form.label'],
    ['textbox', 'later/expenses:form.amount'],
    ['textbox', 'later/expenses:form.description'],
    ['button', 'later/expenses:form.category'],
    ['group of `radio`', 'later/expenses:form.payer'],
    ['radio', 'later/expenses:form.several'],
    ['textbox', 'later/expenses:form.paidBy'],
    ['group of `checkbox`', 'later/expenses:form.for'],
    ['group of `radio`', 'later/expenses:form.split'],
    ['radio', 'later/expenses:form.mode.equal'],
    ['radio', 'later/expenses:form.mode.exact'],
    ['radio', 'later/expenses:form.mode.percent'],
    ['radio', 'later/expenses:form.mode.shares'],
    ['radio', 'later/expenses:form.mode.adjust'],
    ['textbox', 'later/expenses:form.value.exact'],
    ['textbox', 'later/expenses:form.value.percent'],
    ['textbox', 'later/expenses:form.value.shares'],
    ['textbox', 'later/expenses:form.value.adjust'],
    ['button', 'later/expenses:form.more'],
    ['button', 'later/expenses:add.save'],
    ['button', 'later/expenses:add.discard'],
  ],
  'An expense (`/g/:id/contas/:expenseId`)': [
    ['button', 'later/expenses:expense.why'],
    ['link', 'later/expenses:expense.edit'],
    ['button', 'later/expenses:expense.delete'],
    ['button', 'later/expenses:expense.restore'],
    ['list', 'later/expenses:history.title'],
    ['button, with the value', 'later/expenses:history.putBack'],
  ],
  'Trash of the expenses (`/g/:id/contas/lixeira`)': [
    ['list', 'later/expenses:trash.title'],
    ['button', 'later/expenses:trash.restoreOf'],
  ],
  'Plans (`/g/:id/planos`)': [
    ['region', 'later/plans:list.label'],
    ['heading', 'later/plans:list.empty'],
    ['button', 'later/plans:create.open'],
    ['radio group', 'later/plans:create.choose'],
    ['textbox', 'later/plans:create.name'],
    ['button', 'later/plans:create.save'],
    ['button', 'later/plans:list.options'],
    ['menuitem', 'later/plans:import.open'],
    ['menuitem', 'later/plans:row.order'],
    ['button', 'later/plans:order.up'],
    ['button', 'later/plans:order.down'],
    ['button', 'later/plans:order.done'],
    ['button', 'later/plans:list.more'],
    ['menuitem', 'later/plans:row.versions'],
    ['menuitem', 'later/plans:row.move'],
    ['menuitem', 'later/plans:row.archive'],
    ['button', 'later/plans:archive.restoreOf'],
  ],
  'A list made of messages (`/g/:id/planos/lista`)': [
    ['heading', 'later/plans:fromChat.title'],
    ['textbox', 'later/plans:fromChat.name'],
    ['combobox', 'later/plans:fromChat.where'],
    ['button', 'later/plans:fromChat.save_other'],
  ],
  'A plan as it was (`/g/:id/planos/:planId/versoes`)': [
    ['list', 'later/plans:versions.label'],
    ['button', 'later/plans:versions.nameNow'],
    ['textbox', 'later/plans:versions.nameLabel'],
    ['button', 'later/plans:versions.compare'],
    ['checkbox', 'later/plans:versions.select'],
    ['button', 'later/plans:versions.show'],
    ['region', 'later/plans:versions.text'],
    ['button', 'later/plans:versions.compareNow'],
    ['list', 'later/plans:versions.comparison'],
    ['button', 'later/plans:versions.restore'],
    ['button', 'later/plans:versions.undo'],
    ['button', 'later/plans:versions.other'],
  ],
  'Queue and tray (`/fila`)': [
    ['heading', 'outbox:title'],
    ['heading', 'outbox:tray.title'],
    ['timer', 'shell:retry.in'],
    ['button', 'shell:retry.now'],
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
