/** The first minute: one question. Shown in place of any screen until this person has a name. */
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useNameField } from '#client/i18n/use-name-field.ts';
import { useEngine } from '#client/session/session-context.ts';
import { Button, buttonClasses } from '#client/ui/button.tsx';
import { TextField } from '#client/ui/text-field.tsx';

export function WelcomeScreen() {
  const { t } = useTranslation('onboarding');
  const engine = useEngine();
  const errorWords = useErrorWords();
  const name = useNameField();
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<string>();

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const checked = name.check();
    if (checked === undefined) return;
    setSaving(true);
    const result = await engine.saveProfile({ name: checked });
    setSaving(false);
    // On success the profile is observed and this screen goes away.
    if (!result.ok) setFailure(errorWords(`commit.${result.error}`).brief);
  };

  return (
    <section className="px-safe mx-auto flex min-h-full w-full max-w-md flex-col justify-center gap-6 py-8">
      <div>
        <img src="/icons/racha.svg" alt="" width={72} height={72} className="mb-6" />
        <h1 className="text-xl font-bold tracking-tight text-balance">{t('hello')}</h1>
        <p className="mt-2 text-muted text-pretty">{t('text')}</p>
      </div>
      <form onSubmit={save} noValidate className="flex flex-col gap-4">
        <TextField
          label={t('title')}
          placeholder={t('namePlaceholder')}
          value={name.value}
          error={name.error ?? failure}
          autoComplete="given-name"
          autoCapitalize="words"
          enterKeyHint="go"
          autoFocus
          onChange={(event) => name.change(event.target.value)}
        />
        <Button type="submit" wide busy={saving}>
          {t('continue')}
        </Button>
      </form>
      <Link href="/entrar/conta" className={buttonClasses('quiet', true)}>
        {t('enter')}
      </Link>
      <p className="text-s text-muted text-pretty">{t('again')}</p>
      <Link href="/privacidade" className="target inline-flex items-center text-s font-semibold text-brand">
        {t('privacy')}
      </Link>
    </section>
  );
}
