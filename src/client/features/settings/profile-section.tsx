import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useNameField } from '#client/i18n/use-name-field.ts';
import { useEngine, useObserved } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { useToast } from '#client/ui/toast.tsx';
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
  const fail = useFailureToast();
  const toast = useToast();
  const field = useNameField(present);

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const name = field.check();
    if (name === undefined) return;
    const result = await engine.saveProfile({ name });
    if (result.ok) toast.show({ text: t('nameSaved') });
    else fail(`commit.${result.error}`);
  };

  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-3">
      <TextField
        label={t('name')}
        value={field.value}
        hint={t('nameHint')}
        error={field.error}
        autoComplete="given-name"
        onChange={(event) => field.change(event.target.value)}
      />
      {field.value.trim() !== present && (
        <Button type="submit" variant="quiet">
          {t('saveName')}
        </Button>
      )}
    </form>
  );
}
