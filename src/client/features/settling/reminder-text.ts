/** What is sent to who owes; with a code to pay by, when there is a key. */
import type { TFunction } from 'i18next';
import { isPixKey } from '#domain/pix/pix-key.ts';
import { writePixCode } from '#domain/pix/write-pix-code.ts';
import type { Person } from './settling-people.ts';

export interface ReminderInput {
  readonly from: Person;
  /** Oneself, to whom it goes. */
  readonly to: Person;
  readonly ownName: string;
  readonly amountMinor: number;
  /** The same, as it is read. */
  readonly amount: string;
  readonly groupName: string;
}

export function reminderText(
  t: TFunction<'settling'>,
  { from, to, ownName, amountMinor, amount, groupName }: ReminderInput,
): string {
  const values = { from: from.name, amount, group: groupName };
  if (!to.pixKey || !isPixKey(to.pixKey)) return t('remind.text', values);
  const code = writePixCode({ to: to.pixKey, name: ownName, amountMinor, text: groupName });
  return `${t('remind.textPix', values)}\n${code}`;
}
