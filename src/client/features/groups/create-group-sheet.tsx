/** A new group: a name and a picture. Made on the device, network or not, and opened at once. */
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useErrorWords } from '#client/i18n/error-words.ts';
import { useEngine, useObserved } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { NAME_MAX_CHARACTERS, nameProblem } from '#domain/text.ts';
import { GROUP_PICTURES, PicturePicker } from './picture-picker.tsx';

export default function CreateGroupSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('groups');
  return (
    <Sheet open onClose={onClose} title={t('create.title')} closeLabel={t('close')}>
      <CreateGroupForm onCreated={onClose} />
    </Sheet>
  );
}

function CreateGroupForm({ onCreated }: { readonly onCreated: () => void }) {
  const { t } = useTranslation('groups');
  const engine = useEngine();
  const errorWords = useErrorWords();
  const [, navigate] = useLocation();
  const profile = useObserved((reader) => reader.observeProfile(), []);
  const [name, setName] = useState('');
  const [picture, setPicture] = useState<string>(GROUP_PICTURES[0]);
  const [checked, setChecked] = useState(false);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<string>();
  const problem = checked ? nameProblem(name) : undefined;

  const create = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setChecked(true);
    if (nameProblem(name) || !profile) return;
    setSaving(true);
    const result = await engine.createGroup({ name: name.trim(), picture, memberName: profile.name });
    setSaving(false);
    if (!result.ok) {
      setFailure(errorWords('commit', result.error).text);
      return;
    }
    onCreated();
    if (result.groupId) navigate(`/g/${result.groupId}`, { state: { from: '/' } });
  };

  return (
    <form onSubmit={create} noValidate className="flex flex-col gap-4">
      <TextField
        label={t('create.name')}
        placeholder={t('create.placeholder')}
        value={name}
        error={
          problem === undefined
            ? failure
            : problem === 'too-long'
              ? t('create.longName', { max: NAME_MAX_CHARACTERS })
              : t(problem === 'empty' ? 'create.emptyName' : 'create.badName')
        }
        enterKeyHint="go"
        autoCapitalize="sentences"
        onChange={(event) => setName(event.target.value)}
      />
      <PicturePicker label={t('create.picture')} value={picture} onChange={setPicture} />
      <Button type="submit" wide busy={saving}>
        {t('create.submit')}
      </Button>
    </form>
  );
}
