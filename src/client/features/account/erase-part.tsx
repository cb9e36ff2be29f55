/** The end of the account: asked twice, proven where the account is protected, and then there is no way back. */
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { type AccountError, useAccountDoor } from '#client/session/account-door.ts';
import { useEngineStatus } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import type { AccountView } from '#protocol/account.ts';
import { Complaint } from './account-screen.tsx';
import { ProofSheet } from './proof-sheet.tsx';

export function ErasePart() {
  const { t } = useTranslation('privacy');
  const door = useAccountDoor();
  const [asking, setAsking] = useState(false);
  const [proving, setProving] = useState<AccountView>();
  const [error, setError] = useState<AccountError>();
  const [busy, setBusy] = useState(false);

  const erase = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    const erased = await door.call('account/erase', { confirm: 'erase' });
    // Everything of this person goes from here too, and the page is loaded anew.
    if (erased.ok) return door.leave();
    if (erased.error === 'unreachable') {
      // It may have happened, and only the answer was lost: then nobody is signed in any more.
      const after = await door.call('account/read', {});
      if (!after.ok && after.error === 'signed-out') return door.leave();
      setError(after.ok ? 'unavailable' : 'unreachable');
    } else if (erased.error === 'needs-proof') {
      const read = await door.call('account/read', {});
      if (read.ok) setProving(read.value);
      else setError(read.error);
    } else setError(erased.error);
    setBusy(false);
  };
  const prove = async (ticket: string): Promise<void> => {
    const entered = await door.enter(ticket, { join: false });
    setProving(undefined);
    if (entered.ok) await erase();
    else setError(entered.error);
  };

  return (
    <>
      <p className="text-pretty">{t('erase.text')}</p>
      <Button variant="danger" onClick={() => setAsking(true)}>
        {t('erase.open')}
      </Button>
      {asking && (
        <EraseSheet
          busy={busy}
          error={error}
          onClose={() => setAsking(false)}
          onConfirm={() => void erase()}
        />
      )}
      {proving && (
        <ProofSheet account={proving} open onClose={() => setProving(undefined)} onTicket={prove} />
      )}
    </>
  );
}

interface EraseSheetProps {
  readonly busy: boolean;
  readonly error: AccountError | undefined;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

function EraseSheet({ busy, error, onClose, onConfirm }: EraseSheetProps) {
  const { t } = useTranslation('privacy');
  const { queued, tray } = useEngineStatus();
  const [isTicked, setTicked] = useState(false);
  const words = useErrorWords();
  const [isMissed, setMissed] = useState(false);
  const unsent = queued + tray;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setMissed(!isTicked);
    if (isTicked && !busy) onConfirm();
  };
  return (
    <Sheet open onClose={onClose} title={t('erase.sheet')} closeLabel={t('erase.cancel')}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-3">
        <p className="text-pretty">{t('erase.forever')}</p>
        {unsent > 0 && <p className="font-semibold text-pretty">{t('erase.unsent', { count: unsent })}</p>}
        <p className="text-pretty text-muted">{t('erase.copy')}</p>
        <label className="target flex cursor-pointer items-center gap-3 font-semibold">
          <input
            type="checkbox"
            className="size-5 accent-(--brand)"
            checked={isTicked}
            onChange={(event) => setTicked(event.target.checked)}
          />
          {t('erase.understand')}
        </label>
        <Complaint>
          {isMissed && !isTicked
            ? t('erase.needsTick')
            : error && words(error === 'unreachable' ? 'server.unanswered' : `account.${error}`).whole}
        </Complaint>
        <p role="status" className="text-s text-muted empty:hidden">
          {busy && t('erase.working')}
        </p>
        <Button type="submit" wide variant="danger" busy={busy}>
          {t('erase.confirm')}
        </Button>
        <Button wide variant="quiet" onClick={onClose}>
          {t('erase.cancel')}
        </Button>
      </form>
    </Sheet>
  );
}
