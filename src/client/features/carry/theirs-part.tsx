/** A file that somebody else of the group gave: looked at, then handed to the server as theirs. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import type { BundleRead, CarryDoor, Delivered } from '#client/session/carry-door.ts';
import { Notice } from '#client/ui/banner.tsx';
import { Button } from '#client/ui/button.tsx';
import { FileButton } from '#client/ui/file-button.tsx';
import type { BundleReply } from '#protocol/bundle.ts';
import { CarryPart, Going, Trouble } from './carry-screen.tsx';

type Read = Extract<BundleRead, { ok: true }>;
type TroubleKind = Extract<BundleRead, { ok: false }>['trouble'] | Extract<Delivered, { ok: false }>['error'];

type Carrying =
  | { readonly at: 'choosing'; readonly trouble?: TroubleKind }
  | {
      readonly at: 'read';
      readonly read: Read;
      readonly isDelivering?: boolean;
      readonly trouble?: TroubleKind;
    }
  | { readonly at: 'answered'; readonly reply: BundleReply };

export function TheirsPart({ door }: { readonly door: CarryDoor }) {
  const { t } = useTranslation('carry');
  const words = useErrorWords();
  const [carrying, setCarrying] = useState<Carrying>({ at: 'choosing' });

  const choose = async (file: File): Promise<void> => {
    const read = await door.readBundle(file);
    setCarrying(read.ok ? { at: 'read', read } : { at: 'choosing', trouble: read.trouble });
  };
  const deliver = async (read: Read): Promise<void> => {
    setCarrying({ at: 'read', read, isDelivering: true });
    const delivered = await door.deliver(read.bundle);
    setCarrying(
      delivered.ok
        ? { at: 'answered', reply: delivered.reply }
        : { at: 'read', read, trouble: delivered.error },
    );
  };

  return (
    <CarryPart title={t('bundle.theirs.title')}>
      <p className="text-s text-pretty">{t('bundle.theirs.text')}</p>
      {'trouble' in carrying && carrying.trouble && (
        <Trouble>{words(`bundle.${carrying.trouble}`).whole}</Trouble>
      )}
      {carrying.at === 'answered' && <Answer reply={carrying.reply} />}
      {carrying.at === 'read' ? (
        <>
          <p className="wrap-anywhere">
            <bdi>
              {t('bundle.theirs.preview', {
                count: carrying.read.count,
                author: carrying.read.author ?? t('bundle.theirs.someone'),
                group: carrying.read.groupName,
              })}
            </bdi>
          </p>
          <Button wide busy={carrying.isDelivering === true} onClick={() => void deliver(carrying.read)}>
            {t(carrying.trouble ? 'bundle.theirs.retry' : 'bundle.theirs.deliver')}
          </Button>
          <Going>{carrying.isDelivering && t('bundle.theirs.delivering')}</Going>
          {!carrying.isDelivering && (
            <Button wide variant="quiet" onClick={() => setCarrying({ at: 'choosing' })}>
              {t('cancel')}
            </Button>
          )}
        </>
      ) : (
        <FileButton
          label={t('bundle.theirs.choose')}
          variant="quiet"
          onChoose={(file) => void choose(file)}
        />
      )}
    </CarryPart>
  );
}

function Answer({ reply: { accepted, refused, stop } }: { readonly reply: BundleReply }) {
  const { t } = useTranslation('carry');
  const words = useErrorWords();
  return (
    <div role="status" className="flex flex-col gap-2">
      {accepted > 0 && <Notice tone="good">{t('bundle.theirs.done', { count: accepted })}</Notice>}
      {refused > 0 && <Notice tone="wait">{t('bundle.theirs.refused', { count: refused })}</Notice>}
      {stop && <Notice tone="bad">{words(`bundle.${stop}`).whole}</Notice>}
    </div>
  );
}
