/** "Quem é Rafa?": somebody of the group, somebody to add to it by name, or nobody. Never decided by the app. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { MemberView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { PersonSelect } from './person-select.tsx';

export interface UnknownPersonProps {
  readonly groupId: string;
  readonly name: string;
  readonly people: readonly MemberView[];
  readonly onKnown: (memberId: string) => void;
  readonly onIgnored: () => void;
}

export function UnknownPerson({ groupId, name, people, onKnown, onIgnored }: UnknownPersonProps) {
  const { t } = useTranslation('reader');
  const engine = useEngine();
  const words = useErrorWords();
  const [failure, setFailure] = useState<string>();
  const add = async (): Promise<void> => {
    const memberId = engine.newId();
    const saved = await engine.commit([{ type: 'member.added', groupId, body: { memberId, name } }]);
    if (saved.ok) onKnown(memberId);
    else setFailure(words(`commit.${saved.error}`).brief);
  };
  return (
    <fieldset className="flex flex-col gap-2 rounded-m bg-wait-soft p-3">
      <legend className="sr-only">{t('unknown.who', { name })}</legend>
      <PersonSelect label={t('unknown.who', { name })} people={people} value="" onChange={onKnown}>
        <option value="" disabled>
          {t('unknown.choose')}
        </option>
      </PersonSelect>
      <div className="flex flex-wrap gap-2">
        <Button variant="quiet" onClick={() => void add()}>
          {t('unknown.add', { name })}
        </Button>
        <Button variant="text" onClick={onIgnored}>
          {t('unknown.ignore')}
        </Button>
      </div>
      {failure !== undefined && (
        <p role="alert" className="text-s text-bad">
          {failure}
        </p>
      )}
    </fieldset>
  );
}
