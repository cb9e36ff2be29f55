/**
 * `/entrar/conta`, "Entrar na minha conta": this device becomes one more of somebody who is there already, with what is
 * on it. Whose it is now decides what is asked: nothing, "are they yours, too?", or "somebody else uses it".
 */
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { type AccountError, useAccountDoor } from '#client/session/account-door.ts';
import { useEngineStatus } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { useToast } from '#client/ui/toast.tsx';
import { AccountScreen, Part } from './account-screen.tsx';
import { LinkCode } from './link-code.tsx';
import { WaysIn } from './ways-in.tsx';

type Way = 'recovery' | undefined;

interface Question {
  readonly way: Way;
  readonly about: 'has-groups' | 'another-person';
  readonly ticket: string;
}

export default function EnterScreen({ connection }: { readonly connection: ReactNode }) {
  const { t } = useTranslation('account');
  const fail = useFailureToast();
  const [, navigate] = useLocation();
  const door = useAccountDoor();
  const toast = useToast();
  const [question, setQuestion] = useState<Question>();

  const complain = (error: AccountError): void => fail(`account.${error}`);
  const offers = useOffers();
  const enter = async (ticket: string, way?: Way, join = false): Promise<void> => {
    setQuestion(undefined);
    const entered = await door.enter(ticket, { join });
    if (entered.ok) {
      // What opens once is gone: the groups may have no other way back.
      const next = { label: t('enter.newCode'), run: () => navigate('/ajustes/protecao') };
      toast.show(
        way === 'recovery' ? { text: t('enter.doneByCode'), action: next } : { text: t('enter.done') },
      );
      navigate('/', { replace: true });
    } else if (entered.error === 'has-groups' || entered.error === 'another-person') {
      setQuestion({ about: entered.error, ticket, way });
    } else complain(entered.error);
  };
  const enterApart = async (ticket: string): Promise<void> => {
    setQuestion(undefined);
    const entered = await door.enterApart(ticket);
    if (!entered.ok) complain(entered.error);
  };
  return (
    <AccountScreen title={t('enter.title')} connection={connection}>
      <p className="py-4 text-pretty">{t('enter.text')}</p>
      <Part title={t('enter.old')}>
        <LinkCode onTicket={(ticket) => enter(ticket)} />
      </Part>
      <Part title={t('enter.others')}>
        <WaysIn offers={offers} onTicket={enter} />
      </Part>
      <Link
        href="/ajustes/levar"
        state={{ from: '/entrar/conta' }}
        className="target inline-flex items-center py-4 font-semibold text-brand"
      >
        {t('enter.byFile')}
      </Link>
      <WhoseSheet
        question={question}
        onJoin={(ticket, way) => void enter(ticket, way, true)}
        onApart={(ticket) => void enterApart(ticket)}
        onClose={() => setQuestion(undefined)}
      />
    </AccountScreen>
  );
}

/** A server without a way to send mail offers none; as long as it has not said so, all ways are shown. */
function useOffers(): { passkey: boolean; email: boolean; recovery: boolean } {
  const door = useAccountDoor();
  const [email, setEmail] = useState(true);
  // On a new device there is nobody to ask as before the first contact.
  const { name } = useEngineStatus().connection;
  useEffect(() => {
    if (name !== 'online') return;
    let isShown = true;
    void door.call('account/read', {}).then((answer) => {
      if (isShown && answer.ok) setEmail(answer.value.offersEmail);
    });
    return () => {
      isShown = false;
    };
  }, [door, name]);
  return { passkey: true, email, recovery: true };
}

function WhoseSheet({
  question,
  onJoin,
  onApart,
  onClose,
}: {
  readonly question: Question | undefined;
  readonly onJoin: (ticket: string, way: Way) => void;
  readonly onApart: (ticket: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('account');
  if (!question) return null;
  const { about, ticket, way } = question;
  const mayJoin = about === 'has-groups';
  return (
    <Sheet
      open
      onClose={onClose}
      title={t(mayJoin ? 'enter.join.title' : 'enter.apart.title')}
      closeLabel={t('close')}
    >
      <p className="text-pretty">{t(mayJoin ? 'enter.join.text' : 'enter.apart.text')}</p>
      <div className="mt-4 flex flex-col gap-2">
        {mayJoin && (
          <Button wide onClick={() => onJoin(ticket, way)}>
            {t('enter.join.yes')}
          </Button>
        )}
        <Button wide variant={mayJoin ? 'quiet' : 'primary'} onClick={() => onApart(ticket)}>
          {t(mayJoin ? 'enter.join.no' : 'enter.apart.yes')}
        </Button>
        <Button wide variant="text" onClick={onClose}>
          {t('cancel')}
        </Button>
      </div>
    </Sheet>
  );
}
