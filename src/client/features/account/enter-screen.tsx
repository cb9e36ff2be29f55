/**
 * `/entrar/conta`, "Entrar na minha conta": this device becomes one more of somebody who is there already, with what is
 * on it. Whose it is now decides what is asked: nothing, "are they yours, too?", or "somebody else uses it".
 */
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { type AccountError, useAccountDoor } from '#client/session/account-door.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { useToast } from '#client/ui/toast.tsx';
import { AccountScreen, Part } from './account-screen.tsx';
import { LinkCode } from './link-code.tsx';
import { WaysIn } from './ways-in.tsx';

interface Question {
  readonly about: 'has-groups' | 'another-person';
  readonly ticket: string;
}

export default function EnterScreen({ connection }: { readonly connection: ReactNode }) {
  const { t } = useTranslation('account');
  const [, navigate] = useLocation();
  const door = useAccountDoor();
  const toast = useToast();
  const [question, setQuestion] = useState<Question>();

  const complain = (error: AccountError): void =>
    void toast.show({ text: t(`errors.${error}`), tone: 'bad' });
  const enter = async (ticket: string, join = false): Promise<void> => {
    setQuestion(undefined);
    const entered = await door.enter(ticket, { join });
    if (entered.ok) {
      toast.show({ text: t('enter.done') });
      navigate('/', { replace: true });
    } else if (entered.error === 'has-groups' || entered.error === 'another-person') {
      setQuestion({ about: entered.error, ticket });
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
        <LinkCode onTicket={enter} />
      </Part>
      <Part title={t('enter.others')}>
        <WaysIn onTicket={enter} />
      </Part>
      <WhoseSheet
        question={question}
        onJoin={(ticket) => void enter(ticket, true)}
        onApart={(ticket) => void enterApart(ticket)}
        onClose={() => setQuestion(undefined)}
      />
    </AccountScreen>
  );
}

function WhoseSheet({
  question,
  onJoin,
  onApart,
  onClose,
}: {
  readonly question: Question | undefined;
  readonly onJoin: (ticket: string) => void;
  readonly onApart: (ticket: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('account');
  if (!question) return null;
  const { about, ticket } = question;
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
          <Button wide onClick={() => onJoin(ticket)}>
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
