/**
 * `/entrar#…`: what the invite leads to, who one is, and in. Works without a network: the link itself says the group's name,
 * and its limits are judged when the join reaches the server.
 */
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useNameField } from '#client/i18n/use-name-field.ts';
import { useEngine, useObserved } from '#client/session/session-context.ts';
import { Avatar } from '#client/ui/avatar.tsx';
import { Button, buttonClasses } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { type Invite, parseInviteFragment } from '#domain/groups/invite-link.ts';
import { type PreviewInvite, usePreview } from './use-preview.ts';
import { WhoAreYou } from './who-are-you.tsx';

export interface InviteScreenProps {
  readonly connection: ReactNode;
  readonly preview: PreviewInvite;
}

export default function InviteScreen({ connection, preview }: InviteScreenProps) {
  const invite = parseInviteFragment(useHash());
  return (
    <div className="flex min-h-full flex-col">
      {connection}
      {invite ? (
        <Invitation key={`${invite.groupId} ${invite.secret}`} invite={invite} preview={preview} />
      ) : (
        <OverInvite picture="🔗" words="bad" />
      )}
    </div>
  );
}

interface InvitationProps {
  readonly invite: Invite;
  readonly preview: PreviewInvite;
}

function Invitation({ invite, preview }: InvitationProps) {
  const { t } = useTranslation('onboarding');
  const engine = useEngine();
  const errorWords = useErrorWords();
  const [, navigate] = useLocation();
  const profile = useObserved((reader) => reader.observeProfile(), []);
  const group = useObserved((reader) => reader.observeGroup(invite.groupId), [invite.groupId]);
  const name = useNameField();
  const [joining, setJoining] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [claims, setClaims] = useState<string>();
  const isIn = group?.state === 'member' || group?.state === 'joining';
  const found = usePreview(preview, invite, group === null || (group !== undefined && !isIn));

  useEffect(() => {
    if (isIn) navigate(`/g/${invite.groupId}`, { replace: true, state: { from: '/' } });
  }, [isIn, navigate, invite.groupId]);
  if (profile === undefined || group === undefined || isIn) return null;
  if (found?.state === 'expired' || found?.state === 'revoked' || found?.state === 'used-up')
    return <OverInvite picture="⌛" words={found.state} />;

  const join = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const memberName = profile?.name ?? name.check();
    if (memberName === undefined) return;
    setJoining(true);
    const named = profile ? { ok: true as const } : await engine.saveProfile({ name: memberName });
    const result = named.ok ? await engine.joinGroup({ ...invite, memberName, claims }) : named;
    setJoining(false);
    if (!result.ok) setFailure(errorWords(`commit.${result.error}`).brief);
  };

  const open = found?.state === 'open' ? found : undefined;
  const groupName = open?.name ?? invite.groupName;
  const needsApproval = open?.needsApproval ?? false;
  return (
    <section className="px-safe mx-auto flex w-full max-w-md flex-1 flex-col justify-center gap-6 py-8">
      <div>
        <p className="mb-2 text-s font-semibold text-brand">{t('invite.title')}</p>
        <div className="flex items-center gap-3">
          {open && <Avatar picture={open.picture} name={open.name} />}
          <div className="min-w-0 flex-1">
            <h1 className="text-xl font-bold tracking-tight text-balance wrap-anywhere">
              {groupName === null ? t('invite.headingUnnamed') : t('invite.heading', { name: groupName })}
            </h1>
            {open && <p className="text-s text-muted">{t('invite.people', { count: open.members })}</p>}
          </div>
        </div>
        <p className="mt-2 text-muted text-pretty">
          {t(
            needsApproval
              ? 'invite.approvalText'
              : found?.state === 'unknown'
                ? 'invite.unknown'
                : 'invite.text',
          )}
        </p>
      </div>
      <form onSubmit={join} noValidate className="flex flex-col gap-4">
        {open && open.people.length > 0 && (
          <WhoAreYou people={open.people} chosen={claims} onChoose={setClaims} />
        )}
        {profile === null && (
          <TextField
            label={t('title')}
            placeholder={t('namePlaceholder')}
            value={name.value}
            error={name.error}
            autoComplete="given-name"
            autoCapitalize="words"
            enterKeyHint="go"
            onChange={(event) => name.change(event.target.value)}
          />
        )}
        {failure !== undefined && (
          <p role="alert" className="text-s text-bad">
            {failure}
          </p>
        )}
        <Button type="submit" wide busy={joining}>
          {t(needsApproval ? 'invite.ask' : 'invite.join')}
        </Button>
      </form>
    </section>
  );
}

/** A link that lets nobody in: cut short, or over. What to do next is always to ask for another. */
function OverInvite({
  picture,
  words,
}: {
  readonly picture: string;
  readonly words: 'bad' | 'expired' | 'revoked' | 'used-up';
}) {
  const { t } = useTranslation('onboarding');
  return (
    <EmptyState
      picture={picture}
      title={words === 'bad' ? t('invite.bad') : t(`invite.over.${words}`)}
      heading="h1"
      action={
        <Link href="/" className={buttonClasses('primary')}>
          {t('invite.home')}
        </Link>
      }
    >
      {words === 'bad' ? t('invite.badText') : t(`invite.overText.${words}`)}
    </EmptyState>
  );
}

function useHash(): string {
  const [hash, setHash] = useState(() => location.hash);
  useEffect(() => {
    const read = (): void => setHash(location.hash);
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  return hash;
}
