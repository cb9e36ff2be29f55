/** What a link allows, in words: whom it lets in, until when, how many more, and whether an admin decides. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { InviteView } from '#client/store/read-types.ts';
import { type InviteState, inviteStateOf } from '#domain/groups/invites.ts';

export interface InviteWords {
  readonly state: InviteState;
  /** One line: state first when nobody comes in by it any more. */
  readonly line: string;
  /** The same without the state. */
  readonly terms: string;
}

export function useInviteWords(): (invite: InviteView) => InviteWords {
  const { t } = useTranslation('members');
  const formats = useFormats();
  const now = useEngine().correctedNow();
  return (invite) => {
    const { role, expiresAt, maxUses, uses, needsApproval, isFirst, maker } = invite;
    const state = inviteStateOf(invite, now, maker ?? undefined);
    const until = (at: number): string =>
      t('link.until', { day: formats.day(at, now), time: formats.time(at) });
    const used =
      maxUses === null ? t('link.used', { count: uses }) : t('link.usedOf', { uses, count: maxUses });
    const terms = [
      t(`link.as.${role}`),
      expiresAt === null ? t('link.forGood') : until(expiresAt),
      // Uses of the first one are not counted.
      ...(isFirst ? [] : [used]),
      ...(needsApproval ? [t('link.approval')] : []),
    ].join(' · ');
    const line = state === 'open' ? terms : `${t(`link.state.${state}`)} · ${terms}`;
    return { state, line, terms };
  };
}
