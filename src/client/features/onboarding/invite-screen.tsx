/** `/entrar#…`: what the invite leads to, one's name if it is not known yet, and in. Works without a network. */
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useErrorWords } from '#client/i18n/error-words.ts';
import { useNameField } from '#client/i18n/use-name-field.ts';
import { useEngine, useObserved } from '#client/session/session-context.ts';
import { Button, buttonClasses } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { type Invite, parseInviteFragment } from '#domain/groups/invite-link.ts';

export default function InviteScreen() {
  const invite = parseInviteFragment(useHash());
  return invite ? <Invitation key={invite.groupId} invite={invite} /> : <BrokenInvite />;
}

function Invitation({ invite }: { readonly invite: Invite }) {
  const { t } = useTranslation('onboarding');
  const engine = useEngine();
  const errorWords = useErrorWords();
  const [, navigate] = useLocation();
  const profile = useObserved((reader) => reader.observeProfile(), []);
  const group = useObserved((reader) => reader.observeGroup(invite.groupId), [invite.groupId]);
  const name = useNameField();
  const [joining, setJoining] = useState(false);
  const [failure, setFailure] = useState<string>();

  const isIn = group?.state === 'member' || group?.state === 'joining';
  useEffect(() => {
    if (isIn) navigate(`/g/${invite.groupId}`, { replace: true, state: { from: '/' } });
  }, [isIn, navigate, invite.groupId]);
  if (profile === undefined || group === undefined || isIn) return null;

  const join = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const memberName = profile?.name ?? name.check();
    if (memberName === undefined) return;
    setJoining(true);
    const named = profile ? { ok: true as const } : await engine.saveProfile({ name: memberName });
    const result = named.ok ? await engine.joinGroup({ ...invite, memberName }) : named;
    setJoining(false);
    if (!result.ok) setFailure(errorWords('commit', result.error).text);
  };

  return (
    <section className="px-safe mx-auto flex w-full max-w-md flex-1 flex-col justify-center gap-6 py-8">
      <div>
        <p className="mb-2 text-s font-semibold text-brand">{t('invite.title')}</p>
        <h1 className="text-xl font-bold tracking-tight text-balance wrap-anywhere">
          {invite.groupName === null
            ? t('invite.headingUnnamed')
            : t('invite.heading', { name: invite.groupName })}
        </h1>
        <p className="mt-2 text-muted text-pretty">{t('invite.text')}</p>
      </div>
      <form onSubmit={join} noValidate className="flex flex-col gap-4">
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
          {t('invite.join')}
        </Button>
      </form>
    </section>
  );
}

function BrokenInvite() {
  const { t } = useTranslation('onboarding');
  return (
    <EmptyState
      picture="🔗"
      title={t('invite.bad')}
      heading="h1"
      action={
        <Link href="/" className={buttonClasses('primary')}>
          {t('invite.home')}
        </Link>
      }
    >
      {t('invite.badText')}
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
