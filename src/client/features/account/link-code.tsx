/** On the new device: a code and a square to be typed or scanned on the old one, and the wait for its yes. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import { describeDevice } from '#client/platform/describe-device.ts';
import { type AccountError, useAccountDoor } from '#client/session/account-door.ts';
import { Button } from '#client/ui/button.tsx';
import type { LinkOffer } from '#protocol/account.ts';
import { Complaint } from './account-screen.tsx';

/** A person looks from one screen to the other: slower feels broken, faster asks for nothing. */
const ASK_EVERY_MS = 2_000;

export function LinkCode({ onTicket }: { readonly onTicket: (ticket: string) => Promise<void> }) {
  const { t } = useTranslation('account');
  const words = useErrorWords();
  const door = useAccountDoor();
  const [offer, setOffer] = useState<LinkOffer>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<AccountError | 'refused'>();

  const show = async (): Promise<void> => {
    setBusy(true);

    const begun = await door.call('entry/link/begin', { deviceName: describeDevice(navigator.userAgent) });
    setProblem(begun.ok ? undefined : begun.error);
    setOffer(begun.ok ? begun.value : undefined);
    setBusy(false);
  };
  const end = (why: AccountError | 'refused' | undefined): void => {
    setOffer(undefined);
    setProblem(why);
  };
  return (
    <div className="flex flex-col gap-3">
      <p className="text-pretty">{offer ? t('enter.steps') : t('enter.oldText')}</p>
      {offer ? (
        <Offered offer={offer} onTicket={onTicket} onEnd={end} />
      ) : (
        <Button wide busy={busy} onClick={() => void show()}>
          {t('enter.show')}
        </Button>
      )}
      <Complaint>
        {problem && (problem === 'refused' ? t('enter.refused') : words(`account.${problem}`).whole)}
      </Complaint>
    </div>
  );
}

function Offered({
  offer,
  onTicket,
  onEnd,
}: {
  readonly offer: LinkOffer;
  readonly onTicket: (ticket: string) => Promise<void>;
  readonly onEnd: (why: AccountError | 'refused' | undefined) => void;
}) {
  const { t } = useTranslation('account');
  const formats = useFormats();
  useAnswer(offer, onTicket, onEnd);
  return (
    <>
      <Square text={`${location.origin}/ajustes/aparelhos#${offer.code}`} />
      <output
        aria-label={t('enter.code')}
        className="block text-center text-xl font-bold tracking-widest tabular select-all"
      >
        {offer.code}
      </output>
      <p className="text-center font-semibold">{t('enter.number', { number: offer.number })}</p>
      <p className="text-center text-s text-muted">
        {t('enter.until', { when: formats.time(offer.expiresAt) })}
      </p>
    </>
  );
}

function useAnswer(
  { requestId, secret }: LinkOffer,
  onTicket: (ticket: string) => Promise<void>,
  onEnd: (why: AccountError | 'refused' | undefined) => void,
): void {
  const door = useAccountDoor();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for one offer; what is done with the answer may change.
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let isShown = true;
    const ask = async (): Promise<void> => {
      const answer = await door.call('entry/link/wait', { requestId, secret });
      if (!isShown) return;
      if (answer.ok && 'ticket' in answer.value) {
        onEnd(undefined);
        await onTicket(answer.value.ticket);
      } else if (answer.ok && 'state' in answer.value && answer.value.state === 'refused') onEnd('refused');
      else if (!answer.ok && answer.error === 'expired') onEnd('expired');
      // Without a network the code is still good for a while.
      else timer = setTimeout(() => void ask(), ASK_EVERY_MS);
    };
    timer = setTimeout(() => void ask(), ASK_EVERY_MS);
    return () => {
      isShown = false;
      clearTimeout(timer);
    };
  }, [requestId, secret, door]);
}

/** The address with the code behind its `#`, which no server is told. Dark on light in both themes: cameras want it so. */
function Square({ text }: { readonly text: string }) {
  const [rows, setRows] = useState<readonly (readonly boolean[])[]>();
  useEffect(() => {
    let isShown = true;
    // Without it there is the code to type.
    void import('qr').then(
      ({ encodeQR }) => isShown && setRows(encodeQR(text, 'raw', { border: 2 })),
      () => undefined,
    );
    return () => {
      isShown = false;
    };
  }, [text]);
  if (!rows) return <div className="mx-auto size-48" />;
  const dark = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg viewBox={`0 0 ${rows.length} ${rows.length}`} aria-hidden="true" className="mx-auto size-48">
      <rect width="100%" height="100%" rx="2" fill="#fff" />
      <path d={dark.join('')} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
