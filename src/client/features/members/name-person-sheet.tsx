/** Enters somebody without the app by name, or corrects that name. */
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useNameField } from '#client/i18n/use-name-field.ts';
import { useEngine } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';

export interface NamePersonProps {
  readonly groupId: string;
  /** Whose name is corrected; absent: somebody new. */
  readonly person?: { readonly memberId: string; readonly name: string };
  readonly onClose: () => void;
}

export function NamePersonSheet({ open, ...rest }: NamePersonProps & { readonly open: boolean }) {
  const { t } = useTranslation('members');
  const title = t(rest.person ? 'people.correct' : 'people.add');
  return (
    <Sheet open={open} onClose={rest.onClose} title={title} closeLabel={t('close')}>
      <NamePersonForm {...rest} />
    </Sheet>
  );
}

function NamePersonForm({ groupId, person, onClose }: NamePersonProps) {
  const { t } = useTranslation('members');
  const engine = useEngine();
  const words = useErrorWords();
  const field = useNameField(person?.name);
  const [failure, setFailure] = useState<string>();

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const name = field.check();
    if (name === undefined) return;
    if (name === person?.name) return onClose();
    const saved = await engine.commit([
      person
        ? { type: 'member.name-corrected', groupId, body: { memberId: person.memberId, name } }
        : { type: 'member.added', groupId, body: { memberId: engine.newId(), name } },
    ]);
    if (saved.ok) onClose();
    else setFailure(words(`commit.${saved.error}`).brief);
  };

  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-4">
      <TextField
        label={t('people.name')}
        hint={person ? undefined : t('people.hint')}
        value={field.value}
        autoCapitalize="words"
        onChange={(event) => field.change(event.target.value)}
        error={field.error ?? failure}
      />
      <Button type="submit" wide>
        {t(person ? 'rename.save' : 'people.submit')}
      </Button>
    </form>
  );
}
