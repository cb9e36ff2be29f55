import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useNameField } from '#client/i18n/use-name-field.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';

export function RenameGroupSheet({
  open,
  group,
  onClose,
}: {
  readonly open: boolean;
  readonly group: GroupView;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('chat');
  return (
    <Sheet open={open} onClose={onClose} title={t('rename.title')} closeLabel={t('close')}>
      <RenameForm group={group} onDone={onClose} />
    </Sheet>
  );
}

function RenameForm({ group, onDone }: { readonly group: GroupView; readonly onDone: () => void }) {
  const { t } = useTranslation('chat');
  const engine = useEngine();
  const words = useErrorWords();
  const field = useNameField(group.name);
  const [picture, setPicture] = useState(group.picture);
  const [failure, setFailure] = useState<string>();

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const name = field.check();
    if (name === undefined || picture === '') return;
    if (name === group.name && picture === group.picture) return onDone();
    const body = { name, ...(picture === group.picture ? {} : { picture }) };
    const saved = await engine.commit([{ type: 'group.renamed', groupId: group.groupId, body }]);
    if (saved.ok) onDone();
    else setFailure(words(`commit.${saved.error}`).brief);
  };

  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-4">
      <TextField
        label={t('rename.name')}
        value={field.value}
        onChange={(event) => field.change(event.target.value)}
        error={field.error ?? failure}
      />
      <TextField
        label={t('rename.picture')}
        value={picture}
        onChange={(event) => setPicture(lastEmoji(event.target.value))}
        error={picture === '' ? t('rename.pictureInvalid') : undefined}
      />
      <Button type="submit" wide>
        {t('rename.save')}
      </Button>
    </form>
  );
}

/** The emoji just typed takes the place of the one before; anything that is no emoji is not taken. */
function lastEmoji(text: string): string {
  const segments = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  return (
    segments.filter((segment) => /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(segment)).at(-1) ??
    ''
  );
}
