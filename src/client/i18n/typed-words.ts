/** Keys are typed from pt-BR, the first language: a key that is not there does not compile. */
import type chat from '../../../locales/pt-BR/chat.json';
import type errors from '../../../locales/pt-BR/errors.json';
import type groups from '../../../locales/pt-BR/groups.json';
import type account from '../../../locales/pt-BR/later/account.json';
import type lock from '../../../locales/pt-BR/later/lock.json';
import type notice from '../../../locales/pt-BR/later/notice.json';
import type privacy from '../../../locales/pt-BR/later/privacy.json';
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
      chat: typeof chat;
      errors: typeof errors;
      groups: typeof groups;
      lock: typeof lock;
      notice: typeof notice;
      privacy: typeof privacy;
      members: typeof members;
      onboarding: typeof onboarding;
      outbox: typeof outbox;
      settings: typeof settings;
      shell: typeof shell;
    };
  }
}
