/** What one may do about somebody without the app: say "that is me", take that back, correct the name, remove. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { GroupView, MemberView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { useToast } from '#client/ui/toast.tsx';
import { isPermitted, mayActOn, PERMISSIONS } from '#domain/permissions.ts';
import { NamePersonSheet } from './name-person-sheet.tsx';
import { whoIsIt } from './who-is-it.ts';

export interface PersonSheetProps {
  readonly group: GroupView;
  readonly person: MemberView;
  readonly onClose: () => void;
  readonly onRemove: (member: MemberView) => void;
}

export function PersonSheet({ group, person, onClose, onRemove }: PersonSheetProps) {
  const { t } = useTranslation('members');
  const engine = useEngine();
  const toast = useToast();
  const fail = useFailureToast();
  const [correcting, setCorrecting] = useState(false);
  const { groupId, myRole, myMemberId } = group;
  const { memberId, name, claimedBy, role } = person;
  const isFree = claimedBy === null;
  const mayUnclaim = !isFree && isPermitted('member.unclaimed', myRole, claimedBy === myMemberId);
  const mayRemove = mayActOn(PERMISSIONS['member.removed'], {
    actorRole: myRole,
    targetRole: role,
    isSelf: false,
  });

  const commit = async (type: 'member.claimed' | 'member.unclaimed', done: string): Promise<void> => {
    const saved = await engine.commit([{ type, groupId, body: { memberId } }]);
    if (saved.ok) toast.show({ text: done });
    else fail(`commit.${saved.error}`);
    onClose();
  };

  if (correcting) return <NamePersonSheet open groupId={groupId} person={person} onClose={onClose} />;
  return (
    <Sheet open onClose={onClose} title={name} closeLabel={t('close')}>
      <p className="text-s text-pretty text-muted">
        {isFree ? t('people.about') : whoIsIt(group, person, t)}
      </p>
      <div className="mt-4 flex flex-col gap-2">
        {isFree && (
          <Button wide onClick={() => void commit('member.claimed', t('people.claimed', { name }))}>
            {t('people.claim')}
          </Button>
        )}
        {mayUnclaim && (
          <Button
            wide
            variant="quiet"
            onClick={() => void commit('member.unclaimed', t('people.unclaimed', { name }))}
          >
            {t('people.unclaim')}
          </Button>
        )}
        {isFree && isPermitted('member.name-corrected', myRole, true) && (
          <Button wide variant="quiet" onClick={() => setCorrecting(true)}>
            {t('people.correct')}
          </Button>
        )}
        {isFree && mayRemove && (
          <Button
            wide
            variant="danger"
            onClick={() => {
              onRemove(person);
              onClose();
            }}
          >
            {t('people.remove')}
          </Button>
        )}
      </div>
    </Sheet>
  );
}
