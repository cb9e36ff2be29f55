/** A new link: whom it lets in as what, for how long, how many, and whether an admin decides on each. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { Choice } from '#client/ui/choice.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { LIVE_INVITES_MAX } from '#domain/groups/invites.ts';
import { listGivable, PERMISSIONS } from '#domain/permissions.ts';

interface CreateInviteProps {
  readonly group: GroupView;
  readonly onClose: () => void;
  /** With the new link's id, once it is on disk. */
  readonly onMade: (inviteId: string) => void;
}

export function CreateInviteSheet({ open, ...rest }: CreateInviteProps & { readonly open: boolean }) {
  const { t } = useTranslation('members');
  return (
    <Sheet open={open} onClose={rest.onClose} title={t('link.create.title')} closeLabel={t('close')}>
      <CreateInviteForm {...rest} />
    </Sheet>
  );
}

const DAY_MS = 24 * 3_600_000;
const DAYS = { '1': 1, '7': 7, '30': 30, forever: null } as const;
const USES = { '1': 1, '5': 5, '20': 20, any: null } as const;
type Days = keyof typeof DAYS;
type Uses = keyof typeof USES;
const isGuestOrAbove = (role: string): role is 'admin' | 'member' | 'guest' => role !== 'owner';

function CreateInviteForm({ group, onMade }: CreateInviteProps) {
  const { t } = useTranslation('members');
  const engine = useEngine();
  const errorWords = useErrorWords();
  const [role, setRole] = useState<'admin' | 'member' | 'guest'>('member');
  const [days, setDays] = useState<Days>('7');
  const [uses, setUses] = useState<Uses>('any');
  const [needsApproval, setNeedsApproval] = useState(false);
  const [failure, setFailure] = useState<string>();
  const roles = listGivable(PERMISSIONS['invite.created'], group.myRole).filter(isGuestOrAbove);
  const isFull = group.invites.filter(({ revokedBy }) => revokedBy === null).length >= LIVE_INVITES_MAX;

  const create = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const made = await engine.createInvite({
      groupId: group.groupId,
      role,
      needsApproval,
      ...(DAYS[days] !== null && { expiresAt: engine.correctedNow() + DAYS[days] * DAY_MS }),
      ...(USES[uses] !== null && { maxUses: USES[uses] }),
    });
    if (made.ok) onMade(made.inviteId ?? '');
    else setFailure(errorWords(`commit.${made.error}`).brief);
  };

  if (isFull) return <p className="text-pretty">{t('link.create.full', { count: LIVE_INVITES_MAX })}</p>;
  return (
    <form onSubmit={create} className="flex flex-col gap-5">
      <Question title={t('link.create.role')}>
        <Choice
          label={t('link.create.role')}
          value={role}
          options={roles.map((value) => ({ value, label: t(`link.role.${value}`) }))}
          onChange={setRole}
        />
      </Question>
      <Question title={t('link.create.days')}>
        <Choice
          label={t('link.create.days')}
          value={days}
          options={(Object.keys(DAYS) as Days[]).map((value) => ({ value, label: t(`link.days.${value}`) }))}
          onChange={setDays}
        />
      </Question>
      <Question title={t('link.create.uses')}>
        <Choice
          label={t('link.create.uses')}
          value={uses}
          options={(Object.keys(USES) as Uses[]).map((value) => ({ value, label: t(`link.uses.${value}`) }))}
          onChange={setUses}
        />
      </Question>
      <label className="target flex items-center gap-3 text-s font-semibold">
        <input
          type="checkbox"
          checked={needsApproval}
          onChange={(event) => setNeedsApproval(event.target.checked)}
          className="size-5 accent-brand"
        />
        <span>
          {t('link.create.approval')}
          <span className="block font-normal text-muted">{t('link.create.approvalHint')}</span>
        </span>
      </label>
      {failure !== undefined && (
        <p role="alert" className="text-s text-bad">
          {failure}
        </p>
      )}
      <Button type="submit" wide>
        {t('link.create.submit')}
      </Button>
    </form>
  );
}

function Question({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <p aria-hidden="true" className="mb-2 text-s font-semibold">
        {title}
      </p>
      {children}
    </div>
  );
}
