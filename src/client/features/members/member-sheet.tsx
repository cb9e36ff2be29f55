/** What one may do about another member: change the role, hand the group over, remove, let back in, block. */
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { GroupView, MemberView } from '#client/store/read-types.ts';
import type { Intent } from '#client/sync/engine-types.ts';
import { Button } from '#client/ui/button.tsx';
import { Choice } from '#client/ui/choice.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { useToast } from '#client/ui/toast.tsx';
import type { Role } from '#domain/rows.ts';
import { listMemberActions } from './member-actions.ts';
import { RemoveQuestion } from './remove-question.tsx';

export interface MemberSheetProps {
  readonly group: GroupView;
  readonly member: MemberView;
  readonly onClose: () => void;
  /** Removes after the time to undo. */
  readonly onRemove: (member: MemberView, hideName: boolean) => void;
}

export function MemberSheet({ group, member, onClose, onRemove }: MemberSheetProps) {
  const { t } = useTranslation('members');
  const engine = useEngine();
  const toast = useToast();
  const fail = useFailureToast();
  const [asking, setAsking] = useState<'remove' | 'transfer' | null>(null);
  const { groupId } = group;
  const { memberId, name } = member;
  const may = listMemberActions(group, member);

  const commit = async (intents: readonly Intent[], done: string): Promise<void> => {
    const saved = await engine.commit(intents);
    if (saved.ok) {
      toast.show({ text: done });
      onClose();
    } else fail(`commit.${saved.error}`);
  };
  const about = { groupId, body: { memberId } };

  if (asking === 'remove') {
    return (
      <RemoveQuestion
        name={name}
        onClose={() => setAsking(null)}
        onRemove={(hideName) => {
          onRemove(member, hideName);
          onClose();
        }}
      />
    );
  }
  if (asking === 'transfer') {
    return (
      <Sheet
        open
        onClose={() => setAsking(null)}
        title={t('transfer.title', { name })}
        closeLabel={t('close')}
      >
        <p className="text-pretty">{t('transfer.text', { name })}</p>
        <Actions>
          <Button
            wide
            onClick={() =>
              void commit([{ type: 'group.owner-transferred', ...about }], t('transfer.done', { name }))
            }
          >
            {t('transfer.confirm')}
          </Button>
          <Button wide variant="quiet" onClick={() => setAsking(null)}>
            {t('cancel')}
          </Button>
        </Actions>
      </Sheet>
    );
  }
  return (
    <Sheet open onClose={onClose} title={name} closeLabel={t('close')}>
      {may.roles.length > 0 ? (
        <RoleForm
          member={member}
          roles={may.roles}
          onSave={(role) =>
            void commit(
              [{ type: 'member.role-changed', groupId, body: { memberId, role } }],
              t('roles.done', { name, role: t(`role.${role}`) }),
            )
          }
        />
      ) : (
        <p className="text-s text-pretty text-muted">
          {member.status === 'active' ? t(`roles.about.${member.role}`) : t(`member.${statusWord(member)}`)}
        </p>
      )}
      <Actions>
        {may.transfer && (
          <Button wide variant="quiet" onClick={() => setAsking('transfer')}>
            {t('transfer.open')}
          </Button>
        )}
        {may.readmit && (
          <Button
            wide
            variant="quiet"
            onClick={() =>
              void commit([{ type: 'member.readmitted', ...about }], t('readmit.done', { name }))
            }
          >
            {t('readmit.open')}
          </Button>
        )}
        {may.hideName && (
          <Button
            wide
            variant="quiet"
            onClick={() => void commit([{ type: 'member.name-hidden', ...about }], t('hideName.done'))}
          >
            {t('hideName.open')}
          </Button>
        )}
        <BlockButton group={group} member={member} onDone={onClose} />
        {may.remove && (
          <Button wide variant="danger" onClick={() => setAsking('remove')}>
            {t('remove.open')}
          </Button>
        )}
      </Actions>
    </Sheet>
  );
}

/** Chosen first, then saved: the arrow keys walk through the roles without giving them. */
function RoleForm({
  member,
  roles,
  onSave,
}: {
  readonly member: MemberView;
  readonly roles: readonly Role[];
  readonly onSave: (role: Exclude<Role, 'owner'>) => void;
}) {
  const { t } = useTranslation('members');
  const [role, setRole] = useState(member.role);
  return (
    <>
      <h3 className="mb-2 text-s font-semibold text-muted">{t('roles.title')}</h3>
      <Choice
        label={t('roles.title')}
        value={role}
        options={roles.map((one) => ({ value: one, label: t(`role.${one}`) }))}
        onChange={setRole}
      />
      <p className="mt-2 text-s text-pretty text-muted">{t(`roles.about.${role}`)}</p>
      {role !== member.role && role !== 'owner' && (
        <div className="mt-3">
          <Button wide onClick={() => onSave(role)}>
            {t('roles.save')}
          </Button>
        </div>
      )}
    </>
  );
}

function statusWord({ status }: MemberView): 'removed' | 'left' {
  return status === 'removed' ? 'removed' : 'left';
}

function Actions({ children }: { readonly children: ReactNode }) {
  return <div className="mt-4 flex flex-col gap-2">{children}</div>;
}

function BlockButton({
  group: { groupId },
  member: { memberId, name, blocked },
  onDone,
}: {
  readonly group: GroupView;
  readonly member: MemberView;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('members');
  const engine = useEngine();
  const toast = useToast();
  const fail = useFailureToast();
  const toggle = async (): Promise<void> => {
    const saved = await engine.setBlocked({ groupId, memberId, blocked: !blocked }).then(
      () => true,
      () => false,
    );
    if (saved) toast.show({ text: t(blocked ? 'block.undone' : 'block.done', { name }) });
    else fail('commit.storage-failed');
    onDone();
  };
  return (
    <>
      <Button wide variant="quiet" onClick={() => void toggle()}>
        {t(blocked ? 'block.undo' : 'block.open')}
      </Button>
      <p className="text-s text-pretty text-muted">{t('block.text')}</p>
    </>
  );
}
