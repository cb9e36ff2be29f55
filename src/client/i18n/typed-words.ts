/** Keys are typed from pt-BR, the first language: a key that is not there does not compile. */
import type chat from '../../../locales/pt-BR/chat.json';
import type errors from '../../../locales/pt-BR/errors.json';
import type groups from '../../../locales/pt-BR/groups.json';
import type account from '../../../locales/pt-BR/later/account.json';
import type carry from '../../../locales/pt-BR/later/carry.json';
import type copies from '../../../locales/pt-BR/later/copies.json';
import type editor from '../../../locales/pt-BR/later/editor.json';
import type expenses from '../../../locales/pt-BR/later/expenses.json';
import type exports from '../../../locales/pt-BR/later/exports.json';
import type files from '../../../locales/pt-BR/later/files.json';
import type history from '../../../locales/pt-BR/later/history.json';
import type lock from '../../../locales/pt-BR/later/lock.json';
import type notice from '../../../locales/pt-BR/later/notice.json';
import type photos from '../../../locales/pt-BR/later/photos.json';
import type plans from '../../../locales/pt-BR/later/plans.json';
import type planTemplates from '../../../locales/pt-BR/later/planTemplates.json';
import type privacy from '../../../locales/pt-BR/later/privacy.json';
import type reader from '../../../locales/pt-BR/later/reader.json';
import type recurring from '../../../locales/pt-BR/later/recurring.json';
import type search from '../../../locales/pt-BR/later/search.json';
import type settling from '../../../locales/pt-BR/later/settling.json';
import type summary from '../../../locales/pt-BR/later/summary.json';
import type members from '../../../locales/pt-BR/members.json';
import type onboarding from '../../../locales/pt-BR/onboarding.json';
import type outbox from '../../../locales/pt-BR/outbox.json';
import type settings from '../../../locales/pt-BR/settings.json';
import type shell from '../../../locales/pt-BR/shell.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'shell';
    resources: {
      account: typeof account;
      carry: typeof carry;
      chat: typeof chat;
      copies: typeof copies;
      editor: typeof editor;
      errors: typeof errors;
      expenses: typeof expenses;
      exports: typeof exports;
      files: typeof files;
      groups: typeof groups;
      history: typeof history;
      lock: typeof lock;
      notice: typeof notice;
      photos: typeof photos;
      plans: typeof plans;
      planTemplates: typeof planTemplates;
      privacy: typeof privacy;
      reader: typeof reader;
      recurring: typeof recurring;
      search: typeof search;
      summary: typeof summary;
      members: typeof members;
      onboarding: typeof onboarding;
      outbox: typeof outbox;
      settings: typeof settings;
      settling: typeof settling;
      shell: typeof shell;
    };
  }
}
