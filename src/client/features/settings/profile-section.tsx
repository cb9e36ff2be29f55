import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/i18n/error-words.ts';
import { useEngine, useObserved } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { useToast } from '#client/ui/toast.tsx';
import { NAME_MAX_CHARACTERS, nameProblem } from '#domain/text.ts';
import { Section } from './section.tsx';

export function ProfileSection() {
  const { t } = useTranslation('settings');
  const profile = useObserved((reader) => reader.observeProfile(), []);
  return (
    <Section title={t('profile')}>
      {profile && <NameForm key={profile.name} present={profile.name} />}
    </Section>
  );
}

function NameForm({ present }: { readonly present: string }) {
  const { t } = useTranslation('settings');
  const engine = useEngine();
  const errorWords = useErrorWords();
  const toast = useToast();
  const [name, setName] = useState(present);
  const problem = nameProblem(name);
  const words = {
    empty: t('nameProblem.empty'),
    'too-long': t('nameProblem.tooLong', { max: NAME_MAX_CHARACTERS }),
    'odd-character': t('nameProblem.odd'),
  };

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (problem) return;
    const result = await engine.saveProfile({ name: name.trim() });
    if (result.ok) toast.show({ text: t('nameSaved') });
    else toast.show({ text: errorWords('commit', result.error).text, tone: 'bad' });
  };

  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-3">
      <TextField
        label={t('name')}
        value={name}
        hint={t('nameHint')}
        error={problem && words[problem]}
        autoComplete="given-name"
        onChange={(event) => setName(event.target.value)}
      />
      {name.trim() !== present && (
        <Button type="submit" variant="quiet">
          {t('saveName')}
        </Button>
      )}
    </form>
  );
}
