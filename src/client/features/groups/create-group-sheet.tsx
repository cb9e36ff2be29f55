/** A new group: a name and a picture. Made on the device, network or not, and opened at once. */
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useNameField } from '#client/i18n/use-name-field.ts';
import { readOnce } from '#client/session/read-once.ts';
import { useEngine, useReader } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';
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
  const reader = useReader();
  const field = useNameField();
  const [picture, setPicture] = useState<string>(GROUP_PICTURES[0]);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<string>();

  const create = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const name = field.check();
    if (name === undefined || saving) return;
    setSaving(true);
    // Read now, not shown: whoever is quicker than a slow disk would press for nothing.
    const profile = await readOnce(reader.observeProfile()).catch(() => null);
    const result = await engine.createGroup({ name, picture, memberName: profile?.name ?? '' });
    setSaving(false);
    if (!result.ok) {
      setFailure(errorWords(`commit.${result.error}`).brief);
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
        value={field.value}
        error={field.error ?? failure}
        enterKeyHint="go"
        autoCapitalize="sentences"
        onChange={(event) => field.change(event.target.value)}
      />
      <PicturePicker label={t('create.picture')} value={picture} onChange={setPicture} />
      <Button type="submit" wide busy={saving}>
        {t('create.submit')}
      </Button>
    </form>
  );
}
