/** What the person allows, each with the time of their last answer. Nothing is allowed until they say so. */
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccountDoor } from '#client/session/account-door.ts';
import { useToast } from '#client/ui/toast.tsx';
import type { Consent } from '#protocol/account.ts';
import { CONSENT_MATTERS, type ConsentMatter, NOTICE_VERSION } from '#protocol/consents.ts';

export function ConsentsPart() {
  const { t, i18n } = useTranslation('privacy');
  const door = useAccountDoor();
  const toast = useToast();
  const [consents, setConsents] = useState<readonly Consent[]>();
  /** Just pressed, and not answered for yet. */
  const [pressed, setPressed] = useState<{ readonly matter: ConsentMatter; readonly given: boolean }>();
  const read = useCallback(async (): Promise<void> => {
    const answer = await door.call('account/consents/read', {});
    if (answer.ok) setConsents(answer.value.consents);
  }, [door]);
  useEffect(() => {
    void read();
  }, [read]);

  const answer = async (matter: ConsentMatter, given: boolean): Promise<void> => {
    setPressed({ matter, given });
    const answered = await door.call('account/consents/answer', { matter, version: NOTICE_VERSION, given });
    if (!answered.ok) toast.show({ text: t('consents.failed'), tone: 'bad' });
    await read();
    setPressed(undefined);
  };
  const dates = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });

  return (
    <>
      <p className="text-pretty">{t('consents.text')}</p>
      {consents === undefined ? (
        <p className="text-s text-muted">{t('consents.unreachable')}</p>
      ) : (
        <ul className="flex flex-col">
          {CONSENT_MATTERS.map((matter) => {
            const last = consents.findLast((one) => one.matter === matter);
            const isGiven = last?.given ?? false;
            const word = t(isGiven ? 'consents.yes' : 'consents.no');
            return (
              <li key={matter}>
                <label className="target flex cursor-pointer items-center gap-3 py-2">
                  <input
                    type="checkbox"
                    className="size-5 accent-(--brand)"
                    checked={pressed?.matter === matter ? pressed.given : isGiven}
                    onChange={(event) => void answer(matter, event.target.checked)}
                  />
                  <span>
                    <span className="block">{t(`consents.${matter}`)}</span>
                    <span className="block text-s text-muted">
                      {last ? t('consents.answered', { answer: word, when: dates.format(last.at) }) : word}
                    </span>
                  </span>
                </label>
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}
