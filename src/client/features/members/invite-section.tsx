/** The ways into the group for others: a link at hand, the other ones, and making a new one. */
import ChevronRight from 'lucide-react/icons/chevron-right';
import Plus from 'lucide-react/icons/plus';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useEngine } from '#client/session/session-context.ts';
import { useUndoable } from '#client/session/use-undoable.ts';
import type { GroupView, InviteView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { useToast } from '#client/ui/toast.tsx';
import { isPermitted } from '#domain/permissions.ts';
import { CreateInviteSheet } from './create-invite-sheet.tsx';
import { InviteSheet } from './invite-sheet.tsx';
import { useInviteWords } from './invite-words.ts';
import { LinkBox } from './link-box.tsx';

export function InviteSection({
  group,
  wanted,
}: {
  readonly group: GroupView;
  /** The person came here to invite: the focus goes to the way to do it. */
  readonly wanted: boolean;
}) {
  const { t } = useTranslation('members');
  const engine = useEngine();
  const toast = useToast();
  const fail = useFailureToast();
  const words = useInviteWords();
  const revoking = useUndoable(toast);
  const [open, setOpen] = useState<string>();
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!wanted) return;
    // After the shell has put the focus on the new screen.
    const frame = requestAnimationFrame(() => section.current?.querySelector('button')?.focus());
    return () => cancelAnimationFrame(frame);
  }, [wanted]);

  const { groupId, myRole } = group;
  const mayCreate = isPermitted('invite.created', myRole, true);
  const shown = group.invites.filter(
    ({ inviteId, revokedBy }) => revokedBy === null && !revoking.pendingIds.has(inviteId),
  );
  const atHand = shown.findLast((invite) => invite.secret !== null && words(invite).state === 'open');
  const opened = group.invites.find(({ inviteId }) => inviteId === open);
  const close = (): void => setOpen(undefined);
  const titleOf = ({ isFirst, maker }: InviteView): string =>
    isFirst ? t('link.first') : t('link.by', { name: maker?.name ?? '' });
  const revoke = ({ inviteId }: InviteView): void => {
    close();
    revoking.begin(inviteId, t('link.revoked'), async () => {
      const saved = await engine.commit([{ type: 'invite.revoked', groupId, body: { inviteId } }]);
      if (!saved.ok) fail(`commit.${saved.error}`);
    });
  };

  return (
    <section
      ref={section}
      aria-labelledby="invite-title"
      className="mx-4 flex flex-col gap-3 rounded-l border border-line bg-surface p-4"
    >
      <div>
        <h2 id="invite-title" className="font-bold">
          {t('invite.title')}
        </h2>
        <p id="invite-who" className="mt-1 text-s text-pretty text-muted">
          {atHand ? t('invite.who') : t(mayCreate ? 'invite.noneMake' : 'invite.none')}
        </p>
      </div>
      {atHand?.secret && <LinkBox group={group} secret={atHand.secret} describedBy="invite-who" />}
      {shown.length > 0 && (
        <ul aria-label={t('link.list')} className="-mx-4 divide-y divide-line border-y border-line">
          {[...(atHand ? [atHand] : []), ...shown.filter((one) => one !== atHand)].map((invite) => (
            <li key={invite.inviteId}>
              <button
                type="button"
                onClick={() => setOpen(invite.inviteId)}
                className="flex min-h-14 w-full items-center gap-2 px-4 py-2 text-start active:opacity-75"
              >
                <span className="min-w-0 flex-1">
                  <span className="block text-s font-semibold">
                    {invite === atHand ? t('link.this') : titleOf(invite)}
                  </span>
                  <span className="block text-s text-muted">{words(invite).line}</span>
                </span>
                <ChevronRight aria-hidden="true" size={18} className="shrink-0 text-muted" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {mayCreate && (
        <Button
          wide
          variant="quiet"
          icon={<Plus aria-hidden="true" size={18} />}
          onClick={() => setOpen('new')}
        >
          {t('link.create.open')}
        </Button>
      )}
      <CreateInviteSheet open={open === 'new'} group={group} onClose={close} onMade={setOpen} />
      {opened && <InviteSheet group={group} invite={opened} onClose={close} onRevoke={revoke} />}
    </section>
  );
}
