/** A photo in the text: its place is kept before it is there; pressed, it opens whole. Below it, what is seen on it, in words. */
import { NodeViewWrapper, type ReactNodeViewProps, ReactNodeViewRenderer } from '@tiptap/react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '#client/boundaries/lazy-part.tsx';
import { PartBoundary } from '#client/boundaries/part-boundary.tsx';
import { PhotoTile } from '#client/photos/photo-tile.tsx';
import type { Attachment } from '#domain/attachments/attachment.ts';
import { PhotoNode, type PhotoNodeOptions, photoOf } from '../schema/photo-node.ts';
import { NotSent } from './not-sent.tsx';

const PhotoViewer = lazyPart(() => import('#client/photos/photo-viewer.tsx'));

export interface PhotoPlaceOptions extends PhotoNodeOptions {
  /** Its words were pressed. */
  readonly onDetails: (pos: number) => void;
}

/** The node with its view. */
export function photoIn({ groupId, onDetails }: PhotoPlaceOptions) {
  return PhotoNode.extend({
    addNodeView: () =>
      ReactNodeViewRenderer(({ node, selected, editor, getPos, updateAttributes }: ReactNodeViewProps) => (
        <Photo
          groupId={groupId}
          attrs={node.attrs}
          isSelected={selected}
          onDetails={editor.isEditable ? () => onDetails(getPos() ?? -1) : undefined}
          onAgain={editor.isEditable ? (photo) => updateAttributes({ photo }) : undefined}
        />
      )),
  }).configure({ groupId });
}

interface PhotoProps {
  readonly groupId: string;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly isSelected: boolean;
  /** Absent: this person only reads. */
  readonly onDetails: (() => void) | undefined;
  /** The same picture, as a photo that was never refused, is to stand here. */
  readonly onAgain: ((photo: Attachment) => void) | undefined;
}

function Photo({ groupId, attrs, isSelected, onDetails, onAgain }: PhotoProps) {
  const { t } = useTranslation('editor');
  const [isOpen, setOpen] = useState(false);
  const photo = photoOf(attrs);
  const alt = typeof attrs.alt === 'string' ? attrs.alt : '';
  const name = alt === '' ? t('photo.alt') : alt;
  return (
    <NodeViewWrapper
      className={`my-3 max-w-md rounded-m ${isSelected ? 'outline-2 outline-offset-2 outline-brand' : ''}`}
    >
      {photo ? (
        <PhotoTile groupId={groupId} photo={photo} alt={name} isSending onOpen={() => setOpen(true)} />
      ) : (
        <span className="text-s text-muted">{t('photo.unknown')}</span>
      )}
      {photo && <NotSent groupId={groupId} photo={photo} onAgain={onAgain} />}
      {onDetails ? (
        <button
          type="button"
          contentEditable={false}
          aria-haspopup="dialog"
          aria-label={alt === '' ? t('photo.describe') : t('photo.change', { alt })}
          onMouseDown={(event) => event.preventDefault()}
          onClick={onDetails}
          className="target block w-full px-1 text-start text-s text-muted wrap-anywhere"
        >
          {alt === '' ? t('photo.describe') : alt}
        </button>
      ) : (
        alt !== '' && <p className="px-1 pt-1 text-s text-muted wrap-anywhere">{alt}</p>
      )}
      {isOpen && photo && (
        <PartBoundary place="sheet" onClose={() => setOpen(false)}>
          <Suspense>
            <PhotoViewer
              groupId={groupId}
              photos={[photo]}
              start={0}
              nameOf={() => name}
              onClose={() => setOpen(false)}
            />
          </Suspense>
        </PartBoundary>
      )}
    </NodeViewWrapper>
  );
}
