/** One's own Pix key in this group: typed in any spelling, saved in the bank's. A number that may be two things is asked about. */
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { MemberView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { useToast } from '#client/ui/toast.tsx';
import { type PixKey, type PixKeyProblem, readPixKey, spellPixKey } from '#domain/pix/pix-key.ts';

export interface PixKeySheetProps {
  readonly groupId: string;
  readonly pixKey: MemberView['pixKey'];
  readonly onRemove: () => void;
  readonly onClose: () => void;
}

export function PixKeySheet(props: PixKeySheetProps) {
  const { t } = useTranslation('settling');
  return (
    <Sheet open onClose={props.onClose} title={t('key.title')} closeLabel={t('close')}>
      <PixKeyForm {...props} />
    </Sheet>
  );
}

function PixKeyForm({ groupId, pixKey, onRemove, onClose }: PixKeySheetProps) {
  const { t } = useTranslation('settling');
  const engine = useEngine();
  const toast = useToast();
  const words = useErrorWords();
  const [typed, setTyped] = useState(pixKey ? spellPixKey(pixKey) : '');
  const [problem, setProblem] = useState<PixKeyProblem>();
  const [failure, setFailure] = useState<string>();
  const [options, setOptions] = useState<readonly PixKey[]>([]);

  const save = async (key: PixKey): Promise<void> => {
    if (pixKey?.key === key.key && pixKey.keyType === key.keyType) return onClose();
    const { keyType } = key;
    const saved = await engine.commit([
      { type: 'member.pix-key-set', groupId, body: { keyType, key: key.key } },
    ]);
    if (!saved.ok) return setFailure(words(`commit.${saved.error}`).brief);
    toast.show({ text: t('key.saved') });
    onClose();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const reading = readPixKey(typed);
    if (reading.kind === 'problem') setProblem(reading.problem);
    else if (reading.kind === 'ask') setOptions(reading.options);
    else void save(reading.key);
  };
  const change = (text: string): void => {
    setTyped(text);
    setProblem(undefined);
    setFailure(undefined);
    setOptions([]);
  };

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        label={t('key.field')}
        hint={t('key.hint')}
        value={typed}
        spellCheck={false}
        autoCapitalize="none"
        onChange={(event) => change(event.target.value)}
        error={problem ? t(`key.problems.${problem}`) : failure}
      />
      {options.length > 0 && (
        <fieldset className="flex flex-col gap-2" aria-live="polite">
          <legend className="mb-2 font-semibold">{t(options.length > 1 ? 'key.ask' : 'key.askPhone')}</legend>
          {options.map((option) => (
            <Button key={option.keyType} wide onClick={() => void save(option)}>
              {t('key.use', { type: t(`key.types.${option.keyType}`), key: spellPixKey(option) })}
            </Button>
          ))}
        </fieldset>
      )}
      <p className="text-s text-pretty text-muted">{t('key.about')}</p>
      {options.length === 0 && (
        <Button type="submit" wide>
          {t('key.save')}
        </Button>
      )}
      {pixKey && (
        <Button
          wide
          variant="danger"
          onClick={() => {
            onRemove();
            onClose();
          }}
        >
          {t('key.remove')}
        </Button>
      )}
    </form>
  );
}
