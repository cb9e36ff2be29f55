/** What happened to the group, as one sentence: for the conversation and for the trail. */
import type { TFunction } from 'i18next';
import type { MessageView } from '#client/store/read-types.ts';
import { unreachable } from '#domain/assert.ts';
import { isOfLedger } from '#domain/expenses/ledger-notice.ts';
import { isOfPlans } from '#domain/plans/plan-notice.ts';
import type { LedgerNotice, Notice, PlanNotice, Role } from '#domain/rows.ts';
import { moneyFormatsOf } from './money-formats.ts';

const ROLE_NOTICES = {
  owner: 'notice.ownerTransferred',
  admin: 'notice.roleAdmin',
  member: 'notice.roleMember',
  guest: 'notice.roleGuest',
} as const satisfies Record<Role, string>;

export function noticeText(
  notice: Notice,
  { own, authorName }: Pick<MessageView, 'own' | 'authorName'>,
  t: TFunction<'chat'>,
  language: string,
): string {
  const author = own ? t('message.you') : authorName;
  if (isOfLedger(notice)) return t(`notice.${notice.what}`, { author, ...ledgerWords(notice, language) });
  if (isOfPlans(notice))
    return t(`notice.${notice.what}`, { author, title: planName(notice, t), name: planName(notice, t) });
  switch (notice.what) {
    case 'group-created':
      return t('notice.groupCreated', { author, name: notice.name });
    case 'group-renamed':
      return t('notice.groupRenamed', { author, name: notice.name });
    case 'member-joined':
      return t('notice.memberJoined', { name: own ? author : notice.name });
    case 'member-renamed':
      return t('notice.memberRenamed', { from: notice.from, to: notice.to });
    case 'member-left':
      return t('notice.memberLeft', { name: own ? author : notice.name });
    case 'member-asked':
      return t('notice.memberAsked', { name: own ? author : notice.name });
    case 'member-approved':
      return t('notice.memberApproved', { author, name: notice.name });
    case 'member-added':
      return t('notice.memberAdded', { author, name: notice.name });
    case 'member-claimed':
      return t('notice.memberClaimed', { author, name: notice.name });
    case 'member-unclaimed':
      return t('notice.memberUnclaimed', { name: notice.name });
    case 'member-removed':
      return t('notice.memberRemoved', { author, name: notice.name });
    case 'member-readmitted':
      return t('notice.memberReadmitted', { author, name: notice.name });
    case 'member-name-hidden':
      return t('notice.memberNameHidden');
    case 'owner-transferred':
      return t('notice.ownerTransferred', { author, name: notice.name });
    case 'role-changed':
      return t(ROLE_NOTICES[notice.role], { author, name: notice.name });
    case 'pix-key-set':
      return t(notice.changed ? 'notice.pixKeyChanged' : 'notice.pixKeySet', {
        name: own ? author : notice.name,
      });
    case 'pix-key-removed':
      return t('notice.pixKeyRemoved', { name: own ? author : notice.name });
    case 'group-deleted':
      return t('notice.groupDeleted', { author });
    default:
      return unreachable(notice);
  }
}

function planName(notice: PlanNotice, t: TFunction<'chat'>): string {
  const name = 'title' in notice ? notice.title : notice.name;
  return name.trim() === '' ? t('notice.plan-untitled') : name;
}

function ledgerWords(notice: LedgerNotice, language: string): { description: string; amount: string } {
  const description = 'description' in notice ? notice.description : '';
  const amountMinor = 'amountMinor' in notice ? notice.amountMinor : 0;
  return { description, amount: moneyFormatsOf(language).amount(amountMinor) };
}
