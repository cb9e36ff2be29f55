/** What the person allows, each with the time of their last answer. Nothing is allowed until they say so. */
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { type Consents, useAccountDoor } from '#client/session/account-door.ts';
import { CONSENT_MATTERS, type ConsentMatter } from '#protocol/consents.ts';

/** While the server was not there: somebody looks at this screen and waits for it. */
const AGAIN_MS = 5_000;

export function ConsentsPart() {
  const { t, i18n } = useTranslation('privacy');
  const door = useAccountDoor();
  const fail = useFailureToast();
  const words = useErrorWords();
  const [consents, setConsents] = useState<Consents>();
  /** Just pressed, and not answered for yet. */
  const [pressed, setPressed] = useState<{ readonly matter: ConsentMatter; readonly given: boolean }>();
  const read = useCallback(async (): Promise<void> => setConsents(await door.readConsents()), [door]);
  /** Without the server there is at most what this device knows. */
  const isWhole = consents !== undefined && CONSENT_MATTERS.every((matter) => consents[matter] !== undefined);
  useEffect(() => {
    void read();
    if (isWhole) return;
    const again = setInterval(() => void read(), AGAIN_MS);
    return () => clearInterval(again);
  }, [read, isWhole]);

  const answer = async (matter: ConsentMatter, given: boolean): Promise<void> => {
    setPressed({ matter, given });
    const answered = await door.answerConsent(matter, given);
    if (!answered.ok) fail(`account.${answered.error}`);
    await read();
    setPressed(undefined);
  };
  const dates = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });

  return (
    <>
      <p className="text-pretty">{t('consents.text')}</p>
      {consents === undefined ? (
        <p className="text-s text-muted">{words('account.unreachable').whole}</p>
      ) : (
        <ul className="flex flex-col">
          {CONSENT_MATTERS.map((matter) => {
            const last = consents[matter];
            // Without the server: only what this device can take back by itself.
            if (last === undefined) return null;
            const word = t(last.given ? 'consents.yes' : 'consents.no');
            return (
              <li key={matter}>
                <label className="target flex cursor-pointer items-center gap-3 py-2">
                  <input
                    type="checkbox"
                    className="size-5 accent-(--brand)"
                    checked={pressed?.matter === matter ? pressed.given : last.given}
                    onChange={(event) => void answer(matter, event.target.checked)}
                  />
                  <span>
                    <span className="block">{t(`consents.${matter}`)}</span>
                    <span className="block text-s text-muted">
                      {last.at === undefined
                        ? word
                        : t('consents.answered', { answer: word, when: dates.format(last.at) })}
                    </span>
                    <span className="block text-s text-muted">{t(`consents.${matter}-text`)}</span>
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
